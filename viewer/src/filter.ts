// The reader's choice -> the events that are shown.

import type { Model } from "./model";
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
    !state.hiddenActors.has(model.actor[event])
  );
}

/** Whether an event's days touch the window. */
export function inWindow(model: Model, state: Pick<State, "day" | "window">, event: number): boolean {
  const [from, to] = windowOf(state);
  if (!model.hasTime) return true;
  return model.isDated[event] === 1 && model.last[event] >= from && model.first[event] <= to;
}

/** Numbers of the events that are shown, in order of time; placed or not. */
export function shown(model: Model, state: State): number[] {
  const [from, to] = windowOf(state);
  const out: number[] = [];
  for (let i = 0; i < model.events.n; i++) {
    // Where nothing at all has a date there is no time to choose from, and everything is shown.
    const fits = model.isDated[i] ? model.last[i] >= from && model.first[i] <= to : !model.hasTime;
    if (fits && admitted(model, state, i)) out.push(i);
  }
  return out;
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
export function folded(text: string): string {
  return text.normalize("NFKD").replace(/[\p{M}\u0640]/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
