// What the reader has chosen, and who is told when it changes.

import type { Step } from "./time";
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
  showControl: boolean;
  showAreas: boolean;
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
