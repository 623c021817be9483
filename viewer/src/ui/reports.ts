// What is on the map just now, as a list: searched, sorted, taken along; every line opens its evidence.

import { offer, toCsv, toGeoJson } from "../download";
import { admitted, folded } from "../filter";
import { interval, isoDate } from "../time";
import { tr } from "../i18n";
import { counted, isFact, STATUS_NAMES } from "../words";
import type { App } from "./app";
import { h, replaceChildren } from "./dom";
import { correctionsOf } from "./evidence";
import { Passing } from "./passing";
import { glyphSign } from "./signs";

const FIRST = 60;
/** So many events are searched at once; more, a slice at a time, so that the page still answers. */
const AT_ONCE = 4000;
const SLICE_MS = 24;
/** Words of so many events are kept; beyond, they are read again when searched again. */
const MOST_KEPT = 30_000;
const QUIET = ["hovered", "selected", "playing", "speed", "step", "showControl"];
type Order = "newest" | "oldest" | "place" | "actor";

export class Reports {
  readonly element = h("div", { class: "reports" });
  private readonly list = h("ol", {});
  private readonly summary = h("p", { class: "soft", role: "status" });
  private readonly more = h("button", { class: "linklike", onclick: () => this.draw(this.limit + 200) }, tr("Show more"));
  private readonly elsewhere = h("button", { class: "linklike", onclick: () => this.widen() });
  private readonly search = h("input", { type: "search", placeholder: tr("Place, actor or words"), "aria-label": tr("Search the events") });
  private readonly wide = h("input", { type: "checkbox" });
  private readonly order = h("select", { "aria-label": tr("Order") },
    ...([["newest", "newest first"], ["oldest", "oldest first"], ["place", "by place"], ["actor", "by actor"]] as const)
      .map(([value, text]) => h("option", { value }, tr(text))));
  private limit = FIRST;
  private events: number[] = [];
  private readonly haystack = new Map<number, string>();
  private visible = false;
  private token = 0;
  private stale = true;

