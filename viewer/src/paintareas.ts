// Estimated areas in soft fills by actor: fuller the more probable, hatched where contested.

import { type Areas, type Chance, chanceOf } from "./areas";
import { mix } from "./colour";
import type { Fronts } from "./fronts";
import { hatch, stripes } from "./paint";
import type { Theme } from "./theme";

type Ctx = CanvasRenderingContext2D;

/** How full the fill of each class of probability is. */
export const FULLNESS: Record<Chance, number> = { 0: 0.16, 1: 0.32, 2: 0.5 };

export interface AreaLook { colours: string[]; contested: boolean; chosen: boolean }

/** Pixels that the unit square of Web Mercator takes, and where the map's own pixels begin in it. */
export interface Extent { scale: number; x: number; y: number }

function path(ctx: Ctx, lines: readonly Float64Array[], view: Extent, close: boolean): void {
  ctx.beginPath();
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2) {
      const [x, y] = [line[i] * view.scale - view.x, line[i + 1] * view.scale - view.y];
      if (i) ctx.lineTo(x, y);
      else ctx.moveTo(x, y);
    }
    if (close) ctx.closePath();
  }
}

export function paintArea(ctx: Ctx, areas: Areas, row: number, look: AreaLook, view: Extent, theme: Theme): void {
  const [own, other = theme.paper] = look.colours;
  ctx.save();
  ctx.globalAlpha = FULLNESS[look.contested ? 1 : chanceOf(areas.table.numbers("probability")[row])];
  ctx.fillStyle = look.contested ? hatch(ctx, own, other, 1.4) : own;
  path(ctx, areas.rings(row), view, true);
  ctx.fill("evenodd");
  ctx.globalAlpha = look.chosen ? 1 : 0.75;
  ctx.lineJoin = "round";
  ctx.lineWidth = look.chosen ? 2.4 : 1;
  ctx.strokeStyle = mix(own, theme.ink, look.chosen ? 0.5 : 0.25);
  ctx.stroke();
  ctx.restore();
}

/** What a source says of a whole area: thin stripes in a heavy dashed line, never the fill of an estimate. */
export function paintClaimed(ctx: Ctx, rings: readonly Float64Array[], colour: string, chosen: boolean, view: Extent, theme: Theme): void {
  ctx.save();
  path(ctx, rings, view, true);
  ctx.globalAlpha = 0.8;
  ctx.fillStyle = stripes(ctx, colour);
  ctx.fill("evenodd");
  ctx.globalAlpha = 1;
  ctx.lineJoin = "round";
  ctx.lineWidth = chosen ? 5.5 : 4;
  ctx.strokeStyle = theme.paper;
  ctx.stroke();
  ctx.setLineDash(CLAIMED_DASH);
  ctx.lineWidth = chosen ? 3.6 : 2.2;
  ctx.strokeStyle = mix(colour, theme.ink, 0.25);
  ctx.stroke();
  ctx.restore();
}

export const CLAIMED_DASH = [9, 3, 2, 3];
export const CONTESTED_DASH = [5, 4];

/** The lines between estimated areas: whole between two holders, dashed along what is contested. */
export function paintFronts(ctx: Ctx, fronts: Fronts, view: Extent, theme: Theme): void {
  ctx.save();
  ctx.lineJoin = ctx.lineCap = "round";
  for (const kind of ["contested", "held"] as const) {
    if (!fronts[kind].length) continue;
    path(ctx, fronts[kind], view, false);
    ctx.setLineDash([]);
    ctx.lineWidth = 4.6;
    ctx.strokeStyle = theme.paper;
    ctx.stroke();
    if (kind === "contested") ctx.setLineDash(CONTESTED_DASH);
    ctx.lineWidth = kind === "held" ? 2.6 : 1.8;
    ctx.strokeStyle = theme.ink;
    ctx.stroke();
  }
  ctx.restore();
}
