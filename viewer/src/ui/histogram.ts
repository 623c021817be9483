// How many events there were, through time, by actor: bars behind the slider.

import { shown, windowOf } from "../filter";
import { locale, number, tr } from "../i18n";
import { FOREVER, type Model } from "../model";
import type { State } from "../state";
import type { Theme } from "../theme";
import { hatch } from "../paint";
import { IN_CONTEST } from "../series";
import { DAY, dayFrom, parts } from "../time";

export interface Bins { width: number; count: number; top: number; actors: number[]; sums: Float64Array[] }

const MOST_ACTORS = 6;

/** Dated events that pass the filters, whatever the date. */
const everywhen = (model: Model, state: State): number[] => (model.hasTime ? shown(model, { ...state, window: 0, day: FOREVER }) : []);

/** Events per bin and actor. One that is only known to an interval is spread evenly over it. */
export function binned(model: Model, state: State, count: number): Bins {
  const days = model.end - model.start + 1;
  const width = Math.max(1, Math.ceil(days / Math.max(1, count)));
  const n = Math.ceil(days / width);
  const byActor: Float64Array[] = [];
  const totals = new Float64Array(model.actors.length);
  for (const i of everywhen(model, state)) {
    const actor = model.actor[i];
    const sums = (byActor[actor] ??= new Float64Array(n));
    const from = Math.max(0, Math.floor((model.first[i] - model.start) / width));
    const to = Math.min(n - 1, Math.floor((model.last[i] - model.start) / width));
    for (let bin = from; bin <= to; bin++) sums[bin] += 1 / (to - from + 1);
    totals[actor]++;
  }
  const order = [...model.actors.keys()].filter((actor) => byActor[actor]).sort((a, b) => totals[b] - totals[a] || a - b);
  const actors = order.slice(0, MOST_ACTORS);
  const sums = actors.map((actor) => byActor[actor]);
  if (order.length > MOST_ACTORS) {
    const others = new Float64Array(n);
    for (const actor of order.slice(MOST_ACTORS)) byActor[actor].forEach((v, bin) => (others[bin] += v));
    actors.push(0);
    sums.push(others);
  }
  let top = 0;
  for (let bin = 0; bin < n; bin++) top = Math.max(top, sums.reduce((sum, one) => sum + one[bin], 0));
  return { width, count: n, top, actors, sums };
}

/** Days on which a label stands below the bars: years, months or days, as there is room. */
export function ticks(start: number, end: number, most: number): { day: number; text: string }[] {
  let short: Intl.DateTimeFormat | undefined;
  const month = (m: number): string => (short ??= new Intl.DateTimeFormat(locale(), { month: "short", timeZone: "UTC" })).format(new Date(dayFrom(2001, m, 1) * DAY * 1000)).replace("Sept", "Sep");
  const out: { day: number; text: string }[] = [];
  const days = end - start + 1;
  const each = days / Math.max(1, most);
  if (each > 31 * 6) {
    const every = Math.max(1, Math.ceil(each / 365));
    for (let y = parts(start).y; y <= parts(end).y; y++) if (y % every === 0) out.push({ day: dayFrom(y, 0, 1), text: String(y) });
  } else if (each > 7) {
    const every = [1, 2, 3, 6].find((m) => m * 30.4 >= each) ?? 6;
    const { y, m } = parts(start);
    for (let i = m; dayFrom(y, i, 1) <= end; i++) {
      const at = parts(dayFrom(y, i, 1));
      if (at.m % every === 0) out.push({ day: dayFrom(y, i, 1), text: at.m === 0 ? String(at.y) : month(at.m) });
    }
  } else {
    const every = Math.max(1, Math.ceil(each));
    for (let day = start; day <= end; day += every) out.push({ day, text: `${parts(day).d} ${month(parts(day).m)}` });
  }
  return out.filter((tick) => tick.day >= start && tick.day <= end);
}

export function paintBars(
  canvas: HTMLCanvasElement, model: Model, state: State, bins: Bins, theme: Theme,
): void {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const { clientWidth: w, clientHeight: hgt } = canvas;
  if (!w || !hgt) return;
  const ctx = canvas.getContext("2d");
  if (!ctx) return;
  // Another size is another canvas to the browser: only a new one is asked for.
  const [wide, high] = [Math.round(w * ratio), Math.round(hgt * ratio)];
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, w, hgt);
  const foot = 16;
  const tall = hgt - foot - 2;
  const days = model.end - model.start + 1;
  const x = (day: number) => ((day - model.start) / days) * w;
  const [from, to] = windowOf(state);
  const shared = hatch(ctx, theme.soft, theme.paper);
  for (let bin = 0; bin < bins.count; bin++) {
    const a = model.start + bin * bins.width;
    // On whole pixels of the screen: what goes on would else show seams.
    const left = Math.round(x(a) * ratio) / ratio;
    const right = Math.round(Math.min(w, x(a + bins.width)) * ratio) / ratio;
    const inside = a + bins.width - 1 >= from && a <= to;
    ctx.globalAlpha = inside || state.chart !== "events" ? 1 : 0.42;
    let y = hgt - foot;
    bins.sums.forEach((sums, i) => {
      const tallness = (sums[bin] / (bins.top || 1)) * tall;
      if (tallness <= 0) return;
      ctx.fillStyle = bins.actors[i] === IN_CONTEST ? shared : model.actors[bins.actors[i]].colour;
      // Counts stand apart; what goes on from day to day is one shape.
      const gap = state.chart === "events" ? (right - left > 3 ? 1 : 0) : 0;
      ctx.fillRect(left, y - tallness, Math.max(state.chart === "events" ? 1 : 0, right - left - gap), tallness);
      y -= tallness;
    });
  }
  ctx.globalAlpha = 1;
  if (state.chart !== "events" && bins.top > 0) {
    const text = `${number(Math.round(bins.top))}${state.chart === "areas" ? " km²" : ` ${tr("places")}`}`;
    ctx.font = "11px system-ui, 'Noto Sans', sans-serif";
    ctx.textBaseline = "top";
    ctx.lineWidth = 3;
    ctx.strokeStyle = theme.paper;
    ctx.strokeText(text, 3, 1);
    ctx.fillStyle = theme.soft;
    ctx.fillText(text, 3, 1);
    ctx.lineWidth = 1;
  }
  ctx.strokeStyle = theme.border;
  ctx.beginPath();
  ctx.moveTo(0, hgt - foot + 0.5);
  ctx.lineTo(w, hgt - foot + 0.5);
  ctx.stroke();
  ctx.fillStyle = theme.soft;
  ctx.font = "11px system-ui, 'Noto Sans', sans-serif";
  ctx.textBaseline = "bottom";
  for (const tick of ticks(model.start, model.end, Math.max(2, Math.floor(w / 64)))) {
    const at = x(tick.day);
    ctx.fillRect(at, hgt - foot, 1, 4);
    const half = ctx.measureText(tick.text).width / 2;
    ctx.fillText(tick.text, Math.max(0, Math.min(w - 2 * half, at - half)), hgt);
  }
}
