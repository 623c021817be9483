// What the reader has chosen, and who is told when it changes.

import type { Step } from "./time";
import type { Sure } from "./provenance";
import { isFact, STATUSES, TYPES } from "./words";

export interface State {
  /** The date shown: events of the `window` days up to it, and control on it. */
  day: number;
  /** Days; 0 means everything up to the date. */
  window: number;
  step: Step;
  speed: number;
  playing: boolean;
  hiddenActors: ReadonlySet<number>;
  hiddenTypes: ReadonlySet<number>;
  statuses: ReadonlySet<number>;
  /** Kinds of sources that are switched off, and how sure a reading has to be. */
  hiddenKinds: ReadonlySet<number>;
  least: Sure;
  showControl: boolean;
  showAreas: boolean;
  /** Areas that a source claims. */
  showClaimed: boolean;
  /** Numbers of places whose evidence is open. */
  selected: readonly number[];
  /** The row of the estimated area whose evidence is open, or -1. */
  area: number;
  hovered: readonly number[];
  query: string;
  /** The other date of a comparison, or null. */
  compare: number | null;
  /** Where the two dates meet on the map, as a share of its width. */
  cut: number;
  /** What the chart behind the slider counts. */
  chart: Chart;
  /** The map, or a row per place through time. */
  view: "map" | "rows";
  order: RowOrder;
  theme: ThemeName;
}

export const CHARTS = ["events", "places", "areas"] as const;
export type Chart = (typeof CHARTS)[number];
export const ROW_ORDERS = ["changes", "events", "name", "west", "holder"] as const;
export type RowOrder = (typeof ROW_ORDERS)[number];
export const THEMES = ["auto", "light", "dark", "print"] as const;
export type ThemeName = (typeof THEMES)[number];

export const ALL_TYPES = TYPES.map((_, i) => i);
export const FACTS: ReadonlySet<number> = new Set(STATUSES.flatMap((s, i) => (isFact(s) ? [i] : [])));

/** What lets events through, and what lets them all through that the page shows at first. */
export const FILTERS = ["hiddenActors", "hiddenTypes", "statuses", "hiddenKinds", "least"] as const;
export const unfiltered = (): Pick<State, (typeof FILTERS)[number]> =>
  ({ hiddenActors: new Set(), hiddenTypes: new Set(), statuses: FACTS, hiddenKinds: new Set(), least: 0 });

export const saysUsual = ({ statuses }: Pick<State, "statuses">): boolean =>
  statuses.size === FACTS.size && [...FACTS].every((i) => statuses.has(i));

/** Whether the reader has switched anything off, or on what is off at first. */
export const isFiltered = (state: State): boolean =>
  state.hiddenActors.size + state.hiddenTypes.size + state.hiddenKinds.size + state.least > 0 || !saysUsual(state);

export type Listener = (state: State, changed: ReadonlySet<keyof State>) => void;

export class Store {
  private readonly listeners: Listener[] = [];

  constructor(private current: State) {}

  get state(): State {
    return this.current;
  }

  set(change: Partial<State>): void {
    const changed = new Set<keyof State>();
    for (const key of Object.keys(change) as (keyof State)[]) {
      if (this.current[key] !== change[key]) changed.add(key);
    }
    if (!changed.size) return;
    this.current = { ...this.current, ...change };
    for (const listener of this.listeners) listener(this.current, changed);
  }

  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }
}

export function toggled(set: ReadonlySet<number>, value: number): ReadonlySet<number> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}

/** A window that shows some, but not all, of a timeline of so many days. */
export function usualWindow(days: number): number {
  const wanted = Math.log(Math.max(1, days / 16));
  const distance = (w: number) => Math.abs(Math.log(w) - wanted);
  return [1, 7, 14, 30, 91, 182, 365].reduce((best, w) => (distance(w) < distance(best) ? w : best));
}
