// Arabic for every text of the page: the English text is the key, `{name}` is filled in.

export const ARABIC: Record<string, string> = {};
export const ARABIC_COUNTS: Record<string, Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }> = {};
