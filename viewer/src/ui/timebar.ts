// The date shown: a slider over the bars, play, steps, and the span of days up to it.

import { windowOf } from "../filter";
import { counted, number, tr } from "../i18n";
import { areasHeld, IN_CONTEST, onDay, placesHeld } from "../series";
import type { Model } from "../model";
import { type Chart, CHARTS, FILTERS, isFiltered, type State } from "../state";
import type { Theme } from "../theme";
import { DAY, longDate, span, type Step, stepped } from "../time";
import type { App } from "./app";
import { datesOf } from "./compare";
import { h, replaceChildren, svg } from "./dom";
import { type Bins, binned, paintBars } from "./histogram";
import { passing } from "./passing";

const WINDOWS: [number, string][] = [
  [1, "1 day"], [7, "1 week"], [14, "2 weeks"], [30, "30 days"], [91, "3 months"], [182, "6 months"], [365, "1 year"],
  [0, "everything so far"],
];
const CHART_NAMES: Record<Chart, string> = { events: "events", places: "places held", areas: "estimated areas" };
const MOVES: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -30, PageUp: 30, Home: -1e6, End: 1e6 };
/** Milliseconds between two steps of the film at speed 1. */
const BEAT = 620;

/** Days on which events start, sorted. */
export function startsOf({ first, isDated }: Model): Int32Array {
  const days = new Set<number>();
  let before = NaN;
  for (let i = 0; i < first.length; i++) {
    if (isDated[i] && first[i] !== before) days.add((before = first[i]));
  }
  return Int32Array.from(days).sort();
}

export class TimeBar {
  readonly element = h("section", { class: "time", "aria-label": tr("Time") });
  /** The date as the map's headline. */
  readonly banner = h("div", { class: "date", "aria-hidden": "true" });
  private readonly range = h("input", { type: "range", class: "range", step: 1, "aria-label": tr("Date shown") });
  private readonly bars = h("canvas", { class: "bars", "aria-hidden": "true" });
  private readonly handle = h("div", { class: "handle", role: "slider", tabindex: 0, "aria-label": tr("First day shown") });
  private readonly other = h("div", { class: "other", role: "slider", tabindex: 0, "aria-label": tr("The other date of the comparison") });
  private readonly shade = h("div", { class: "shade", "aria-hidden": "true" });
  private readonly now = h("output", { class: "now", "aria-live": "polite" });
  /** What the chart counts on the date, a line of its own. */
  private readonly amounts = h("p", { class: "soft amounts" });
  private readonly days = h("span", { class: "soft days" });
  private readonly play = h("button", { class: "play", "aria-label": tr("Play") });
  private readonly windows = h("select", { "aria-label": tr("Days shown") });
  private readonly starts: Int32Array;
  private bins: Bins | null = null;
  private timer = 0;

  constructor(private readonly app: App, private readonly theme: () => Theme) {
    const { model, store } = app;
    this.starts = startsOf(model);
    Object.assign(this.range, { min: String(model.start), max: String(model.end) });
    this.range.addEventListener("input", () => store.set({ day: Number(this.range.value), playing: false }));
    this.play.addEventListener("click", () => this.toggle());
    const track = h("div", { class: "track" }, this.shade, this.bars, this.range, this.handle, this.other);
    this.element.append(this.controls(), this.amounts, track);
    this.handle.addEventListener("keydown", (event) => this.onHandleKey(event));
    this.handle.addEventListener("pointerdown", (event) => this.onDrag(this.handle, event, (day) => this.setFirst(day)));
    this.other.addEventListener("keydown", (event) => this.onOtherKey(event));
    this.other.addEventListener("pointerdown", (event) => this.onDrag(this.other, event, (day) => this.setOther(day)));
    store.subscribe((state, changed) => this.update(state, changed));
    new ResizeObserver(() => this.rebin()).observe(this.bars);
    this.update(app.state, new Set(["playing", "window", "day", "chart"]));
  }

