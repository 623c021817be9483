// Who reportedly held how many places, or how large an area is estimated, at each step of time.

import { CONTESTED, sideOf } from "./changes";
import type { Model } from "./model";
import type { Bins } from "./ui/histogram";

/** Stands for "contested" where actors are numbered. */
export const IN_CONTEST = -1;

const isShared = (status: string): boolean => status === "contested" || status === "mixed";

function stacked(width: number, count: number, byActor: Map<number, Float64Array>): Bins {
  const total = (actor: number) => (byActor.get(actor) as Float64Array).reduce((sum, v) => sum + v, 0);
  // What is contested lies on top, as it is nobody's.
  const actors = [...byActor.keys()].sort((a, b) => Number(a === IN_CONTEST) - Number(b === IN_CONTEST) || total(b) - total(a) || a - b);
  const sums = actors.map((actor) => byActor.get(actor) as Float64Array);
  let top = 0;
  for (let bin = 0; bin < count; bin++) top = Math.max(top, sums.reduce((sum, one) => sum + one[bin], 0));
  return { width, count, top, actors, sums };
}

function steps(model: Model, most: number): { width: number; count: number } {
  const days = model.end - model.start + 1;
  const width = Math.max(1, Math.ceil(days / Math.max(1, most)));
  return { width, count: Math.ceil(days / width) };
}

/** Places by reported holder, as of the last day of each step. */
export function placesHeld(model: Model, most: number): Bins {
  const { width, count } = steps(model, most);
  const byActor = new Map<number, Float64Array>();
  for (const place of model.heldAnywhere) {
    for (const row of model.places[place].control) {
      const status = model.control.text("control_status", row);
      if (status === "unknown") continue;
      const actor = isShared(status) ? IN_CONTEST : model.holder[row];
      let sums = byActor.get(actor);
      if (!sums) byActor.set(actor, (sums = new Float64Array(count)));
      const from = Math.max(0, Math.ceil((model.heldFirst[row] - model.start - width + 1) / width));
      const to = Math.min(count - 1, Math.floor((model.heldLast[row] - model.start - width + 1) / width));
      // The last step may be cut short by the end of the timeline.
      const last = model.heldLast[row] >= model.end ? count - 1 : to;
      for (let bin = from; bin <= last; bin++) sums[bin] += 1;
    }
  }
  return stacked(width, count, byActor);
}

/** Estimated areas by actor in km², as of the last day of each step. */
export function areasHeld(model: Model, most: number): Bins {
  const { width, count } = steps(model, most);
  const { areas } = model;
  const byActor = new Map<number, Float64Array>();
  const size = areas.n ? areas.table.numbers("area_km2") : new Float64Array(0);
  for (let bin = 0; bin < count; bin++) {
    for (const row of areas.on(Math.min(model.end, model.start + (bin + 1) * width - 1))) {
      const side = sideOf(areas, row);
      const actor = side === CONTESTED ? IN_CONTEST : model.actorNumber(side);
      let sums = byActor.get(actor);
      if (!sums) byActor.set(actor, (sums = new Float64Array(count)));
      sums[bin] += size[row];
    }
  }
  return stacked(width, count, byActor);
}

/** The same count on one day: actor and amount, the largest first. */
export function onDay(model: Model, chart: "places" | "areas", day: number): { actor: number; amount: number }[] {
  const sums = new Map<number, number>();
  const add = (actor: number, amount: number) => sums.set(actor, (sums.get(actor) ?? 0) + amount);
  if (chart === "areas") {
    for (const row of model.areas.on(day)) {
      const side = sideOf(model.areas, row);
      add(side === CONTESTED ? IN_CONTEST : model.actorNumber(side), model.areas.table.numbers("area_km2")[row]);
    }
  } else {
    for (const place of model.heldAnywhere) {
      const row = model.heldOn(place, day);
      if (row < 0) continue;
      const status = model.control.text("control_status", row);
      if (status !== "unknown") add(isShared(status) ? IN_CONTEST : model.holder[row], 1);
    }
  }
  return [...sums].map(([actor, amount]) => ({ actor, amount })).sort((a, b) => b.amount - a.amount || a.actor - b.actor);
}
