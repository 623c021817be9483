// Reported control, flows, marks and the doubt around a place, painted in the map's own pixels.

import * as L from "leaflet";
import { mix } from "./colour";
import { stamp } from "./glyphs";
import { SvgInk } from "./ink";
import type { Cluster } from "./marks";
import { shares } from "./marks";
import type { Model } from "./model";
import type { Theme } from "./theme";
import { TYPES } from "./words";

export const BADGE = 23;
const DISC = 7.5;
/** Days without a new report after which a place's status is drawn as doubtful. */
export const STALE = 180;

type Ctx = CanvasRenderingContext2D;

export interface Disc {
  status: string; colour: string; others: string[]; stale: boolean; radius?: number;
}

export function hatch(ctx: Ctx, a: string, second: string, size = 0.62): CanvasPattern | string {
  // Two sides that share a colour are still two.
  const b = second === a ? "#ffffff" : second;
  if (ctx instanceof SvgInk) return (ctx as SvgInk).hatch(a, b, size);
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const own = tile.getContext("2d");
  if (!own) return a;
  own.fillStyle = a;
  own.fillRect(0, 0, 8, 8);
  own.strokeStyle = b;
  own.lineWidth = 3;
  for (const shift of [-8, 0, 8]) {
    own.beginPath();
    own.moveTo(shift - 1, 9);
    own.lineTo(shift + 9, -1);
    own.stroke();
  }
  const pattern = ctx.createPattern(tile, "repeat");
  pattern?.setTransform(new DOMMatrix().scale(size));
  return pattern ?? a;
}

/** Thin stripes with nothing between them, for what a source claims. */
export function stripes(ctx: Ctx, colour: string): CanvasPattern | string {
  if (ctx instanceof SvgInk) return (ctx as SvgInk).stripes(colour);
  const tile = document.createElement("canvas");
  tile.width = tile.height = 16;
  const own = tile.getContext("2d");
  if (!own) return colour;
  own.strokeStyle = colour;
  own.lineWidth = 2.6;
  for (const shift of [-16, 0, 16]) {
    own.beginPath();
    own.moveTo(shift - 2, -2);
    own.lineTo(shift + 18, 18);
    own.stroke();
  }
  const pattern = ctx.createPattern(tile, "repeat");
  pattern?.setTransform(new DOMMatrix().scale(0.5));
  return pattern ?? colour;
}

/** The disc of a place: filled by its reported holder; hatched, halved or hollow where in doubt. */
export function paintDisc(ctx: Ctx, x: number, y: number, disc: Disc, theme: Theme): void {
  const r = disc.radius ?? DISC;
  const other = disc.others[0] ?? theme.paper;
  const circle = (radius: number) => {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
  };
  ctx.save();
  circle(r + 2.2);
  ctx.fillStyle = theme.paper;
  ctx.fill();
  const own = disc.colour;
  circle(r);
  if (disc.status === "unknown") ctx.fillStyle = theme.paper;
  else if (disc.status === "contested") ctx.fillStyle = hatch(ctx, own, other);
  else ctx.fillStyle = own;
  ctx.fill();
  if (disc.status === "partly held" || disc.status === "mixed") {
    ctx.beginPath();
    ctx.arc(x, y, r, -Math.PI / 2, Math.PI / 2);
    ctx.closePath();
    ctx.fillStyle = disc.status === "mixed" ? other : theme.paper;
    ctx.fill();
  }
  // Old news empties the disc to a ring: a paler fill would look like another actor's colour.
  if (disc.stale && disc.status !== "unknown") {
    circle(r * 0.48);
    ctx.fillStyle = theme.paper;
    ctx.fill();
  }
  circle(r);
  ctx.lineWidth = 1.4;
  ctx.strokeStyle = disc.status === "unknown" ? theme.soft : mix(disc.colour, theme.ink, 0.35);
  if (disc.status === "unknown") ctx.setLineDash([2.4, 2]);
  ctx.stroke();
  if (disc.status === "besieged") {
    circle(r + 4);
    ctx.setLineDash([3, 3]);
    ctx.lineWidth = 2.2;
    ctx.strokeStyle = disc.others[0] ?? theme.ink;
    ctx.stroke();
  }
  ctx.restore();
}

