// The signs of the key, in SVG: the same paths and fills that the canvas draws.

import { mix } from "../colour";
import { glyphOf } from "../glyphs";
import type { Actor } from "../model";
import { svg } from "./dom";

/** A mark of an event: outline and drawing. */
export function glyphSign(type: number, actor: Pick<Actor, "colour" | "ink">, isFact = true, refuted = false): SVGElement {
  const glyph = glyphOf(type);
  return svg(
    "svg", { viewBox: "0 0 24 24", class: "sign", "aria-hidden": "true" },
    svg("path", {
      d: glyph.outline, fill: isFact ? actor.colour : "none", stroke: isFact ? "rgba(20,20,18,.55)" : actor.colour,
      "stroke-width": isFact ? 1 : 2, "stroke-dasharray": isFact ? null : "3.2 2.6",
    }),
    svg("path", {
      d: glyph.drawing, fill: "none", stroke: isFact ? actor.ink : actor.colour, "stroke-width": 2.1,
      "stroke-linecap": "round", "stroke-linejoin": "round",
    }),
    refuted && svg("path", { d: "M4 20L20 4", stroke: actor.colour, "stroke-width": 2.2 }),
  );
}

let hatches = 0;

/** The disc of a place's reported status. */
export function discSign(status: string, colour: string, other = "#ffffff", stale = false): SVGElement {
  const id = `ge-hatch-${hatches++}`;
  const fill = status === "unknown" ? "none" : status === "contested" ? `url(#${id})` : colour;
  return svg(
    "svg", { viewBox: "0 0 24 24", class: "sign", "aria-hidden": "true" },
    status === "contested" &&
      svg("pattern", { id, width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(-45)" },
        svg("rect", { width: 5, height: 5, fill: colour }), svg("rect", { width: 5, height: 2, fill: other })),
    svg("circle", {
      cx: 12, cy: 12, r: 7.5, fill, stroke: status === "unknown" ? "#6b675e" : mix(colour, "#000000", 0.35),
      "stroke-width": 1.4, "stroke-dasharray": status === "unknown" ? "2.4 2" : null,
    }),
    stale && svg("circle", { cx: 12, cy: 12, r: 3.6, fill: "#ffffff" }),
    (status === "partly held" || status === "mixed") &&
      svg("path", { d: "M12 4.5a7.5 7.5 0 0 1 0 15z", fill: other }),
    status === "besieged" &&
      svg("circle", { cx: 12, cy: 12, r: 10.6, fill: "none", stroke: other, "stroke-width": 2, "stroke-dasharray": "3 3" }),
  );
}

export function flowSign(colour: string, hasEnd: boolean): SVGElement {
  return svg(
    "svg", { viewBox: "0 0 34 24", class: "sign wide", "aria-hidden": "true" },
    svg("path", {
      d: hasEnd ? "M3 17C10 8 18 7 29 11M23 6.5l6.5 4.5l-7 3.5" : "M5 6l22 12M18.5 18.5l8.5-.5l-4.5-7.5", fill: "none",
      stroke: colour, "stroke-width": 3, "stroke-linecap": "round", "stroke-linejoin": "round",
      "stroke-opacity": hasEnd ? 1 : 0.7,
    }),
  );
}
