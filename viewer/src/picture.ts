// The view as one picture: title, date, map, legend, sources; on a canvas or, by SvgInk, as SVG.

import { CLASS_NAMES } from "./areas";
import { isArabic, number, tr } from "./i18n";
import { hatch, paintDisc } from "./paint";
import { CONTESTED_DASH, FULLNESS, paintClaimed } from "./paintareas";
import { stamp } from "./glyphs";
import type { Seen } from "./scene";
import type { Theme } from "./theme";
import { longDate, span } from "./time";
import { windowOf } from "./filter";
import type { App } from "./ui/app";
import { datesOf } from "./ui/compare";
import { passing } from "./ui/passing";
import { isFiltered } from "./state";
import { isFact, STATUS_NAMES, STATUSES, TYPE_NAMES, TYPES } from "./words";

type Ctx = CanvasRenderingContext2D;

export interface MapPicture {
  width: number;
  height: number;
  /** Metres that one pixel stands for, in the middle. */
  metres: number;
  paint(ctx: Ctx): Seen;
}

const EDGE = 22;
const SERIF = "Georgia, 'Noto Serif', 'Times New Roman', 'Noto Naskh Arabic', serif";
const SANS = "'Segoe UI', system-ui, 'Noto Sans', 'Noto Sans Arabic', sans-serif";
const ARAB = /[\u0590-\u08ff]/;

