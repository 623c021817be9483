// All places as rows: who reportedly held each, through time, beside what happened there.

import { folded } from "../filter";
import { shortDate } from "../time";
import { counted } from "../words";
import type { App } from "./app";
import { h, replaceChildren } from "./dom";
import { strip } from "./strip";

const FIRST = 80;
type Order = "changes" | "name" | "events" | "west";

export class Places {
  readonly element = h("div", { class: "places" });
  private readonly list = h("ol", {});
  private readonly summary = h("p", { class: "soft", role: "status" });
  private readonly search = h("input", { type: "search", placeholder: "Name of a place", "aria-label": "Search the places" });
  private readonly order = h("select", { "aria-label": "Order of places" },
    ...([["changes", "most changes first"], ["events", "most events first"], ["name", "by name"], ["west", "from west to east"]] as const)
      .map(([value, text]) => h("option", { value }, text)));
  private readonly more = h("button", { class: "linklike", onclick: () => this.draw(this.limit + 200) }, "Show more");
  private limit = FIRST;
  private visible = false;

  constructor(private readonly app: App) {
    this.search.addEventListener("input", () => this.draw(FIRST));
    this.order.addEventListener("change", () => this.draw(FIRST));
    this.element.append(this.search, h("div", { class: "tools" }, this.order), this.summary, this.list, this.more);
    app.store.subscribe((state, changed) => {
      // While a film runs, rows would only flicker; they follow when it stops.
      if (this.visible && !state.playing && (changed.has("day") || changed.has("playing") || changed.has("hiddenTypes"))) this.draw(this.limit);
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
    const byName = (a: number, b: number) => places[a].name.localeCompare(places[b].name) || a - b;
    const ways: Record<Order, (a: number, b: number) => number> = {
      changes: (a, b) => places[b].control.length - places[a].control.length || places[b].events.length - places[a].events.length || byName(a, b),
      events: (a, b) => places[b].events.length - places[a].events.length || byName(a, b),
      name: byName,
      west: (a, b) => places[a].lon - places[b].lon || byName(a, b),
    };
    return all.sort(ways[this.order.value as Order]);
  }

  private draw(limit: number): void {
    this.limit = limit;
    const { model } = this.app;
    const order = this.sorted();
    this.summary.textContent = model.control.n && model.hasTime
      ? `${counted(order.length, "place")}. Bars run from ${shortDate(model.start)} to ${shortDate(model.end)}; hatched where nothing was reported.`
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
    return h("li", {},
      h("button", {
        class: "row", onclick: () => app.select([place]),
        onmouseenter: () => app.store.set({ hovered: [place] }), onmouseleave: () => app.store.set({ hovered: [] }),
      },
      h("span", {},
        h("span", { class: "title", dir: "auto" }, one.name),
        one.control.length ? strip(app, place) : null,
        h("span", { class: "soft", dir: "auto" }, [held, one.events.length ? counted(one.events.length, "event") : ""].filter(Boolean).join(" · ")))));
  }
}
