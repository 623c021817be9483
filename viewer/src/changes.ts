// Two dates -> what changed: places whose reported holder differs, and estimated areas gained and lost.

import type { Areas } from "./areas";
import type { Model } from "./model";

/** A place and the rows of control in force before and after; -1 where nothing was reported. */
export interface PlaceChange { place: number; before: number; after: number }

function says(model: Model, row: number): string {
  if (row < 0) return "";
  const others = [...model.contenders(row)].sort((a, b) => a - b);
  return `${model.control.text("control_status", row)} ${model.holder[row]} ${model.control.text("actor", row)} ${others}`;
}

/** Places of which something else is said on the second day; newly told ones come last. */
export function placeChanges(model: Model, first: number, second: number): PlaceChange[] {
  const found = model.heldAnywhere.flatMap((place) => {
    const [before, after] = [model.heldOn(place, first), model.heldOn(place, second)];
    return before !== after && says(model, before) !== says(model, after) ? [{ place, before, after }] : [];
  });
  return found.sort((a, b) => Number(a.before < 0) - Number(b.before < 0) || model.places[a.place].name.localeCompare(model.places[b.place].name));
}

/** What an actor's estimated area was, is, gained and lost, in km². */
export interface AreaChange { side: string; before: number; after: number; gained: number; lost: number }

export const CONTESTED = "contested";

/** Whose an area is: an actor's id or name; one in contest is nobody's. */
export function sideOf(areas: Areas, row: number): string {
  if (areas.table.text("control_status", row) === CONTESTED) return CONTESTED;
  return areas.table.text("actor_id", row) || areas.table.text("actor", row);
}

/** Cells along each side of the grid on which two pictures are laid over each other. */
const GRID = 720;

interface Frame { west: number; east: number; low: number; high: number }

const sine = (lat: number): number => Math.sin((lat * Math.PI) / 180);

function frameOf(areas: Areas, rows: readonly number[]): Frame {
  const box = { west: 180, east: -180, low: 1, high: -1 };
  for (const row of rows) {
    for (const ring of areas.degrees(row)) {
      for (let i = 0; i < ring.length; i += 2) {
        const y = sine(ring[i + 1]);
        box.west = Math.min(box.west, ring[i]);
        box.east = Math.max(box.east, ring[i]);
        box.low = Math.min(box.low, y);
        box.high = Math.max(box.high, y);
      }
    }
  }
  return box;
}

/** Mark the cells whose middle lies in a row's polygons (even-odd), by crossing each line of cells. */
function fill(grid: Uint16Array, mark: number, rings: readonly Float64Array[], box: Frame): void {
  const [wide, tall] = [(box.east - box.west) / GRID, (box.high - box.low) / GRID];
  const crossings: number[][] = Array.from({ length: GRID }, () => []);
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      let [x0, y0, x1, y1] = [ring[j], sine(ring[j + 1]), ring[i], sine(ring[i + 1])];
      if (y0 > y1) [x0, y0, x1, y1] = [x1, y1, x0, y0];
      const from = Math.max(0, Math.ceil((y0 - box.low) / tall - 0.5));
      for (let line = from; line < GRID && box.low + (line + 0.5) * tall < y1; line++) {
        crossings[line].push(x0 + ((box.low + (line + 0.5) * tall - y0) / (y1 - y0)) * (x1 - x0));
      }
    }
  }
  crossings.forEach((xs, line) => {
    xs.sort((a, b) => a - b);
    for (let i = 0; i + 1 < xs.length; i += 2) {
      const from = Math.max(0, Math.ceil((xs[i] - box.west) / wide - 0.5));
      for (let cell = from; cell < GRID && box.west + (cell + 0.5) * wide < xs[i + 1]; cell++) grid[line * GRID + cell] = mark;
    }
  });
}

/**
 * Gains and losses of each side between two pictures. The sizes before and after are the rows' own;
 * what was gained is measured on a grid of cells of equal area, and what was lost follows, so that
 * before + gained − lost is after, exactly.
 */
export function areaChanges(areas: Areas, first: readonly number[], second: readonly number[]): AreaChange[] {
  const sides = [...new Set([...first, ...second].map((row) => sideOf(areas, row)))];
  const box = frameOf(areas, [...first, ...second]);
  const size = areas.n ? areas.table.numbers("area_km2") : new Float64Array(0);
  const drawn = [first, second].map((rows) => {
    const grid = new Uint16Array(GRID * GRID);
    for (const row of rows) fill(grid, sides.indexOf(sideOf(areas, row)) + 1, areas.degrees(row), box);
    return grid;
  });
  const total = (rows: readonly number[], side: string): number =>
    rows.reduce((sum, row) => sum + (sideOf(areas, row) === side ? size[row] : 0), 0);
  return sides.map((side, i) => {
    let [cells, fresh] = [0, 0];
    drawn[1].forEach((mark, cell) => {
      if (mark !== i + 1) return;
      cells++;
      if (drawn[0][cell] !== i + 1) fresh++;
    });
    const [before, after] = [total(first, side), total(second, side)];
    const measured = cells ? (after * fresh) / cells : 0;
    // Rounding may not make a loss out of nothing.
    const gained = Math.max(measured, after - before, 0);
    return { side, before, after, gained, lost: Math.max(0, before - after + gained) };
  }).sort((a, b) => b.gained + b.lost - a.gained - a.lost || b.after - a.after);
}
