// Estimated areas of a day -> the lines where those of two sides meet.

import { type Areas, mercator } from "./areas";

/** Lines in the unit square of Web Mercator, x, y, x, y, …: between two holders, and along contested areas. */
export interface Fronts { held: Float64Array[]; contested: Float64Array[] }

const PARTS = 10_000;
/** More points than any picture has: two of them make one number. */
const MOST = 2 ** 24;
/** Pictures whose lines are kept. */
const KEPT = 8;
const kept = new WeakMap<Areas, Map<string, Fronts>>();

/** Who an area is of, in one text; a contest is a side of its own, with a line towards each neighbour. */
const sideOf = (areas: Areas, row: number): string =>
  `${areas.table.text("control_status", row) === "contested"} ${areas.idsOf(row).sort().join(" ")}`;

/** Edges that areas of two sides share to the last digit, as long as they run on. */
export function fronts(areas: Areas, rows: readonly number[]): Fronts {
  const key = rows.join();
  const known = kept.get(areas) ?? new Map<string, Fronts>();
  kept.set(areas, known);
  let found = known.get(key);
  if (!found) {
    found = meeting(areas, rows);
    if (known.size >= KEPT) known.delete(known.keys().next().value as string);
    known.set(key, found);
  }
  return found;
}

function meeting(areas: Areas, rows: readonly number[]): Fronts {
  const out: Fronts = { held: [], contested: [] };
  const points = new Map<number, number>();
  const numbered = (lon: number, lat: number): number => {
    const key = (Math.round(lon * PARTS) + 6_000_000) * 2_000_000 + Math.round(lat * PARTS) + 1_000_000;
    let number = points.get(key);
    if (number === undefined) points.set(key, (number = points.size));
    return number;
  };
  const edge = (a: number, b: number): number => Math.min(a, b) * MOST + Math.max(a, b);
  const owners = new Map<number, number>();
  const sides = rows.map((row) => sideOf(areas, row));
  const contested = rows.map((row) => areas.table.text("control_status", row) === "contested");
  rows.forEach((row, at) => {
    for (const ring of areas.degrees(row)) {
      let line: number[] = [];
      let into: keyof Fronts = "held";
      const flush = () => {
        if (line.length) out[into].push(Float64Array.from(line));
        line = [];
      };
      let before = numbered(ring[0], ring[1]);
      for (let i = 2; i < ring.length; i += 2) {
        const here = numbered(ring[i], ring[i + 1]);
        if (here === before) continue;
        const key = edge(before, here);
        const other = owners.get(key);
        if (other === undefined) owners.set(key, at);
        if (other === undefined || sides[other] === sides[at]) flush();
        else {
          const kind = contested[at] || contested[other] ? "contested" : "held";
          if (kind !== into) flush();
          into = kind;
          if (!line.length) line.push(...mercator(ring[i - 2], ring[i - 1]));
          line.push(...mercator(ring[i], ring[i + 1]));
        }
        before = here;
      }
      flush();
    }
  });
  return out;
}
