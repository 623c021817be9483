// What each type of event looks like: an outline for its family, a line drawing for itself.
// All paths live in a box of 24 by 24.

import { shape, SvgInk } from "./ink";
import { type EventType, TYPES } from "./words";

type Family = "ground" | "movement" | "fighting" | "people";

const FAMILY: Record<EventType, Family> = {
  CONTROL: "ground", CONTEST: "ground", CAPTURE: "ground", LOSS: "ground", TRANSFER: "ground",
  WITHDRAW: "movement", REDEPLOY: "movement", ADVANCE: "movement",
  CLASH: "fighting", AIRSTRIKE: "fighting", SHELLING: "fighting", BOMBING: "fighting", SIEGE: "fighting",
  CASUALTY: "people", DISPLACE: "people", DESTROY: "people", CONSCRIPT: "people", DETAIN: "people",
  AGREEMENT: "people", OTHER: "people",
};

const OUTLINE: Record<Family, string> = {
  ground: "M5 2.5h14a2.5 2.5 0 0 1 2.5 2.5v14a2.5 2.5 0 0 1-2.5 2.5H5A2.5 2.5 0 0 1 2.5 19V5A2.5 2.5 0 0 1 5 2.5z",
  movement: "M12 1.8a10.2 10.2 0 1 0 0 20.4a10.2 10.2 0 1 0 0-20.4z",
  fighting: "M12 1.2l9.6 5.4v10.8L12 22.8l-9.6-5.4V6.6z",
  people: "M12 .8L23.2 12L12 23.2L.8 12z",
};

const DRAWING: Record<EventType, string> = {
  CONTROL: "M9 18V6.2M9 7h7v5.5H9",
  CONTEST: "M6.5 8.5L10 12l-3.5 3.5M17.5 8.5L14 12l3.5 3.5",
  CAPTURE: "M8.5 18.5V5.8M8.5 6.5H17l-2.2 3L17 12.6H8.5",
  LOSS: "M15.5 5.5v12.7M15.5 17.5H7l2.2-3L7 11.4h8.5",
  TRANSFER: "M6.5 9.5h10.5l-2.8-2.8M17.5 14.5H7l2.8 2.8",
  WITHDRAW: "M10 14L17 7M11.6 7H17v5.4M6.6 10.5v6.9h6.9",
  REDEPLOY: "M5.8 12h12M13.6 7.8L17.9 12l-4.3 4.2",
  ADVANCE: "M7 7.2L11.8 12L7 16.8M12.4 7.2l4.8 4.8l-4.8 4.8",
  CLASH: "M7.5 7.5l9 9M16.5 7.5l-9 9",
  AIRSTRIKE: "M12 5.4v8.4M8.4 10.4L12 14l3.6-3.6M7.4 18h9.2",
  SHELLING: "M6 16.5C7 7.5 14.5 6 16.6 13M13.4 11.4l3.4 2.6l1.6-3.8",
  BOMBING: "M12 5.6v3.2M12 15.2v3.2M5.6 12h3.2M15.2 12h3.2M7.6 7.6l2 2M14.4 14.4l2 2M16.4 7.6l-2 2M9.6 14.4l-2 2",
  SIEGE: "M12 6.2a5.8 5.8 0 1 0 .01 0M12 11.3a.7.7 0 1 0 .01 0",
  CASUALTY: "M12 6.2c2.6 3.4 4 5.2 4 7.2a4 4 0 0 1-8 0c0-2 1.4-3.8 4-7.2z",
  DISPLACE: "M9.3 6.6a1.5 1.5 0 1 0 .01 0M9.3 11.4v3.2l-2 3M9.3 14.6l2.1 3M13 12h5M15.8 9.6l2.4 2.4l-2.4 2.4",
  DESTROY: "M7.4 16.8v-6.4L12 6.8l4.6 3.6v6.4zM12.4 6.9l-1.6 4.2l2.6 1.8l-1.6 3.8",
  CONSCRIPT: "M10.4 7a2 2 0 1 0 .01 0M6.8 17c.2-3 1.5-4.4 3.6-4.4s3.4 1.4 3.6 4.4M16.4 8.6v4.4M14.2 10.8h4.4",
  DETAIN: "M7.6 8h8.8v8H7.6zM10.5 8v8M13.5 8v8",
  AGREEMENT: "M7 12.5l3.4 3.3L17 8.7",
  OTHER: "M8 12h.01M12 12h.01M16 12h.01",
};

export interface Glyph { outline: string; drawing: string }

export function glyphOf(type: number): Glyph {
  const name = TYPES[type];
  return { outline: OUTLINE[FAMILY[name]], drawing: DRAWING[name] };
}

const sprites = new Map<string, HTMLCanvasElement>();

export interface Look { type: number; colour: string; ink: string; isFact: boolean; refuted: boolean; paper: string }

/** Draw an event's mark of `size` pixels around a point. */
export function stamp(ctx: CanvasRenderingContext2D, x: number, y: number, size: number, look: Look): void {
  if ((ctx as unknown) instanceof SvgInk) {
    ctx.save();
    ctx.translate(x - size / 2, y - size / 2);
    ctx.scale(size / 24, size / 24);
    drawGlyph(ctx, look);
    ctx.restore();
    return;
  }
  const key = `${size} ${look.type} ${look.colour} ${look.isFact} ${look.refuted} ${look.paper}`;
  let sprite = sprites.get(key);
  const box = size + 6;
  if (!sprite) {
    sprite = document.createElement("canvas");
    sprite.width = sprite.height = box * 2;
    const own = sprite.getContext("2d");
    if (!own) return;
    own.scale(2, 2);
    own.translate(3, 3);
    own.scale(size / 24, size / 24);
    drawGlyph(own, look);
    sprites.set(key, sprite);
  }
  ctx.drawImage(sprite, x - box / 2, y - box / 2, box, box);
}

function drawGlyph(ctx: CanvasRenderingContext2D, look: Look): void {
  const glyph = glyphOf(look.type);
  ctx.lineJoin = ctx.lineCap = "round";
  ctx.strokeStyle = look.paper;
  ctx.lineWidth = 4;
  shape(ctx, glyph.outline, "stroke");
  ctx.fillStyle = look.isFact ? look.colour : look.paper;
  shape(ctx, glyph.outline, "fill");
  const edge = look.paper === "#ffffff" ? "rgba(20,20,18,.55)" : "rgba(255,255,255,.35)";
  ctx.strokeStyle = look.isFact ? edge : look.colour;
  ctx.lineWidth = look.isFact ? 1 : 2;
  if (!look.isFact) ctx.setLineDash([3.2, 2.6]);
  shape(ctx, glyph.outline, "stroke");
  ctx.setLineDash([]);
  ctx.strokeStyle = look.isFact ? look.ink : look.colour;
  ctx.lineWidth = 2.1;
  shape(ctx, glyph.drawing, "stroke");
  if (look.refuted) {
    ctx.strokeStyle = look.paper;
    ctx.lineWidth = 4.4;
    const bar = "M4 20L20 4";
    shape(ctx, bar, "stroke");
    ctx.strokeStyle = look.colour;
    ctx.lineWidth = 2.2;
    shape(ctx, bar, "stroke");
  }
}
