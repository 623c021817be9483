// What is on the map just now, as a list: search over it, and every line opens its evidence.

import { folded } from "../filter";
import { interval } from "../time";
import { counted, isFact, STATUS_NAMES } from "../words";
import type { App } from "./app";
import { h, replaceChildren } from "./dom";
import { glyphSign } from "./signs";

const FIRST = 60;

export class Reports {
  readonly element = h("div", { class: "reports" });
  private readonly list = h("ol", {});
  private readonly summary = h("p", { class: "soft", role: "status" });
  private readonly more = h("button", { class: "linklike", onclick: () => this.draw(this.limit + 200) }, "Show more");
  private limit = FIRST;
  private readonly haystack = new Map<number, string>();
  private visible = false;
  private stale = true;

  constructor(private readonly app: App) {
    const search = h("input", {
      type: "search", placeholder: "Place, actor or words", "aria-label": "Search the events in view",
      oninput: () => app.store.set({ query: search.value }),
    });
    search.value = app.state.query;
    this.element.append(search, this.summary, this.list, this.more);
    app.store.subscribe((_, changed) => {
      if (["hovered", "selected", "playing", "speed", "step", "showControl"].every((k) => !changed.has(k as never)) || changed.size > 1) {
        this.stale = true;
        if (this.visible) this.draw(FIRST);
      }
    });
  }

  /** Drawn only while it can be seen. */
  show(visible: boolean): void {
    this.visible = visible;
    if (visible && this.stale) this.draw(FIRST);
  }

  private words(event: number): string {
    let text = this.haystack.get(event);
    if (text === undefined) {
      const { model } = this.app;
      const { events, claims } = model;
      const quotes = events.list("claims", event).map((claim) => claims.text("quote", claim));
      text = folded([this.app.headline(event), events.text("toponym", event), events.text("place_name", event),
        events.text("actor", event), ...quotes].join(" "));
      this.haystack.set(event, text);
    }
    return text;
  }

  /** Events in view that hold every word of the search, the latest first. */
  private matching(): number[] {
    const wanted = folded(this.app.state.query).split(" ").filter(Boolean);
    const events = this.app.shown().filter((event) => wanted.every((word) => this.words(event).includes(word)));
    return events.reverse();
  }

  private draw(limit: number): void {
    this.limit = limit;
    this.stale = false;
    const events = this.matching();
    const unplaced = events.filter((event) => this.app.model.place[event] < 0).length;
    this.summary.textContent = events.length
      ? `${counted(events.length, "event")} in the days shown${unplaced ? `, ${unplaced} of them without a place on the map` : ""}.`
      : "No event in the days shown passes the filters.";
    replaceChildren(this.list, ...events.slice(0, limit).map((event) => this.row(event)));
    this.more.hidden = events.length <= limit;
  }

  private row(event: number): HTMLElement {
    const { model } = this.app;
    const status = model.statusOf(event);
    const actor = model.actors[model.actor[event]];
    const place = model.place[event];
    const when = interval(model.events.numbers("valid_from")[event], model.events.numbers("valid_to")[event]);
    return h(
      "li", {},
      h(
        "button",
        {
          class: "row", "data-event": event,
          onclick: () => this.app.select(place >= 0 ? [place] : [-1 - event]),
          onmouseenter: () => place >= 0 && this.app.store.set({ hovered: [place] }),
          onmouseleave: () => this.app.store.set({ hovered: [] }),
        },
        glyphSign(model.type[event], actor, isFact(status), status === "denied" || status === "negated"),
        h(
          "span", {},
          h("span", { class: "kicker" }, STATUS_NAMES[status], place < 0 && " · not on the map"),
          h("span", { class: "title", dir: "auto" }, this.app.headline(event)),
          h("span", { class: "soft" }, when),
        ),
      ),
    );
  }
}
