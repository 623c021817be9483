// The page's own words in the language of the map: English is the key, a table gives the other.

import { ARABIC, ARABIC_COUNTS } from "./arabic";

export type Lang = "en" | "ar";

let lang: Lang = "en";

/** Speak a language from now on; the page does so once, before anything is drawn. */
export function speak(wanted: string): void {
  lang = wanted === "ar" ? "ar" : "en";
}

export const spoken = (): Lang => lang;
export const isArabic = (): boolean => lang === "ar";

/** For Intl: Arabic words, with the digits that every reader of the page has beside them. */
export const locale = (): string => (lang === "ar" ? "ar-u-nu-latn" : "en-GB");

/** A text of the page, with values in the places of `{name}`; values are put in as they are. */
export function tr(text: string, values: Record<string, string | number> = {}): string {
  const found = lang === "ar" ? (ARABIC[text] ?? text) : text;
  return found.replace(/\{(\w+)\}/g, (whole, key: string) => (key in values ? String(values[key]) : whole));
}

// Formats take far longer to make than to use, and numbers are told with every picture.
const formats = new Map<string, Intl.NumberFormat>();
const plurals = new Intl.PluralRules("ar");

export function number(n: number, options: Intl.NumberFormatOptions = {}): string {
  const key = `${lang} ${options.maximumFractionDigits ?? ""} ${options.minimumFractionDigits ?? ""}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.NumberFormat(lang === "ar" ? "ar-u-nu-latn" : "en", options)));
  return format.format(n);
}

/** "3 events": the number and the noun in the form that it asks for. */
export function counted(n: number, one: string, many = `${one}s`): string {
  const forms = lang === "ar" ? ARABIC_COUNTS[one] : undefined;
  if (!forms) return `${number(n)} ${n === 1 ? one : many}`;
  const rule = plurals.select(n);
  return (forms[rule] ?? forms.other).replace("{n}", number(n));
}