/** Words of a text in lines no wider than `width`; the last of too many ends in "…". */
function lines(ctx: Ctx, text: string, width: number, most: number): string[] {
  const out: string[] = [];
  let line = "";
  const fits = (words: string) => ctx.measureText(words).width <= width;
  for (const word of text.split(/\s+/).filter(Boolean).flatMap((one) => pieces(one, fits))) {
    if (line && !fits(`${line} ${word}`)) {
      out.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  if (line) out.push(line);
  if (out.length <= most) return out;
  return [...out.slice(0, most - 1), `${out[most - 1].slice(0, -1)}…`];
}

// A word may be wider than the picture, as addresses are.
function pieces(word: string, fits: (words: string) => boolean): string[] {
  if (fits(word) || word.length < 2) return [word];
  const half = Math.ceil(word.length / 2);
  return [...pieces(word.slice(0, half), fits), ...pieces(word.slice(half), fits)];
}

class Page {
  y = EDGE;

  constructor(readonly ctx: Ctx, readonly width: number, readonly theme: Theme) {}

  text(text: string, font: string, size: number, colour: string, most = 3): void {
    const { ctx, width } = this;
    ctx.font = font;
    ctx.fillStyle = colour;
    ctx.textBaseline = "top";
    for (const line of lines(ctx, text, width - 2 * EDGE, most)) {
      const right = ARAB.test(line) && (isArabic() || !/[A-Za-z]/.test(line));
      ctx.textAlign = right ? "right" : "left";
      ctx.direction = right ? "rtl" : "ltr";
      ctx.fillText(line, right ? width - EDGE : EDGE, this.y);
      this.y += size * 1.3;
    }
  }
}

interface Entry { text: string; draw: (ctx: Ctx, x: number, y: number) => void }

function entries(app: App, seen: Seen, theme: Theme): Entry[] {
  const { model } = app;
  const [a, b] = [model.actors[1]?.colour ?? "#5c5a54", model.actors[2]?.colour ?? "#c9c4b8"];
  const grey = { colour: theme.soft, ink: theme.paper, paper: theme.paper };
  const swatch = (colour: string) => (ctx: Ctx, x: number, y: number) => {
    ctx.beginPath();
    ctx.arc(x, y, 6.5, 0, 2 * Math.PI);
    ctx.fillStyle = colour;
    ctx.fill();
    ctx.lineWidth = 1;
    ctx.strokeStyle = theme.soft;
    ctx.stroke();
  };
  const patch = (chance: 0 | 1 | 2, contested: boolean) => (ctx: Ctx, x: number, y: number) => {
    ctx.save();
    ctx.globalAlpha = FULLNESS[contested ? 1 : chance];
    ctx.fillStyle = contested ? hatch(ctx, a, b, 1.4) : a;
    ctx.fillRect(x - 8, y - 6, 16, 12);
    ctx.restore();
  };
  const states: [string, string][] = [["held", "Reportedly held"], ["partly held", "Partly held"], ["contested", "Contested"], ["mixed", "Divided"],
    ["besieged", "Besieged"], ["unknown", "Holder not known"]];
  const out: Entry[] = [...seen.actors].sort((x, y) => Number(!x) - Number(!y) || x - y).map((i) => ({ text: app.actorName(i), draw: swatch(model.actors[i].colour) }));
  for (const [status, text] of states.filter(([one]) => seen.held.has(one))) {
    out.push({ text: tr(text), draw: (ctx, x, y) => paintDisc(ctx, x, y, { status, colour: a, others: [b], stale: false, radius: 6.5 }, theme) });
  }
  for (const chance of [2, 1, 0] as const) if (seen.areas.has(chance)) out.push({ text: tr("Estimated area, {class}", { class: tr(CLASS_NAMES[chance]) }), draw: patch(chance, false) });
  if (seen.areas.has("contested")) out.push({ text: tr("Estimated area, contested"), draw: patch(1, true) });
  if (seen.areas.has("front")) out.push({ text: tr("Estimated front line"), draw: stroke([], 2.6, theme.ink) });
  if (seen.areas.has("edge")) out.push({ text: tr("Edge of a contested area"), draw: stroke(CONTESTED_DASH, 1.8, theme.ink) });
  if (seen.areas.has("claimed")) out.push({ text: tr("Area that a source claims"), draw: (ctx, x, y) => claimedPatch(ctx, x, y, a, theme) });
  for (const type of [...seen.types].sort((x, y) => x - y)) {
    out.push({ text: tr(TYPE_NAMES[TYPES[type]]), draw: (ctx, x, y) => stamp(ctx, x, y, 18, { type, ...grey, isFact: true, refuted: false }) });
  }
  for (const status of [...seen.statuses].filter((one) => !isFact(STATUSES[one])).sort()) {
    out.push({ text: tr(STATUS_NAMES[STATUSES[status]]), draw: (ctx, x, y) => stamp(ctx, x, y, 18, { type: 2, ...grey, isFact: false, refuted: STATUSES[status] !== "planned" }) });
  }
  return out;
}

const stroke = (dash: number[], width: number, colour: string) => (ctx: Ctx, x: number, y: number) => {
  ctx.beginPath();
  ctx.moveTo(x - 9, y);
  ctx.lineTo(x + 9, y);
  ctx.setLineDash(dash);
  ctx.lineWidth = width;
  ctx.strokeStyle = colour;
  ctx.stroke();
};

function claimedPatch(ctx: Ctx, x: number, y: number, colour: string, theme: Theme): void {
  const ring = Float64Array.from([x - 9, y - 6, x + 9, y - 6, x + 9, y + 6, x - 9, y + 6]);
  paintClaimed(ctx, [ring], colour, false, { scale: 1, x: 0, y: 0 }, theme);
}

function legend(page: Page, app: App, seen: Seen): void {
  const { ctx, theme, width } = page;
  ctx.font = `12.5px ${SANS}`;
  let x = EDGE;
  page.y += 16;
  for (const entry of entries(app, seen, theme)) {
    ctx.font = `12.5px ${SANS}`;
    const room = ctx.measureText(entry.text).width + 42;
    if (x > EDGE && x + room > width - EDGE + 16) {
      x = EDGE;
      page.y += 23;
    }
    const at = isArabic() ? width - x - 9 : x + 9;
    ctx.save();
    entry.draw(ctx, at, page.y);
    ctx.restore();
    ctx.font = `12.5px ${SANS}`;
    ctx.fillStyle = theme.ink;
    ctx.textBaseline = "middle";
    ctx.textAlign = isArabic() ? "right" : "left";
    ctx.direction = isArabic() ? "rtl" : "ltr";
    ctx.fillText(entry.text, isArabic() ? at - 15 : at + 15, page.y);
    x += room;
  }
  page.y += 20;
}

/** A length of the map that is a round number, in a bar. */
function scaleBar(ctx: Ctx, metres: number, x: number, y: number, theme: Theme): void {
  const most = 110 * metres;
  const unit = 10 ** Math.floor(Math.log10(most));
  const length = [5, 2, 1].map((n) => n * unit).find((n) => n <= most) ?? unit;
  const text = length >= 1000 ? `${number(length / 1000)} km` : `${number(length)} m`;
  ctx.lineJoin = "round";
  for (const [colour, width] of [[theme.paper, 5], [theme.ink, 1.6]] as const) {
    ctx.beginPath();
    ctx.moveTo(x, y - 5);
    ctx.lineTo(x, y);
    ctx.lineTo(x + length / metres, y);
    ctx.lineTo(x + length / metres, y - 5);
    ctx.lineWidth = width;
    ctx.strokeStyle = colour;
    ctx.stroke();
  }
  ctx.font = `11px ${SANS}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "bottom";
  ctx.lineWidth = 3;
  ctx.strokeStyle = theme.paper;
  ctx.strokeText(text, x + 5, y - 3);
  ctx.fillStyle = theme.ink;
  ctx.fillText(text, x + 5, y - 3);
}

/** Outlets of the claims, the most frequent first. */
function outlets(app: App): string {
  if (app.ui.sources.length) return app.ui.sources.join("; ");
  const { claims } = app.model;
  const codes = claims.n ? claims.codes("source") : [];
  const counts = new Map<number, number>();
  for (const code of codes) if (code) counts.set(code, (counts.get(code) ?? 0) + 1);
  const names = [...counts].sort((a, b) => b[1] - a[1]).map(([code]) => claims.dictionary("source")[code - 1]);
  return names.length > 6 ? `${names.slice(0, 6).join("; ")} ${tr("and {n} more", { n: names.length - 6 })}` : names.join("; ");
}

/** What has to stand under every picture that leaves the page. */
export function smallPrint(app: App): string[] {
  const { base, model, ui } = app;
  const from = outlets(app);
  return [
    tr("Marks are claims made in reports and may be wrong; who held a place is estimated from such claims. Where nothing is drawn there is no data."),
    from ? tr("Sources: {sources}.", { sources: from }) : "",
    `${tr(base.attribution)}. ${tr("Place names: GeoNames (CC BY 4.0). Map library: Leaflet.")} ${tr("Made with {program}.", { program: model.payload.made_by })}${ui.edition ? ` ${tr("Edition {edition}.", { edition: ui.edition })}` : ""}`,
    tr(base.disclaimer),
  ].filter(Boolean);
}

function dates(app: App): string {
  const { model, state } = app;
  if (!model.hasTime) return "";
  const [first, second] = datesOf(app);
  return state.compare === null ? longDate(state.day) : tr("{first}, left, and {second}, right", { first: longDate(first), second: longDate(second) });
}

function days(app: App): string {
  const { model, state } = app;
  if (!model.hasTime || state.compare !== null) return "";
  const first = Math.max(windowOf(state)[0], model.start);
  const shown = tr("Events of {days}; places as reported on the date", { days: span(Math.min(first, state.day), state.day) });
  return isFiltered(state) ? `${shown} (${passing(app)})` : shown;
}

/** Draw the picture and return its height; `whole` is the legend where it may not change, as in a film. */
export function compose(ctx: Ctx, app: App, map: MapPicture, theme: Theme, whole?: Seen): number {
  const page = new Page(ctx, map.width, theme);
  ctx.fillStyle = theme.paper;
  ctx.fillRect(0, 0, map.width, 1e4);
  page.text(app.model.payload.title, `700 24px ${SERIF}`, 24, theme.ink);
  page.text(dates(app), `700 17px ${SERIF}`, 17, theme.ink, 2);
  page.text(days(app), `12.5px ${SANS}`, 12.5, theme.soft, 2);
  page.text(app.model.payload.note ?? "", `italic 13px ${SERIF}`, 13, theme.soft, 4);
  page.y = Math.round(page.y + 8);
  ctx.direction = "ltr";
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, page.y, map.width, map.height);
  ctx.clip();
  ctx.translate(0, page.y);
  const seen = map.paint(ctx);
  if (app.state.compare !== null) {
    ctx.fillStyle = theme.ink;
    ctx.fillRect(map.width * app.state.cut - 1.5, 0, 3, map.height);
  }
  ctx.restore();
  page.y += map.height;
  scaleBar(ctx, map.metres, 12, page.y - 12, theme);
  legend(page, app, whole ?? seen);
  for (const line of smallPrint(app)) page.text(line, `10.5px ${SANS}`, 10.5, theme.soft, 4);
  return Math.ceil(page.y + EDGE / 2);
}

/** Everything the map can show at any date, for a legend that stands still. */
export function everything(app: App): Seen {
  const { model } = app;
  const actors = new Set<number>(model.actor);
  for (const row of model.holder) actors.add(row);
  for (let row = 0; row < model.areas.n; row++) for (const id of model.areas.idsOf(row)) actors.add(model.actorNumber(id));
  const held = new Set(model.control.n ? Array.from({ length: model.control.n }, (_, row) => model.control.text("control_status", row)) : []);
  return {
    actors, types: new Set(model.type), statuses: app.state.statuses as Set<number>, held,
    areas: new Set([...(model.areas.n ? [2, 1, 0, "contested", "front", "edge"] as const : []), ...(model.claimed.events.size ? ["claimed"] as const : [])]),
  };
}
