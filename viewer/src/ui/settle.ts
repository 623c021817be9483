// The first view, moved a little where a button or the date would stand on a mark.

import type * as L from "leaflet";
import type { Frame } from "./pointing";

/** A mark on the screen: its middle, and half of its size. */
export interface Mark { x: number; y: number; radius: number }

/** Pixels by which the view may move, and steps of zoom by which it may step back. */
const FARTHEST = 112;
const STEP = 14;
const BACK = [0, 0.25, 0.5];
/** With more marks than this some are always covered. */
const MOST_MARKS = 400;
const AIR = 3;

const overlaps = (mark: Mark, { x0, y0, x1, y1 }: Frame): boolean =>
  mark.x + mark.radius + AIR > x0 && mark.x - mark.radius - AIR < x1 && mark.y + mark.radius + AIR > y0 && mark.y - mark.radius - AIR < y1;

/** How much is wrong with a view: marks covered or cut by its edge, and marks that it has lost. */
export function amiss(marks: readonly Mark[], panels: readonly Frame[], width: number, height: number): number {
  let sum = 0;
  for (const mark of marks) {
    const { x, y, radius: r } = mark;
    if (x + r <= 0 || y + r <= 0 || x - r >= width || y - r >= height) sum += 3;
    else if (x < r || y < r || x > width - r || y > height - r || panels.some((panel) => overlaps(mark, panel))) sum += 2;
  }
  return sum;
}

/** The least move (pixels to the right and down, and steps of zoom back) that covers the fewest marks. */
export function bestMove(
  marks: readonly Mark[], panels: readonly Frame[], width: number, height: number, allowed: (x: number, y: number, back: number) => boolean,
): { x: number; y: number; back: number } {
  let best = { x: 0, y: 0, back: 0 };
  let least = amiss(marks, panels, width, height);
  for (const back of BACK) {
    if (least < 1) break;
    const k = 2 ** -back;
    for (let y = -FARTHEST; y <= FARTHEST; y += STEP) {
      for (let x = -FARTHEST; x <= FARTHEST; x += STEP) {
        if (!allowed(x, y, back)) continue;
        const moved = marks.map((mark) => ({ x: width / 2 + (mark.x - width / 2) * k + x, y: height / 2 + (mark.y - height / 2) * k + y, radius: mark.radius }));
        // Of moves that cover as little the shortest; a farther view only where it uncovers more.
        const cost = amiss(moved, panels, width, height) + (Math.hypot(x, y) / FARTHEST) * 0.3 + back;
        if (cost < least) [best, least] = [{ x, y, back }, cost];
      }
    }
  }
  return best;
}

/** Move the map so that nothing over it covers a mark, as far as that goes. */
export function settle(map: L.Map, drawn: readonly Mark[], around: L.LatLngBounds | null): boolean {
  const { x: width, y: height } = map.getSize();
  const inside = drawn.filter(({ x, y, radius }) => x > -radius && y > -radius && x < width + radius && y < height + radius);
  if (!inside.length || inside.length > MOST_MARKS) return false;
  const zero = map.getContainer().getBoundingClientRect();
  const over = [...(map.getContainer().parentElement?.querySelectorAll(".date, .beyond, .leaflet-control") ?? [])].map((one) => one.getBoundingClientRect());
  const panels = over.filter((box) => box.width > 0).map((box) =>
    ({ x0: box.left - zero.left, y0: box.top - zero.top, x1: box.right - zero.left, y1: box.bottom - zero.top }));
  const [zoom, middle] = [map.getZoom(), map.getCenter()];
  const target = (x: number, y: number, back: number) => {
    const at = map.project(middle, zoom - back).subtract([x, y]);
    return { at, centre: map.unproject(at, zoom - back) };
  };
  const corners = around && ((back: number) => ({ start: map.project(around.getNorthWest(), zoom - back), end: map.project(around.getSouthEast(), zoom - back) }));
  const allowed = (x: number, y: number, back: number) => {
    if (zoom - back < map.getMinZoom()) return false;
    if (!corners) return true;
    const { at } = target(x, y, back);
    const { start, end } = corners(back);
    return at.x - width / 2 >= start.x && at.x + width / 2 <= end.x && at.y - height / 2 >= start.y && at.y + height / 2 <= end.y;
  };
  const { x, y, back } = bestMove(inside, panels, width, height, allowed);
  if (!x && !y && !back) return false;
  map.setView(target(x, y, back).centre, zoom - back, { animate: false });
  return true;
}