  constructor(private readonly app: App) {
    this.search.value = app.state.query;
    this.search.addEventListener("input", () => app.store.set({ query: this.search.value }));
    this.wide.addEventListener("change", () => this.draw(FIRST));
    this.order.addEventListener("change", () => this.draw(FIRST));
    const take = (kind: "csv" | "geojson") => () => {
      const text = kind === "csv" ? toCsv(app.model, this.events) : toGeoJson(app.model, this.events);
      offer(`events-${isoDate(app.state.day)}.${kind}`, kind === "csv" ? "text/csv" : "application/geo+json", text);
    };
    this.element.append(
      this.search,
      h("div", { class: "tools" },
        h("label", {}, this.wide, ` ${tr("at all dates")}`), this.order,
        h("span", { class: "take" }, `${tr("Download")} `,
          h("button", { class: "linklike", onclick: take("csv") }, "CSV"), " ",
          h("button", { class: "linklike", onclick: take("geojson") }, "GeoJSON"))),
      new Passing(app, false).element, this.summary, this.elsewhere, this.list, this.more,
    );
    app.store.subscribe((state, changed) => {
      if (changed.has("query") && this.search.value !== state.query) this.search.value = state.query;
      if ([...changed].every((key) => QUIET.includes(key))) return;
      this.stale = true;
      if (this.visible) this.draw(FIRST);
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
      const { events, claims } = this.app.model;
      const quotes = events.list("claims", event).map((claim) => claims.text("quote", claim));
      text = folded([this.app.headline(event), events.text("toponym", event), events.text("place_name", event),
        events.text("actor", event), ...quotes].join(" "));
      if (this.haystack.size < MOST_KEPT) this.haystack.set(event, text);
    }
    return text;
  }

  private widen(): void {
    this.wide.checked = true;
    this.draw(FIRST);
    this.search.focus();
  }

  /** Events in view, or at all dates. */
  private candidates(wide: boolean): number[] {
    const { model, state } = this.app;
    if (!wide) return [...this.app.shown()];
    return Array.from(model.actor.keys()).filter((event) => admitted(model, state, event));
  }

  /** Find the events that hold every word of the search; a newer search ends an older one. */
  private seek(all: readonly number[], then: (events: number[]) => void): void {
    const token = ++this.token;
    const wanted = folded(this.app.state.query).split(" ").filter(Boolean);
    const fits = (event: number): boolean => {
      const words = this.words(event);
      return wanted.every((word) => words.includes(word));
    };
    if (!wanted.length) return then([...all]);
    if (all.length <= AT_ONCE) return then(all.filter(fits));
    const hits: number[] = [];
    let i = 0;
    const slice = (): void => {
      if (token !== this.token) return;
      for (const until = performance.now() + SLICE_MS; i < all.length && performance.now() < until; i++) if (fits(all[i])) hits.push(all[i]);
      if (i >= all.length) return then(hits);
      this.summary.textContent = tr("Searching: {n} of 100 …", { n: Math.floor((100 * i) / all.length) });
      setTimeout(slice);
    };
    slice();
  }

  private sorted(events: number[]): number[] {
    const { model } = this.app;
    const order = this.order.value as Order;
    if (order === "newest") return events.reverse();
    if (order === "oldest") return events;
    const key = new Map(events.map((event) => [event, order === "place" ? this.app.placeName(event) : model.actorNamed(model.events, "actor", event)]));
    return events.sort((a, b) => (key.get(a) ?? "").localeCompare(key.get(b) ?? "") || b - a);
  }

  private draw(limit: number): void {
    this.limit = limit;
    this.stale = false;
    this.elsewhere.hidden = true;
    this.seek(this.candidates(this.wide.checked), (events) => this.fill(this.sorted(events), limit));
  }

  private fill(events: number[], limit: number): void {
    this.events = events;
    const unplaced = events.filter((event) => this.app.model.place[event] < 0).length;
    const wide = this.wide.checked;
    this.summary.textContent = events.length
      ? `${tr(wide ? "{events} at all dates" : "{events} in the days shown", { events: counted(events.length, "event") })}${
        unplaced ? tr(", {n} of them without a place on the map", { n: unplaced }) : ""}.`
      : tr(wide ? "No event at all dates passes the filters." : "No event in the days shown passes the filters.");
    replaceChildren(this.list, ...events.slice(0, limit).map((event) => this.row(event)));
    this.more.hidden = events.length <= limit;
    // Whoever searches a name and finds nothing today should learn that there is something another day.
    if (events.length || wide) return;
    const told = this.summary.textContent;
    this.seek(this.candidates(true), (others) => {
      this.summary.textContent = told;
      this.elsewhere.hidden = !others.length;
      this.elsewhere.textContent = tr("Show {events} at other dates", { events: counted(others.length, "event") });
    });
  }

  /** Open an event; one from another time takes the map there. */
  private pick(event: number): void {
    const { model, state, store } = this.app;
    const place = model.place[event];
    const isShown = this.app.shown().includes(event);
    const day = Math.max(model.start, Math.min(model.end, model.last[event]));
    if (!isShown && model.isDated[event]) store.set({ day, playing: false });
    const selected = place >= 0 ? [place] : [-1 - event];
    if (String(state.selected) === String(selected)) store.set({ selected: [] });
    this.app.select(selected);
  }

  private row(event: number): HTMLElement {
    const { model } = this.app;
    const status = model.statusOf(event);
    const actor = model.actors[model.actor[event]];
    const place = model.place[event];
    const when = interval(model.events.number("valid_from", event), model.events.number("valid_to", event));
    return h(
      "li", {},
      h(
        "button",
        {
          class: "row", "data-event": event,
          onclick: () => this.pick(event),
          onmouseenter: () => place >= 0 && this.app.store.set({ hovered: [place] }),
          onmouseleave: () => this.app.store.set({ hovered: [] }),
        },
        glyphSign(model.type[event], actor, isFact(status), status === "denied" || status === "negated"),
        h(
          "span", {},
          h("span", { class: "kicker" }, tr(STATUS_NAMES[status]), place < 0 && ` · ${tr("not on the map")}`,
            correctionsOf(model, event).length > 0 && ` · ${tr("corrected later")}`),
          h("span", { class: "title", dir: "auto" }, this.app.headline(event)),
          h("span", { class: "soft" }, when),
        ),
      ),
    );
  }
}
