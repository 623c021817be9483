// Estimated areas in soft fills by actor: fuller the more probable, hatched where contested.

import { type Areas, type Chance, chanceOf } from "./areas";
import { mix } from "./colour";
import { hatch } from "./paint";
import type { Theme } from "./theme";

type Ctx = CanvasRenderingContext2D;

/** How full the fill of each class of probability is. */
export const FULLNESS: Record<Chance, number> = { 0: 0.16, 1: 0.32, 2: 0.5 };

export interface AreaLook { colours: string[]; contested: boolean; chosen: boolean }

export function paintArea(
  ctx: Ctx, areas: Areas, row: number, look: AreaLook, view: { scale: number; x: number; y: number }, theme: Theme,
): void {
  const [own, other = theme.paper] = look.colours;
  ctx.save();
  ctx.globalAlpha = FULLNESS[look.contested ? 1 : chanceOf(areas.table.numbers("probability")[row])];
  ctx.fillStyle = look.contested ? hatch(ctx, own, other, 1.4) : own;
  ctx.beginPath();
  for (const ring of areas.rings(row)) {
    for (let i = 0; i < ring.length; i += 2) {
      const [x, y] = [ring[i] * view.scale - view.x, ring[i + 1] * view.scale - view.y];
      if (i) ctx.lineTo(x, y);
      else ctx.moveTo(x, y);
    }
    ctx.closePath();
  }
  ctx.fill("evenodd");
  ctx.globalAlpha = look.chosen ? 1 : 0.75;
  ctx.lineJoin = "round";
  ctx.lineWidth = look.chosen ? 2.4 : 1;
  ctx.strokeStyle = mix(own, theme.ink, look.chosen ? 0.5 : 0.25);
  ctx.stroke();
  ctx.restore();
}