/** An arrow along a gentle curve; the head stops short of the place it points at. */
export function paintFlow(ctx: Ctx, a: L.Point, b: L.Point, colour: string, isFact: boolean, theme: Theme): void {
  const length = a.distanceTo(b);
  if (length < 36) return;
  const bend = Math.min(60, length * 0.16);
  const mid = { x: (a.x + b.x) / 2 - ((b.y - a.y) / length) * bend, y: (a.y + b.y) / 2 + ((b.x - a.x) / length) * bend };
  const angle = Math.atan2(b.y - mid.y, b.x - mid.x);
  const tip = { x: b.x - Math.cos(angle) * 13, y: b.y - Math.sin(angle) * 13 };
  const tail = { x: tip.x - Math.cos(angle) * 9, y: tip.y - Math.sin(angle) * 9 };
  const line = () => {
    ctx.beginPath();
    ctx.moveTo(a.x, a.y);
    ctx.quadraticCurveTo(mid.x, mid.y, tail.x, tail.y);
  };
  const head = () => {
    const [nx, ny] = [-Math.sin(angle) * 7, Math.cos(angle) * 7];
    ctx.beginPath();
    ctx.moveTo(tip.x, tip.y);
    ctx.lineTo(tail.x - Math.cos(angle) * 3 + nx, tail.y - Math.sin(angle) * 3 + ny);
    ctx.lineTo(tail.x, tail.y);
    ctx.lineTo(tail.x - Math.cos(angle) * 3 - nx, tail.y - Math.sin(angle) * 3 - ny);
    ctx.closePath();
  };
  ctx.save();
  ctx.lineCap = ctx.lineJoin = "round";
  for (const [stroke, width] of [[theme.paper, 7], [colour, 3.4]] as const) {
    ctx.strokeStyle = ctx.fillStyle = stroke;
    ctx.lineWidth = width;
    if (!isFact && width < 7) ctx.setLineDash([7, 6]);
    line();
    ctx.stroke();
    ctx.setLineDash([]);
    head();
    if (width === 7) {
      ctx.lineWidth = 4;
      ctx.stroke();
    }
    ctx.fill();
  }
  ctx.restore();
}

/** A withdrawal to nobody knows where: an arrow out of the place that fades before it gets anywhere. */
export function paintOutward(ctx: Ctx, at: L.Point, colour: string, theme: Theme): void {
  const [x0, y0, x1, y1] = [at.x + 8, at.y + 6, at.x + 34, at.y + 24];
  const fade = ctx.createLinearGradient(x0, y0, x1, y1);
  fade.addColorStop(0, colour);
  fade.addColorStop(1, `${colour}55`);
  ctx.save();
  ctx.lineCap = ctx.lineJoin = "round";
  const path = () => {
    ctx.beginPath();
    ctx.moveTo(x0, y0);
    ctx.lineTo(x1, y1);
    ctx.moveTo(x1 - 10, y1 + 0.5);
    ctx.lineTo(x1, y1);
    ctx.lineTo(x1 - 3.6, y1 - 9);
  };
  ctx.strokeStyle = theme.paper;
  ctx.lineWidth = 6.5;
  path();
  ctx.stroke();
  ctx.strokeStyle = fade;
  ctx.lineWidth = 3;
  path();
  ctx.stroke();
  ctx.restore();
}

/** Where badges of a cluster stand: in a row above its point, or one ring of shares for many. */
export function badgeSpots(cluster: Cluster, hasDisc: boolean): { x: number; y: number }[] {
  const n = cluster.groups.length;
  if (isRing(cluster)) return [];
  const y = cluster.y - (hasDisc ? 23 : 0);
  return cluster.groups.map((_, i) => ({ x: cluster.x + (i - (n - 1) / 2) * (BADGE + 3), y }));
}

export const isRing = (cluster: Cluster): boolean => cluster.places.length > 1 || cluster.groups.length > 3;

export const ringRadius = (count: number): number => Math.min(24, 13 + Math.log2(Math.max(1, count)) * 1.8);

