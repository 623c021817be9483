// Who reportedly held one place, through time, as a bar: hatched where contested, blank where unknown.

import { shortDate } from "../time";
import { tr } from "../i18n";
import type { App } from "./app";
import { svg } from "./dom";

let hatches = 0;

/** A bar over the whole timeline; a dark line marks the date shown. */
export function strip(app: App, place: number): SVGElement {
  const { model, state } = app;
  const length = Math.max(1, model.end - model.start + 1);
  const x = (day: number) => Math.max(0, Math.min(1, (day - model.start) / length)) * 100;
  const spoken: string[] = [];
  const patterns: SVGElement[] = [];
  const parts = model.places[place].control.flatMap((row) => {
    const status = model.control.text("control_status", row);
    const colour = model.actors[model.holder[row]].colour;
    const [a, b] = [x(model.heldFirst[row]), x(model.heldLast[row] + 1)];
    const from = shortDate(Math.max(model.start, model.heldFirst[row]));
    spoken.push(tr("{held} from {date}", { held: model.heldInWords(row), date: from }));
    if (status === "unknown" || b <= a) return [];
    const box = { x: `${a}%`, width: `${Math.max(0.3, b - a)}%` };
    if (status === "contested" || status === "mixed") {
      const other = model.contenders(row).map((one) => model.actors[one].colour).find((one) => one !== colour) ?? "#ffffff";
      const id = `ge-strip-${hatches++}`;
      patterns.push(svg("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(-45)" },
        svg("rect", { width: 6, height: 6, fill: colour }), svg("rect", { width: 6, height: 3, fill: other })));
      return [svg("rect", { ...box, y: 0, height: "100%", fill: `url(#${id})` })];
    }
    // Partly held: the lower half; besieged: full, under a dashed line.
    if (status === "partly held") return [svg("rect", { ...box, y: "50%", height: "50%", fill: colour })];
    const whole = svg("rect", { ...box, y: 0, height: "100%", fill: colour });
    if (status !== "besieged") return [whole];
    const besieger = model.contenders(row).map((one) => model.actors[one].colour)[0] ?? "#ffffff";
    return [whole, svg("line", { x1: box.x, x2: `${b}%`, y1: "50%", y2: "50%", stroke: besieger, "stroke-width": 3, "stroke-dasharray": "3 3" })];
  });
  const at = x(state.day);
  const then = state.compare === null ? null : x(state.compare);
  return svg(
    "svg", { class: "strip", role: "img", "aria-label": spoken.join("; ") || tr("Nothing was reported on who held it.") },
    ...patterns, ...parts,
    then !== null && svg("rect", { x: `${then}%`, y: 0, width: 2, height: "100%", class: "now then" }),
    svg("rect", { x: `${at}%`, y: 0, width: 2, height: "100%", class: "now" }),
  );
}

/** The day under a point of a bar. */
export function dayUnder(app: App, bar: Element, clientX: number): number {
  const { model } = app;
  const box = bar.getBoundingClientRect();
  const share = Math.max(0, Math.min(0.9999, (clientX - box.left) / (box.width || 1)));
  return model.start + Math.floor(share * (model.end - model.start + 1));
}

/** The next day, before or after one, on which something else is said of a place; null at the ends. */
export function nextChange(app: App, place: number, day: number, direction: 1 | -1): number | null {
  const { model } = app;
  const days = model.places[place].control.map((row) => model.heldFirst[row]).filter((one) => one >= model.start && one <= model.end);
  const beyond = days.filter((one) => (direction > 0 ? one > day : one < day));
  if (!beyond.length) return null;
  return direction > 0 ? Math.min(...beyond) : Math.max(...beyond);
}
