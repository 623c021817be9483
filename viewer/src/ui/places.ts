// All places as rows: who reportedly held each, through time, beside what happened there.

import { folded } from "../filter";
import { shortDate } from "../time";
import { counted, tr } from "../i18n";
import type { App } from "./app";
import { h, replaceChildren } from "./dom";
import { orderChoice, ordered } from "./rows";
import { dayUnder, strip } from "./strip";

const FIRST = 80;

export class Places {
  readonly element = h("div", { class: "places" });
  private readonly list = h("ol", {});
  private readonly summary = h("p", { class: "soft", role: "status" });
  private readonly search = h("input", { type: "search", placeholder: tr("Name of a place"), "aria-label": tr("Search the places") });
  private readonly order: HTMLSelectElement;
  private readonly more = h("button", { class: "linklike", onclick: () => this.draw(this.limit + 200) }, tr("Show more"));
  private limit = FIRST;
  private visible = false;

  constructor(private readonly app: App) {
    this.search.addEventListener("input", () => this.draw(FIRST));
    this.order = orderChoice(app);
    const wide = h("button", { class: "linklike", onclick: () => app.store.set({ view: "rows" }) }, tr("All through time"));
    this.element.append(this.search, h("div", { class: "tools" }, this.order, app.model.heldAnywhere.length > 0 && wide), this.summary, this.list, this.more);
    app.store.subscribe((state, changed) => {
      // While a film runs, rows would only flicker; they follow when it stops.
      if (this.visible && !state.playing && (changed.has("day") || changed.has("playing") || changed.has("hiddenTypes") || changed.has("order") || changed.has("compare"))) this.draw(this.limit);
    });
  }

  show(visible: boolean): void {
    this.visible = visible;
    if (visible) this.draw(this.limit);
  }

  private sorted(): number[] {
    const { places } = this.app.model;
    const wanted = folded(this.search.value);
    const all = places.map((_, i) => i).filter((i) => !wanted || folded(places[i].name).includes(wanted));
    return ordered(this.app, all, this.app.state.order);
  }

  private draw(limit: number): void {
    this.limit = limit;
    const { model } = this.app;
    const order = this.sorted();
    this.summary.textContent = model.control.n && model.hasTime
      ? tr("{places}. Bars run from {first} to {last}: hatched where contested, blank where nothing was reported.", {
        places: counted(order.length, "place"), first: shortDate(model.start), last: shortDate(model.end) })
      : `${counted(order.length, "place")}.`;
    replaceChildren(this.list, ...order.slice(0, limit).map((place) => this.row(place)));
    this.more.hidden = order.length <= limit;
  }

  private row(place: number): HTMLElement {
    const { app } = this;
    const { model, state } = app;
    const one = model.places[place];
    const row = model.heldOn(place, state.day);
    const held = row < 0 ? "" : model.heldInWords(row);
    const bar = one.control.length ? strip(app, place) : null;
    const pick = (event: Event) => {
      if (bar && event.target instanceof Element && bar.contains(event.target)) {
        app.store.set({ day: dayUnder(app, bar, (event as MouseEvent).clientX), playing: false });
      }
      app.select([place]);
    };
    return h("li", {},
      h("button", {
        class: "row", onclick: pick,
        onmouseenter: () => app.store.set({ hovered: [place] }), onmouseleave: () => app.store.set({ hovered: [] }),
      },
      h("span", {},
        h("span", { class: "title", dir: "auto" }, one.name),
        bar,
        h("span", { class: "soft", dir: "auto" }, [held, one.events.length ? counted(one.events.length, "event") : ""].filter(Boolean).join(" · ")))));
  }
}
