// Who reportedly held one place, through time, as a bar; a second actor has its lower half.

import { shortDate } from "../time";
import type { App } from "./app";
import { svg } from "./dom";

/** A bar over the whole timeline; a white line marks the date shown. */
export function strip(app: App, place: number): SVGElement {
  const { model, state } = app;
  const length = Math.max(1, model.end - model.start);
  const x = (day: number) => (Math.max(0, Math.min(1, (day - model.start) / length)) * 100);
  const spoken: string[] = [];
  const parts = model.places[place].control.flatMap((row) => {
    const status = model.control.text("control_status", row);
    const others = model.contenders(row);
    const colour = model.actors[model.holder[row]].colour;
    const [a, b] = [x(model.heldFirst[row]), x(model.heldLast[row] + 1)];
    spoken.push(`${model.heldInWords(row)} from ${shortDate(Math.max(model.start, model.heldFirst[row]))}`);
    if (status === "unknown") return [];
    const box = { x: a, width: Math.max(0.3, b - a) };
    const whole = svg("rect", { ...box, y: 0, height: 10, fill: colour });
    if (status === "held") return [whole];
    const second = others.length ? model.actors[others[0]].colour : "#ffffff";
    return [whole, svg("rect", { ...box, y: 5, height: 5, fill: second })];
  });
  const at = x(state.day);
  return svg(
    "svg",
    { class: "strip", viewBox: "0 0 100 10", preserveAspectRatio: "none", role: "img", "aria-label": spoken.join("; ") },
    ...parts,
    svg("rect", { x: at - 0.3, y: 0, width: 0.6, height: 10, class: "now" }),
  );
}
