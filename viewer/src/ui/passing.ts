// "12 of 40 events shown": what the filters leave of the days shown, and the way back to all of it.

import { inDays } from "../filter";
import { number, tr } from "../i18n";
import { FILTERS, isFiltered, unfiltered } from "../state";
import { counted } from "../words";
import type { App } from "./app";
import { h } from "./dom";

/** How many events of the days shown pass the filters, in words. */
export function passing(app: App): string {
  const { model, state } = app;
  const of = inDays(model, state);
  return tr("{n} of {events} shown", { n: number(app.shown().length), events: counted(of, "event") });
}

export class Passing {
  private readonly text = h("span", { role: "status" });
  private readonly clear = h("button", { class: "linklike" }, tr("Clear filters"));
  readonly element = h("p", { class: "soft passing" }, this.text, " ", this.clear);

  /** `always`: also while nothing is filtered. */
  constructor(private readonly app: App, private readonly always = true) {
    this.clear.addEventListener("click", () => {
      app.store.set(unfiltered());
      this.element.closest<HTMLElement>("[role=tabpanel]")?.focus();
    });
    app.store.subscribe((state, changed) => {
      // A film would flood a screen reader; the count is told when it stops.
      if (!state.playing && (["day", "window", "playing", ...FILTERS] as const).some((key) => changed.has(key))) this.tell();
    });
    this.tell();
  }

  private tell(): void {
    this.clear.hidden = !isFiltered(this.app.state);
    this.element.hidden = this.clear.hidden && !this.always;
    if (this.element.hidden) return;
    const text = passing(this.app);
    if (this.text.textContent !== text) this.text.textContent = text;
  }
}
