// The reader's choice -> the events that are shown.

import type { Model } from "./model";
import { STATUSES, TYPES } from "./words";
import type { State } from "./state";

/** First and last day, both included, whose events are shown. */
export function windowOf(state: Pick<State, "day" | "window">): [number, number] {
  return [state.window ? state.day - state.window + 1 : -Infinity, state.day];
}

/** Whether an event passes every filter but time. */
export function admitted(model: Model, state: State, event: number): boolean {
  return (
    state.statuses.has(model.status[event]) &&
    !state.hiddenTypes.has(model.type[event]) &&
    !state.hiddenActors.has(model.actor[event]) &&
    model.provenance.passes(state.hiddenKinds, state.least)(event)
  );
}

/** Whether an event's days touch the window. */
export function inWindow(model: Model, state: Pick<State, "day" | "window">, event: number): boolean {
  const [from, to] = windowOf(state);
  if (!model.hasTime) return true;
  return model.isDated[event] === 1 && model.last[event] >= from && model.first[event] <= to;
}

/** The first of rising numbers that is at least `least`. */
function firstReaching(rising: Int32Array, least: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle] >= least) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Numbers of the events that are shown, in order of time; placed or not. */
export function shown(model: Model, state: State): number[] {
  const [from, to] = windowOf(state);
  const out: number[] = [];
  const { first, last, isDated, status, type, actor } = model;
  const flags = (n: number, test: (i: number) => boolean) => Uint8Array.from({ length: n }, (_, i) => Number(test(i)));
  const statuses = flags(STATUSES.length, (i) => state.statuses.has(i));
  const types = flags(TYPES.length, (i) => !state.hiddenTypes.has(i));
  const actors = flags(model.actors.length, (i) => !state.hiddenActors.has(i));
  const vouched = model.provenance.passes(state.hiddenKinds, state.least);
  // Events stand in order of time: those before the window end at a place found by halving.
  for (let i = model.hasTime ? firstReaching(model.reached, from) : 0; i < first.length; i++) {
    // Where nothing at all has a date there is no time to choose from, and everything is shown.
    const fits = isDated[i] ? last[i] >= from && first[i] <= to : !model.hasTime;
    if (fits && statuses[status[i]] && types[type[i]] && actors[actor[i]] && vouched(i)) out.push(i);
    if (isDated[i] && first[i] > to && model.isSorted) break;
  }
  return out;
}

/** How many events the days shown have, whatever the filters. */
export function inDays(model: Model, state: Pick<State, "day" | "window">): number {
  const [from, to] = windowOf(state);
  const { first, last, isDated } = model;
  if (!model.hasTime) return first.length;
  let n = 0;
  for (let i = firstReaching(model.reached, from); i < first.length; i++) {
    if (isDated[i] && last[i] >= from && first[i] <= to) n++;
    if (isDated[i] && first[i] > to && model.isSorted) break;
  }
  return n;
}

/** Events that no date or no place admits to the map, whatever the reader chose. */
export function missing(model: Model): { unplaced: number[]; undated: number[] } {
  const unplaced: number[] = [];
  const undated: number[] = [];
  for (let i = 0; i < model.events.n; i++) {
    if (model.place[i] < 0) unplaced.push(i);
    if (!model.isDated[i]) undated.push(i);
  }
  return { unplaced, undated };
}

/** Letters to compare by: no case, no marks, no punctuation. */
export function folded(said: string): string {
  // Names that our own sentences isolate, and quotation marks, are no reason to look further.
  const text = said.replace(/[\u2018-\u201d\u2068\u2069]/g, " ");
  // Most texts are plain letters, which need no look into tables of all scripts.
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
  return text.normalize("NFKD").replace(/[\p{M}\u0640]/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
