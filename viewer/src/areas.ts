// Estimated areas: rows of control that are polygons -> which are drawn on a day, how, and what is hit.

import { Table, type RawTable } from "./codec";
import { dayOf, lastDayOf } from "./time";

/** Mean probabilities at which the next of three classes begins. */
export const CLASS_STARTS = [0, 0.6, 0.8] as const;
export const CLASS_NAMES = ["probability under 60 of 100", "probability 60 to 79 of 100", "probability 80 of 100 or more"] as const;
export type Chance = 0 | 1 | 2;

/** The class of a probability; one that is not given is in the lowest. */
export const chanceOf = (probability: number): Chance => (probability >= CLASS_STARTS[2] ? 2 : probability >= CLASS_STARTS[1] ? 1 : 0);

const EMPTY: RawTable = { n: 0, columns: {} };
const CIRCLE = Math.PI / 180;

/** Degrees -> the unit square of Web Mercator, by Leaflet's own formula. */
export function mercator(lon: number, lat: number): [number, number] {
  const sine = Math.sin(Math.max(-85.0511287798, Math.min(85.0511287798, lat)) * CIRCLE);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

export class Areas {
  readonly table: Table;
  readonly n: number;
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Days for which a picture was estimated, each good until the next, sorted. */
  private readonly pictures: number[];
  private readonly shapes = new Map<number, Float64Array[]>();

  constructor(raw: RawTable | undefined) {
    this.table = new Table(raw ?? EMPTY);
    this.n = this.table.n;
    this.first = new Int32Array(this.n).fill(-2e9);
    this.last = new Int32Array(this.n).fill(2e9);
    if (this.n) {
      const [from, to] = [this.table.numbers("valid_from"), this.table.numbers("valid_to")];
      for (let row = 0; row < this.n; row++) {
        if (!Number.isNaN(from[row])) this.first[row] = dayOf(from[row]);
        if (!Number.isNaN(to[row])) this.last[row] = Math.max(this.first[row], lastDayOf(to[row]));
      }
    }
    this.pictures = [...new Set([...this.first.keys()].filter((row) => this.isPicture(row)).map((row) => this.first[row]))].sort((a, b) => a - b);
  }

  /** Whether a row speaks of one day alone, as a step of a series does. */
  private isPicture(row: number): boolean {
    return this.first[row] === this.last[row];
  }

  /** Rows in force on a day: intervals that hold it, and the last picture on or before it. */
  on(day: number): number[] {
    const picture = this.pictures.reduce((best, one) => (one <= day ? one : best), -Infinity);
    return [...this.first.keys()].filter((row) => {
      if (!this.isPicture(row)) return this.first[row] <= day && day <= this.last[row];
      // A picture older than the claims it may rest on says nothing any more.
      return this.first[row] === picture && !(day - picture > this.table.numbers("max_age_days")[row]);
    });
  }

  /** Rings of a row in the unit square of Web Mercator: x, y, x, y, … */
  rings(row: number): Float64Array[] {
    let found = this.shapes.get(row);
    if (!found) {
      found = this.table.rings("shape", row).map((degrees) => {
        const out = new Float64Array(degrees.length);
        for (let i = 0; i < degrees.length; i += 2) [out[i], out[i + 1]] = mercator(degrees[i], degrees[i + 1]);
        return out;
      });
      this.shapes.set(row, found);
    }
    return found;
  }

  /** Ids of the holder and of those in contest. */
  idsOf(row: number): string[] {
    return `${this.table.text("actor_id", row)} ${this.table.text("contender_ids", row)}`.split(" ").filter(Boolean);
  }

  /** Rings of a row: longitude, latitude, … in degrees. */
  degrees(row: number): Float64Array[] {
    return this.table.rings("shape", row);
  }

  /** The last of some rows that holds a point, or -1. */
  at(rows: readonly number[], lon: number, lat: number): number {
    const [x, y] = mercator(lon, lat);
    for (let i = rows.length - 1; i >= 0; i--) if (within(this.rings(rows[i]), x, y)) return rows[i];
    return -1;
  }
}

/** Whether a point lies in rings of x, y, x, y, …; what two rings hold is a hole. */
export function within(rings: readonly Float64Array[], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [xi, yi, xj, yj] = [ring[i], ring[i + 1], ring[j], ring[j + 1]];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
  }
  return inside;
}