  private controls(): HTMLElement {
    const { store } = this.app;
    const move = (direction: 1 | -1) => () => this.go(direction);
    const step = this.choice("Step", [["day", "by day"], ["week", "by week"], ["month", "by month"], ["event", "by event"]],
      this.app.state.step, (value) => store.set({ step: value as Step }));
    const speed = this.choice("Speed", [["0.5", "slow"], ["1", "normal"], ["2", "fast"], ["4", "very fast"]], "1",
      (value) => store.set({ speed: Number(value) }));
    this.windows.addEventListener("change", () => store.set({ window: Number(this.windows.value) }));
    const label = h("label", { class: "choice" }, h("span", {}, tr("Show")), this.windows);
    const { model } = this.app;
    const charts = CHARTS.filter((one) => one === "events" || (one === "places" ? model.heldAnywhere.length : model.areas.n) > 0);
    const chart = this.choice("Chart", charts.map((one) => [one, CHART_NAMES[one]]), this.app.state.chart, (value) => store.set({ chart: value as Chart }));
    chart.classList.add("chart");
    speed.classList.add("speed");
    chart.hidden = charts.length < 2;
    return h(
      "div", { class: "controls" },
      this.play,
      h("button", { class: "step", "aria-label": tr("One step back"), onclick: move(-1) }, "‹"),
      h("button", { class: "step", "aria-label": tr("One step on"), onclick: move(1) }, "›"),
      h("div", { class: "dates" }, this.now, this.days),
      chart, label, step, speed,
    );
  }

  private choice(name: string, options: [string, string][], value: string, change: (value: string) => void): HTMLElement {
    const select = h("select", { "aria-label": tr(name), onchange: () => change(select.value) },
      ...options.map(([key, text]) => h("option", { value: key }, tr(text))));
    select.value = value;
    return h("label", { class: "choice" }, h("span", {}, tr(name)), select);
  }

  private go(direction: 1 | -1): void {
    const { model, state, store } = this.app;
    const next = stepped(state.day, state.step, direction, this.starts);
    store.set({ day: Math.max(model.start, Math.min(model.end, next)), playing: false });
  }

  toggle(): void {
    const { model, state, store } = this.app;
    if (!state.playing && state.day >= model.end) store.set({ day: model.start, playing: true });
    else store.set({ playing: !state.playing });
  }

  private tick(): void {
    const { model, state, store } = this.app;
    if (!state.playing) return;
    const next = Math.min(model.end, stepped(state.day, state.step, 1, this.starts));
    store.set({ day: next, playing: next < model.end });
    this.schedule();
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (this.app.state.playing) this.timer = window.setTimeout(() => this.tick(), BEAT / this.app.state.speed);
  }

  private rebin(): void {
    const { model, state } = this.app;
    const wide = this.bars.clientWidth;
    if (state.chart === "events") this.bins = binned(model, state, Math.max(20, Math.floor(wide / 7)));
    else this.bins = (state.chart === "places" ? placesHeld : areasHeld)(model, Math.max(60, Math.floor(wide / 2)));
    this.draw();
  }

  private draw(): void {
    if (this.bins) paintBars(this.bars, this.app.model, this.app.state, this.bins, this.theme());
  }

