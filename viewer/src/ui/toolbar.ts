// What a reader may do with the whole map: change the view, compare, take it along.

import { tr } from "../i18n";
import type { State } from "../state";
import type { App } from "./app";
import { toggleCompare } from "./compare";
import { h } from "./dom";

/** This view, without the frame. */
function wholeAddress(): string {
  const kept = location.hash.replace(/^#/, "").split("&").filter((part) => part && !part.startsWith("embed="));
  return `#${[...kept, "embed=0"].join("&")}`;
}

export class Toolbar {
  readonly element = h("div", { class: "toolbar", role: "toolbar", "aria-label": tr("Views") });

  constructor(app: App, save: () => void, key: () => void) {
    const { model, store } = app;
    const toggle = (text: string, title: string, isOn: (state: State) => boolean, change: () => void): HTMLElement => {
      const button = h("button", { "aria-pressed": String(isOn(app.state)), title, onclick: change }, text);
      store.subscribe((state) => button.setAttribute("aria-pressed", String(isOn(state))));
      return button;
    };
    if (app.ui.embed) {
      this.element.append(h("button", { onclick: key }, tr("Key")));
      // Only a page with an address of its own can be opened beside the frame that shows it.
      if (/^(https?|file):$/.test(location.protocol)) {
        const whole = h("a", { target: "_blank", rel: "noopener", href: "#embed=0", onclick: () => (whole.href = wholeAddress()) }, tr("Open the whole map"));
        this.element.append(whole);
      }
      return;
    }
    if (model.hasTime && model.heldAnywhere.length) {
      this.element.append(toggle(tr("Through time"), tr("A row per place: who reportedly held it, and when"),
        (state) => state.view === "rows", () => store.set({ view: app.state.view === "rows" ? "map" : "rows" })));
    }
    if (model.hasTime && model.end > model.start) {
      this.element.append(toggle(tr("Compare"), tr("Two dates beside each other"),
        (state) => state.compare !== null, () => toggleCompare(app)));
    }
    this.element.append(h("button", { "aria-haspopup": "dialog", onclick: save }, tr("Save")));
  }
}
