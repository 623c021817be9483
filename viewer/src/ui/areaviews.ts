// Estimated areas in words: their lines in the key, and the evidence behind one.

import { CLASS_NAMES, chanceOf } from "../areas";
import { CLAIMED_DASH, CONTESTED_DASH, FULLNESS } from "../paintareas";
import type { Actor } from "../model";
import { dayOf, interval, longDate } from "../time";
import { number, tr } from "../i18n";
import { areaInWords, counted, metres } from "../words";
import type { App } from "./app";
import { fact, h, svg, why } from "./dom";
import { claimBox } from "./evidence";

const MOST = 200;

let hatches = 0;

/** A patch as the map draws it. */
export function areaSign(colours: string[], chance: 0 | 1 | 2, contested = false): SVGElement {
  const id = `ge-area-${hatches++}`;
  const [own, other = "#ffffff"] = colours;
  return svg(
    "svg", { viewBox: "0 0 24 24", class: "sign", "aria-hidden": "true" },
    contested && svg("pattern", { id, width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(-45)" },
      svg("rect", { width: 8, height: 8, fill: own }), svg("rect", { width: 8, height: 4, fill: other })),
    svg("rect", {
      x: 2, y: 4, width: 20, height: 16, fill: contested ? `url(#${id})` : own, "fill-opacity": FULLNESS[contested ? 1 : chance],
      stroke: own, "stroke-width": 1,
    }),
  );
}

/** The line between two estimated areas; dashed along a contested one. */
export function frontSign(contested: boolean): SVGElement {
  return svg("svg", { viewBox: "0 0 24 24", class: "sign", "aria-hidden": "true" },
    svg("path", { d: "M1 15C8 5 15 19 23 9", fill: "none", stroke: "currentColor", "stroke-width": contested ? 1.8 : 2.6, "stroke-dasharray": contested ? CONTESTED_DASH.join(" ") : null }));
}

/** An area that a source claims, as the map draws it. */
export function claimedSign(colour: string): SVGElement {
  const id = `ge-area-${hatches++}`;
  return svg("svg", { viewBox: "0 0 24 24", class: "sign", "aria-hidden": "true" },
    svg("pattern", { id, width: 5.7, height: 5.7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("rect", { width: 5.7, height: 1.3, fill: colour })),
    svg("rect", { x: 2, y: 4, width: 20, height: 16, fill: `url(#${id})`, stroke: colour, "stroke-width": 2.2, "stroke-dasharray": CLAIMED_DASH.join(" ") }));
}

const squareKm = (area: number): string => `${number(Math.round(area))} km²`;

/** Actors of an area: its holder, or those in contest. */
export function sidesOf(app: App, row: number): Pick<Actor, "name" | "colour">[] {
  const { model } = app;
  const { table } = model.areas;
  const contenders = table.text("contender_ids", row).split(" ").filter(Boolean);
  const holder = table.text("actor_id", row) || table.text("actor", row);
  const ids = [...(holder ? [holder] : []), ...contenders];
  return ids.map((id) => {
    const actor = model.actors[model.actorNumber(id)];
    return { name: id === table.text("actor", row) ? id : model.nameOf(id), colour: actor.colour };
  });
}

export function areaTitle(app: App, row: number): string {
  return areaInWords(app.model.areas.table.text("control_status", row), sidesOf(app, row).map((one) => one.name));
}

/** The areas of the date shown, each a button to its evidence; also the way there by keyboard. */
export function areaLines(app: App): HTMLElement {
  const { model, state } = app;
  const { table } = model.areas;
  const size = table.n ? table.numbers("area_km2") : new Float64Array(0);
  const rows = app.areas().sort((a, b) => size[b] - size[a]);
  if (!rows.length) return h("p", { class: "soft" }, tr("No area is estimated for {date}.", { date: longDate(state.day) }));
  return h("ul", { class: "arealist" }, ...rows.map((row) => {
    const contested = table.text("control_status", row) === "contested";
    const chance = chanceOf(table.numbers("probability")[row]);
    return h("li", {}, h("button", { class: "row", onclick: () => app.selectArea(row) },
      areaSign(sidesOf(app, row).map((one) => one.colour), chance, contested),
      h("span", { dir: "auto" }, areaTitle(app, row),
        h("span", { class: "soft" }, `${squareKm(size[row])}, ${tr(CLASS_NAMES[chance])}`))));
  }));
}

/** What the estimate says, what it rests on, and how far it may be trusted. */
export function areaSection(app: App, row: number): HTMLElement {
  const { table } = app.model.areas;
  const value = (name: string): number => table.numbers(name)[row];
  const claims = table.list("claims", row);
  const chance = value("probability");
  const last = value("last_reported_at");
  const body = h("ul", { class: "claims" });
  const onOpen = () => {
    if (!body.firstChild) body.append(...claims.slice(0, MOST).map((claim) => claimBox(app, claim)));
  };
  return h(
    "section", { class: "place" },
    h("h2", { tabindex: -1, dir: "auto" }, areaTitle(app, row)),
    h("p", {}, tr("This area is an estimate made from claims about places. No source drew it, and inside it who holds what may differ from place to place.")),
    h(
      "dl", {},
      fact(tr("Estimated for"), interval(value("valid_from"), value("valid_to"))),
      fact(tr("Size"), `${squareKm(value("area_km2"))}${value("min_area_km2") > 0 ? tr(" (patches under {size} are not drawn)", { size: squareKm(value("min_area_km2")) }) : ""}`),
      fact(tr("Probability"), Number.isNaN(chance) ? tr("not given")
        : tr("{n} of 100 on average, in the class “{class}”", { n: Math.round(chance * 100), class: tr(CLASS_NAMES[chanceOf(chance)]) })),
      fact(tr("Made from"), value("n_claims") === 0 ? tr("claims on places around it; none lies inside") : `${counted(value("n_claims"), "claim")}${value("n_origins") > 0 ? tr(" by {speakers} at most for one place", { speakers: counted(value("n_origins"), "distinct speaker") }) : ""}`),
      fact(tr("Newest claim"), Number.isNaN(last) ? "" : longDate(dayOf(last))),
      fact(tr("Reach"), value("reach_m") > 0 && tr("within {distance} of a place with a claim; beyond is no data", { distance: metres(value("reach_m")) })),
      fact(tr("Age"), value("max_age_days") > 0 && tr("a claim counts for {days}", { days: counted(value("max_age_days"), "day") })),
    ),
    why(tr("How this follows from the claims"), table.text("reasons", row)),
    claims.length > 0 && h("details", { class: "more", ontoggle: onOpen },
      h("summary", {}, tr("{claims} behind it", { claims: counted(claims.length, "claim") })), body,
      claims.length > MOST && h("p", { class: "soft" }, tr("and {n} more", { n: claims.length - MOST }))),
    value("n_lacking") > 0 && h("p", { class: "warning" }, tr("{claims} behind this area came without its words.", { claims: counted(value("n_lacking"), "claim") })),
  );
}
