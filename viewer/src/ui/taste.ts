// The reader's own choice of theme and language; both stay in the address.

import { spoken, tr } from "../i18n";
import { THEMES, type ThemeName } from "../state";
import type { App } from "./app";
import { h } from "./dom";

const THEME_NAMES: Record<ThemeName, string> = { auto: "as the device", light: "light", dark: "dark", print: "for paper" };
/** Each language in its own words: whoever needs it cannot read the other. */
const LANGUAGES = [["en", "English"], ["ar", "العربية"]] as const;

/** The address of this view in another language; the page is then opened anew in it. */
export function inLanguage(hash: string, lang: string): string {
  const kept = hash.replace(/^#/, "").split("&").filter((part) => part && !part.startsWith("lang="));
  return `#${[...kept, `lang=${lang}`].join("&")}`;
}

export function taste(app: App): HTMLElement {
  const { store } = app;
  const themes = h("select", { "aria-label": tr("Theme"), onchange: () => store.set({ theme: themes.value as ThemeName }) },
    ...THEMES.map((one) => h("option", { value: one }, tr(THEME_NAMES[one]))));
  const tell = () => (themes.value = store.state.theme);
  tell();
  store.subscribe((_, changed) => changed.has("theme") && tell());
  const languages = h("select", {
    "aria-label": tr("Language"),
    onchange: () => {
      // Every text of the page is written once, as it opens.
      history.replaceState(null, "", inLanguage(location.hash, languages.value));
      location.reload();
    },
  }, ...LANGUAGES.map(([value, text]) => h("option", { value, lang: value }, text)));
  languages.value = spoken();
  // A page without an address of its own, as in a notebook, cannot be opened anew.
  const canReload = /^(https?|file):$/.test(location.protocol);
  return h("div", { class: "taste" },
    h("label", { class: "pick" }, h("span", {}, tr("Theme")), themes),
    canReload && h("label", { class: "pick" }, h("span", {}, tr("Language")), languages));
}