  private update(state: State, changed: ReadonlySet<keyof State>): void {
    if (changed.has("playing")) {
      const label = state.playing ? tr("Pause") : tr("Play");
      this.play.setAttribute("aria-label", label);
      replaceChildren(this.play, svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" },
        svg("path", { d: state.playing ? "M7 5h3.6v14H7zM13.4 5H17v14h-3.6z" : "M8 4.8l11 7.2l-11 7.2z" })));
      // A film would flood a screen reader; the date is told again when it stops.
      this.now.setAttribute("aria-live", state.playing ? "off" : "polite");
      this.schedule();
    }
    if (changed.has("window")) this.fillWindows(state.window);
    if ((["day", "window", "compare", "chart", ...FILTERS] as const).some((key) => changed.has(key))) this.showDate(state);
    if ([...FILTERS, "chart" as const].some((key) => changed.has(key))) this.rebin();
    else if (changed.has("day") || changed.has("window")) this.draw();
  }

  private fillWindows(days: number): void {
    const options = WINDOWS.some(([value]) => value === days) ? WINDOWS : [[days, counted(days, "day")] as [number, string], ...WINDOWS];
    replaceChildren(this.windows, ...options.map(([value, text]) => h("option", { value }, tr(text))));
    this.windows.value = String(days);
  }

  private showDate(state: State): void {
    const { model } = this.app;
    const [from] = windowOf(state);
    const first = Math.max(from, model.start);
    this.range.value = String(state.day);
    this.range.setAttribute("aria-valuetext", longDate(state.day));
    this.now.textContent = longDate(state.day);
    this.now.setAttribute("data-day", new Date(state.day * DAY * 1000).toISOString().slice(0, 10));
    this.banner.textContent = longDate(datesOf(this.app)[1]);
    this.banner.classList.toggle("later", state.compare !== null);
    const days = span(Math.min(first, state.day), state.day);
    const shown = isFiltered(state) ? `${passing(this.app)} · ` : "";
    this.days.textContent = shown + (state.window === 1 ? tr("events of this day") : tr("events of {days}", { days }));
    this.amounts.hidden = state.chart === "events";
    if (state.chart !== "events") replaceChildren(this.amounts, ...this.summary(state.chart));
    const length = model.end - model.start + 1;
    const left = ((first - model.start) / length) * 100;
    const right = ((state.day + 1 - model.start) / length) * 100;
    this.shade.style.left = this.handle.style.left = `${left}%`;
    this.shade.style.width = `${Math.max(0.2, right - left)}%`;
    for (const [key, value] of [["min", model.start], ["max", state.day], ["now", first]] as const) {
      this.handle.setAttribute(`aria-value${key}`, String(value));
    }
    this.handle.setAttribute("aria-valuetext", longDate(first));
    this.other.hidden = state.compare === null;
    if (state.compare === null) return;
    this.other.style.left = `${((state.compare + 0.5 - model.start) / length) * 100}%`;
    for (const [key, value] of [["min", model.start], ["max", model.end], ["now", state.compare]] as const) {
      this.other.setAttribute(`aria-value${key}`, String(value));
    }
    this.other.setAttribute("aria-valuetext", longDate(state.compare));
  }

  /** What the chart says of the date, in words: each actor's amount. */
  private summary(chart: "places" | "areas"): (Node | string)[] {
    const { model, state } = this.app;
    const parts = onDay(model, chart, state.day);
    if (!parts.length) return [chart === "areas" ? tr("no area is estimated for this date") : tr("nothing reported yet")];
    return parts.slice(0, 8).map(({ actor, amount }) => {
      const name = actor === IN_CONTEST ? tr("Contested") : this.app.actorName(actor);
      const swatch = h("span", { class: actor === IN_CONTEST ? "swatch small shared" : "swatch small", "aria-hidden": "true" });
      if (actor !== IN_CONTEST) swatch.style.background = model.actors[actor].colour;
      return h("span", { class: "amount", dir: "auto" }, swatch, `${name} ${number(Math.round(amount))}${chart === "areas" ? " km²" : ""}`);
    });
  }

  private setFirst(day: number): void {
    const { model, state, store } = this.app;
    const first = Math.max(model.start, Math.min(state.day, Math.round(day)));
    store.set({ window: first === model.start ? 0 : state.day - first + 1 });
  }

  private onHandleKey(event: KeyboardEvent): void {
    const by = MOVES[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const [from] = windowOf(this.app.state);
    this.setFirst(Math.max(from, this.app.model.start) + by);
  }

  private setOther(day: number): void {
    const { model, store } = this.app;
    store.set({ compare: Math.max(model.start, Math.min(model.end, Math.round(day))), playing: false });
  }

  private onOtherKey(event: KeyboardEvent): void {
    const by = MOVES[event.key];
    if (by === undefined || this.app.state.compare === null) return;
    event.preventDefault();
    this.setOther(this.app.state.compare + by);
  }

  private onDrag(on: HTMLElement, event: PointerEvent, set: (day: number) => void): void {
    const box = this.bars.getBoundingClientRect();
    const { model } = this.app;
    on.setPointerCapture(event.pointerId);
    const move = (e: PointerEvent) => set(model.start + ((e.clientX - box.left) / box.width) * (model.end - model.start + 1));
    const stop = () => {
      on.removeEventListener("pointermove", move);
      on.removeEventListener("pointerup", stop);
      on.removeEventListener("pointercancel", stop);
    };
    on.addEventListener("pointermove", move);
    on.addEventListener("pointerup", stop);
    on.addEventListener("pointercancel", stop);
  }
}
