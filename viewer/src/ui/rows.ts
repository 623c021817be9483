// The second view: a row per place with who reportedly held it, all on one scale of time.

import { ROW_ORDERS, type RowOrder } from "../state";
import { shortDate } from "../time";
import { counted, tr } from "../i18n";
import type { App } from "./app";
import { h, replaceChildren } from "./dom";
import { ticks } from "./histogram";
import { dayUnder, nextChange, strip } from "./strip";

const FIRST = 120;
const ORDER_NAMES: Record<RowOrder, string> = {
  changes: "most changes first", events: "most events first", name: "by name", west: "from west to east", holder: "by holder on the date",
};

/** Places in an order. */
export function ordered(app: App, places: number[], order: RowOrder): number[] {
  const { model, state } = app;
  const all = model.places;
  const byName = (a: number, b: number) => all[a].name.localeCompare(all[b].name) || a - b;
  const changes = (a: number, b: number) => all[b].control.length - all[a].control.length || all[b].events.length - all[a].events.length;
  const holder = (place: number): number => {
    const row = model.heldOn(place, state.day);
    return row < 0 ? 1e6 : model.holder[row] || 1e5;
  };
  const ways: Record<RowOrder, (a: number, b: number) => number> = {
    changes, events: (a, b) => all[b].events.length - all[a].events.length, name: byName,
    west: (a, b) => all[a].lon - all[b].lon, holder: (a, b) => holder(a) - holder(b),
  };
  return [...places].sort((a, b) => ways[order](a, b) || byName(a, b));
}

export function orderChoice(app: App): HTMLSelectElement {
  const select = h("select", { "aria-label": tr("Order of places"), onchange: () => app.store.set({ order: select.value as RowOrder }) },
    ...ROW_ORDERS.map((one) => h("option", { value: one }, tr(ORDER_NAMES[one]))));
  select.value = app.state.order;
  app.store.subscribe((state) => (select.value = state.order));
  return select;
}

export class Rows {
  readonly element = h("div", { class: "rows", role: "region", "aria-label": tr("Places through time") });
  private readonly list = h("ol", { class: "lanes" });
  private readonly axis = h("div", { class: "axis", "aria-hidden": "true" });
  private readonly summary = h("p", { class: "soft" });
  private readonly more = h("button", { class: "linklike", onclick: () => this.draw(this.limit + 400) }, tr("Show more"));
  private limit = FIRST;

  constructor(private readonly app: App) {
    this.element.append(
      h("header", {}, h("h2", {}, tr("Who reportedly held each place, through time")), orderChoice(app), this.summary),
      h("div", { class: "lane axisline" }, h("span", {}), this.axis), this.list, this.more);
    this.list.addEventListener("keydown", (event) => this.onKey(event));
    app.store.subscribe((state, changed) => {
      if (["view", "day", "order", "compare", "hiddenActors", "playing"].some((key) => changed.has(key as keyof typeof state)) && !state.playing) this.show();
    });
    new ResizeObserver(() => this.ruler()).observe(this.axis);
    this.show();
  }

  private show(): void {
    const isOpen = this.app.state.view === "rows";
    this.element.hidden = !isOpen;
    if (isOpen) this.draw(this.limit);
  }

  private ruler(): void {
    const { model } = this.app;
    const length = model.end - model.start + 1;
    replaceChildren(this.axis, ...ticks(model.start, model.end, Math.max(2, Math.floor(this.axis.clientWidth / 70))).map(({ day, text }) => {
      const mark = h("span", {}, text);
      mark.style.left = `${((day - model.start) / length) * 100}%`;
      return mark;
    }));
  }

  private draw(limit: number): void {
    this.limit = limit;
    const { app } = this;
    const { model, state } = app;
    const all = ordered(app, model.heldAnywhere, state.order);
    const told = tr("{places}, {first} to {last}. Hatched: contested. Half: partly held. Blank: nothing was reported. Choose a point of a bar to go to that place and date.", {
      places: counted(all.length, "place"), first: shortDate(model.start), last: shortDate(model.end),
    });
    this.summary.textContent = all.length ? told : tr("No report says who held a place.");
    const focused = (document.activeElement as HTMLElement | null)?.dataset.lane;
    replaceChildren(this.list, ...all.slice(0, limit).map((place) => this.row(place)));
    this.more.hidden = all.length <= limit;
    this.ruler();
    if (focused !== undefined) this.list.querySelector<HTMLElement>(`[data-lane="${Number(focused)}"]`)?.focus({ preventScroll: true });
  }

  private row(place: number): HTMLElement {
    const { app } = this;
    const { model, state } = app;
    const now = model.heldOn(place, state.day);
    const bar = strip(app, place);
    return h("li", {}, h("button", {
      class: "lane", "data-lane": place,
      onclick: (event) => {
        const { clientX, detail } = event as MouseEvent;
        // A press of Enter has no point: the date stays.
        const onBar = detail > 0 && clientX >= bar.getBoundingClientRect().left;
        if (onBar) app.store.set({ day: dayUnder(app, bar, clientX), playing: false });
        app.select([place]);
      },
    },
    h("span", { class: "who" }, h("strong", { dir: "auto" }, model.places[place].name),
      h("span", { class: "soft", dir: "auto" }, now < 0 ? tr("nothing reported yet") : model.heldInWords(now))), bar));
  }

  // Left and right go to the place's next change, up and down to the next place.
  private onKey(event: KeyboardEvent): void {
    const lanes = [...this.list.querySelectorAll<HTMLElement>("button")];
    const at = lanes.indexOf(document.activeElement as HTMLElement);
    const vertical = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const across = ({ ArrowRight: 1, ArrowLeft: -1 } as const)[event.key as "ArrowRight" | "ArrowLeft"];
    if (at < 0 || (!vertical && !across)) return;
    event.preventDefault();
    if (vertical) lanes[Math.max(0, Math.min(lanes.length - 1, at + vertical))].focus();
    else {
      const day = nextChange(this.app, Number(lanes[at].dataset.lane), this.app.state.day, across);
      if (day !== null) this.app.store.set({ day, playing: false });
    }
  }
}
