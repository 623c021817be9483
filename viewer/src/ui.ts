// What the author chose for the page besides the data; every key may be absent, or nonsense.

import type { Payload } from "./model";
import { THEMES, type ThemeName } from "./state";
import type { Lang } from "./i18n";

export interface Ui {
  theme: ThemeName;
  lang: Lang;
  embed: boolean;
  edition: string;
  corrections: string[];
  note: string;
  sources: string[];
}

const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text).filter(Boolean) : []);
const theme = (value: unknown): ThemeName | undefined => THEMES.find((one) => one === value);

/** The author's choices; the fragment of the address may ask for another theme, language or size. */
export function uiOf(payload: Payload, fragment: string): Ui {
  const given = (typeof payload.ui === "object" && payload.ui) || {};
  const asked = new Map(fragment.replace(/^#/, "").split("&").map((part) => part.split("=", 2) as [string, string]));
  const lang = asked.get("lang") ?? text(given.lang);
  return {
    theme: theme(given.theme) ?? theme(payload.theme) ?? "auto",
    lang: lang === "ar" ? "ar" : "en",
    embed: asked.has("embed") ? asked.get("embed") !== "0" : given.embed === true,
    edition: text(given.edition),
    corrections: texts(given.corrections),
    note: text(given.note),
    sources: texts(given.sources),
  };
}