export function paintCluster(ctx: Ctx, model: Model, cluster: Cluster, hasDisc: boolean, theme: Theme): void {
  if (isRing(cluster)) {
    paintRing(ctx, model, cluster, hasDisc && cluster.places.length === 1, theme);
    return;
  }
  const spots = badgeSpots(cluster, hasDisc);
  cluster.groups.forEach((group, i) => {
    const actor = model.actors[group.actor];
    const status = model.statusOf(group.events[0]);
    stamp(ctx, spots[i].x, spots[i].y, BADGE, {
      type: group.type,
      colour: actor.colour,
      ink: actor.ink,
      isFact: group.isFact,
      refuted: status === "denied" || status === "negated",
      paper: theme.paper,
    });
    if (group.events.length > 1) pip(ctx, spots[i].x + BADGE / 2 - 1, spots[i].y - BADGE / 2 + 1, group.events.length, theme);
  });
}

function pip(ctx: Ctx, x: number, y: number, n: number, theme: Theme): void {
  ctx.font = "600 10px system-ui, 'Noto Sans', sans-serif";
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  const text = n > 99 ? "99+" : String(n);
  const half = Math.max(7, ctx.measureText(text).width / 2 + 4);
  ctx.fillStyle = theme.paper;
  ctx.strokeStyle = theme.ink;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.roundRect(x - half, y - 7, half * 2, 14, 7);
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = theme.ink;
  ctx.fillText(text, x, y + 0.5);
}

function paintRing(ctx: Ctx, model: Model, cluster: Cluster, hasDisc: boolean, theme: Theme): void {
  const r = ringRadius(cluster.count);
  const { x } = cluster;
  const y = cluster.y - (hasDisc ? r + 13 : 0);
  ctx.beginPath();
  ctx.arc(x, y, r + 2, 0, 2 * Math.PI);
  ctx.fillStyle = theme.paper;
  ctx.fill();
  let angle = -Math.PI / 2;
  const parts = shares(cluster.groups);
  for (const part of parts) {
    const next = angle + (2 * Math.PI * part.n) / cluster.count;
    ctx.beginPath();
    ctx.arc(x, y, r, angle, next);
    ctx.arc(x, y, r - 6, next, angle, true);
    ctx.closePath();
    ctx.fillStyle = model.actors[part.actor].colour;
    ctx.fill();
    if (parts.length > 1) {
      ctx.strokeStyle = theme.paper;
      ctx.lineWidth = 1.5;
      ctx.stroke();
    }
    angle = next;
  }
  ctx.fillStyle = theme.ink;
  ctx.font = "600 12px system-ui, 'Noto Sans', sans-serif";
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(cluster.count > 999 ? `${Math.round(cluster.count / 100) / 10}k` : String(cluster.count), x, y + 0.5);
}

/** The circle or sector that should hold the true place of an event. */
export function paintDoubt(ctx: Ctx, map: L.Map, model: Model, event: number, theme: Theme): void {
  const outline = model.events.text("extent", event);
  const radius = model.events.number("uncertainty_m", event);
  ctx.beginPath();
  if (outline) {
    for (const ring of outline.split(";")) {
      ring.split(",").forEach((pair, i) => {
        const [lon, lat] = pair.split(" ").map(Number);
        const at = map.latLngToLayerPoint([lat, lon]);
        if (i) ctx.lineTo(at.x, at.y);
        else ctx.moveTo(at.x, at.y);
      });
      ctx.closePath();
    }
  } else if (radius > 0) {
    const lat = model.events.degrees("lat")[event];
    const lon = model.events.degrees("lon")[event];
    const at = map.latLngToLayerPoint([lat, lon]);
    const top = map.latLngToLayerPoint([Math.min(85, lat + radius / 110_574), lon]);
    ctx.arc(at.x, at.y, Math.max(2, at.y - top.y), 0, 2 * Math.PI);
  }
  const colour = model.actors[model.actor[event]].colour;
  ctx.fillStyle = `${colour}1f`;
  ctx.fill("evenodd");
  ctx.setLineDash([5, 4]);
  ctx.lineWidth = 1.4;
  ctx.strokeStyle = theme.soft;
  ctx.stroke();
  ctx.setLineDash([]);
}

export const MOVEMENTS: ReadonlySet<number> = new Set(
  ["WITHDRAW", "REDEPLOY", "ADVANCE", "DISPLACE"].map((name) => TYPES.indexOf(name as (typeof TYPES)[number])),
);
export const WITHDRAW = TYPES.indexOf("WITHDRAW");
