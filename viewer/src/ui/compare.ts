// Two dates beside each other: what changed hands between them, in words, km² and sentences.

import { areaChanges, type AreaChange, CONTESTED, type PlaceChange, placeChanges } from "../changes";
import { counted, number, tr } from "../i18n";
import { fromIso, isoDate, longDate } from "../time";
import type { App } from "./app";
import { h, replaceChildren } from "./dom";
import { claimBox } from "./evidence";
import { discSign } from "./signs";

/** The date that a comparison begins with: a good step back, where something may have been else. */
export function usualOther(app: App): number {
  const { model, state } = app;
  const back = Math.max(30, Math.round((model.end - model.start) / 4));
  return state.day - back > model.start ? state.day - back : state.day > model.start ? model.start : model.end;
}

/** The two dates, the earlier first. */
export function datesOf(app: App): [number, number] {
  const { compare, day } = app.state;
  const other = compare ?? day;
  return [Math.min(other, day), Math.max(other, day)];
}

export function toggleCompare(app: App): void {
  app.store.set({ compare: app.state.compare === null ? usualOther(app) : null, playing: false });
}

const km2 = (n: number): string => number(Math.round(n));

export class Compare {
  readonly element = h("div", { class: "compare" });
  private readonly body = h("div", { role: "region", "aria-live": "polite", "aria-label": tr("What changed") });
  private readonly inputs = h("div", { class: "tools" });
  private visible = false;

  constructor(private readonly app: App) {
    this.element.append(h("h2", {}, tr("What changed between two dates")), this.inputs, this.body);
    app.store.subscribe((state, changed) => {
      if (this.visible && !state.playing && ["day", "compare", "playing"].some((key) => changed.has(key as keyof typeof state))) this.draw();
    });
  }

  show(visible: boolean): void {
    this.visible = visible;
    if (visible) this.draw();
  }

  private date(label: string, day: number, change: (day: number) => void): HTMLElement {
    const { model } = this.app;
    const input = h("input", { type: "date", value: isoDate(day), min: isoDate(model.start), max: isoDate(model.end) });
    input.addEventListener("change", () => {
      const wanted = fromIso(input.value);
      if (wanted !== null) change(Math.max(model.start, Math.min(model.end, wanted)));
    });
    return h("label", {}, h("span", {}, label), input);
  }

  private draw(): void {
    const { app } = this;
    const { state, store } = app;
    const focused = this.inputs.contains(document.activeElement) ? [...this.inputs.querySelectorAll("input,button")].indexOf(document.activeElement as Element) : -1;
    if (state.compare === null) {
      replaceChildren(this.inputs, h("button", { class: "solid", onclick: () => toggleCompare(app) }, tr("Compare two dates")));
      replaceChildren(this.body, h("p", {}, tr("The map is parted by a line: the earlier date on its left, the later on its right. Here stands what was reported otherwise on the second.")));
    } else {
      replaceChildren(this.inputs,
        this.date(tr("One date"), state.compare, (day) => store.set({ compare: day })),
        this.date(tr("The other"), state.day, (day) => store.set({ day, playing: false })),
        h("button", { class: "linklike", onclick: () => toggleCompare(app) }, tr("Stop comparing")));
      const [first, second] = datesOf(app);
      replaceChildren(this.body,
        app.model.areas.n > 0 && this.areas(first, second),
        app.model.control.n > 0 ? this.places(first, second) : h("p", { class: "soft" }, tr("No report says who held a place.")));
    }
    if (focused >= 0) this.inputs.querySelectorAll<HTMLElement>("input,button")[focused]?.focus();
  }

  private areas(first: number, second: number): HTMLElement {
    const { app } = this;
    const { areas } = app.model;
    const [before, after] = [areas.on(first), areas.on(second)];
    const heading = h("h3", {}, tr("Estimated areas"));
    const lacking = !before.length ? first : !after.length ? second : null;
    if (lacking !== null) return h("section", {}, heading, h("p", { class: "soft" }, tr("No area is estimated for {date}: nothing can be compared.", { date: longDate(lacking) })));
    const changes = areaChanges(areas, before, after);
    return h("section", {}, heading,
      h("table", {},
        h("caption", {}, tr("in km², from {first} to {second}", { first: longDate(first), second: longDate(second) })),
        h("thead", {}, h("tr", {}, ...["Actor", "gained", "lost", "net"].map((name) => h("th", { scope: "col" }, tr(name))))),
        h("tbody", {}, ...changes.map((one) => this.areaRow(one)))),
      h("p", { class: "soft" }, tr("Estimated from claims near places. What leaves one actor’s area may now be contested, or no data.")));
  }

  private areaRow({ side, before, after, gained, lost }: AreaChange): HTMLElement {
    const { model } = this.app;
    const swatch = h("span", { class: side === CONTESTED ? "swatch shared" : "swatch" });
    if (side !== CONTESTED) swatch.style.background = model.actors[model.actorNumber(side)].colour;
    const net = Math.round(after) - Math.round(before);
    return h("tr", {},
      h("th", { scope: "row" }, swatch, h("span", { dir: "auto" }, side === CONTESTED ? tr("Contested") : side ? model.nameOf(side) : tr("Holder not known"))),
      h("td", {}, km2(gained)), h("td", {}, km2(lost)), h("td", {}, `${net > 0 ? "+" : net < 0 ? "−" : ""}${km2(Math.abs(net))}`));
  }

  private places(first: number, second: number): HTMLElement {
    const changes = placeChanges(this.app.model, first, second);
    const told = changes.length
      ? tr("{places} of which something else was reported on {second} than on {first}.", { places: counted(changes.length, "place"), first: longDate(first), second: longDate(second) })
      : tr("Of no place was something else reported on {second} than on {first}.", { first: longDate(first), second: longDate(second) });
    return h("section", {}, h("h3", {}, tr("Places")), h("p", { class: "soft" }, told),
      h("ul", { class: "changes" }, ...changes.slice(0, 300).map((one) => this.change(one))),
      changes.length > 300 && h("p", { class: "soft" }, tr("and {n} more", { n: changes.length - 300 })));
  }

  private change({ place, before, after }: PlaceChange): HTMLElement {
    const { app } = this;
    const { model } = app;
    const { control } = model;
    const told = (row: number): HTMLElement => {
      if (row < 0) return h("span", { class: "told soft" }, tr("nothing reported"));
      const others = model.contenders(row);
      return h("span", { class: "told" },
        discSign(control.text("control_status", row), model.actors[model.holder[row]].colour, others.length ? model.actors[others[0]].colour : undefined),
        h("span", { dir: "auto" }, model.heldInWords(row)));
    };
    const claims = after < 0 ? [] : control.list("claims", after);
    const body = h("ul", { class: "claims" });
    const onOpen = () => {
      if (!body.firstChild) body.append(...claims.slice(0, 50).map((claim) => claimBox(app, claim)));
    };
    return h("li", {},
      h("button", { class: "linklike title", dir: "auto", onclick: () => app.select([place]) }, model.places[place].name),
      h("div", { class: "fromto" }, told(before), h("span", { "aria-label": tr("then"), role: "img", class: "arrow" }, "→"), told(after)),
      claims.length > 0 && h("details", { ontoggle: onOpen }, h("summary", {}, tr("{claims} behind the change", { claims: counted(claims.length, "claim") })), body));
  }
}
