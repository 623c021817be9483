// One date of the map -> what is painted of it on any canvas, and what of it can be pointed at.

import type * as L from "leaflet";
import { type Chance, chanceOf } from "./areas";
import { LabelRoom } from "./base";
import { clustered, type Cluster, grouped, type Spot } from "./marks";
import { BADGE, badgeSpots, type Disc, isRing, MOVEMENTS, paintCluster, paintDisc, paintDoubt, paintFlow, paintOutward, ringRadius, STALE, WITHDRAW } from "./paint";
import { fronts } from "./fronts";
import { paintArea, paintClaimed, paintFronts } from "./paintareas";
import type { Theme } from "./theme";
import { dayOf } from "./time";
import type { App } from "./ui/app";
import { sidesOf } from "./ui/areaviews";
import type { Frame, Target } from "./ui/pointing";
import { isFact } from "./words";

/** Marks nearer than this share one. */
const REACH = 31;
const ADVANCE = 7;

type Ctx = CanvasRenderingContext2D;
/** Actors, types of events, statuses of events and of places, and classes of areas that a picture shows. */
export interface Seen { actors: Set<number>; types: Set<number>; statuses: Set<number>; held: Set<string>; areas: Set<Chance | "contested" | "front" | "edge" | "claimed"> }

export const nothingSeen = (): Seen => ({ actors: new Set(), types: new Set(), statuses: new Set(), held: new Set(), areas: new Set() });

type Spots = Map<number, Disc>;

export class Scene {
  readonly targets: Target[] = [];
  private clusters: Cluster[] = [];
  private readonly frames = new Map<number, Frame>();
  private readonly byPlace: Map<number, number[]>;
  private readonly held: number[];

  /** `edge` is the part of the map that is seen of this date, in the map's own pixels. */
  constructor(private readonly app: App, private readonly map: L.Map, private readonly theme: Theme, private readonly edge: Frame) {
    this.byPlace = shownByPlace(app);
    this.held = heldPlaces(app);
  }

  private at(lat: number, lon: number): L.Point {
    return this.map.latLngToLayerPoint([lat, lon]);
  }

  /** What the key has to explain of the picture, once it is painted. */
  seen(into: Seen): void {
    const { model, state } = this.app;
    const inside = ({ x, y }: { x: number; y: number }) => x >= this.edge.x0 && x <= this.edge.x1 && y >= this.edge.y0 && y <= this.edge.y1;
    for (const cluster of this.clusters.filter(inside)) {
      for (const group of cluster.groups) {
        into.actors.add(group.actor);
        into.types.add(group.type);
        into.statuses.add(model.status[group.events[0]]);
      }
    }
    for (const place of this.held) {
      const { lat, lon } = model.places[place];
      if (!inside(this.at(lat, lon))) continue;
      const row = model.heldOn(place, state.day);
      for (const actor of [model.holder[row], ...model.contenders(row)]) into.actors.add(actor);
      into.held.add(model.control.text("control_status", row));
    }
    for (const row of this.app.areas()) {
      into.areas.add(model.areas.table.text("control_status", row) === "contested" ? "contested" : chanceOf(model.areas.table.numbers("probability")[row]));
      for (const id of model.areas.idsOf(row)) into.actors.add(model.actorNumber(id));
    }
    const { held, contested } = fronts(model.areas, this.app.areas());
    if (held.length) into.areas.add("front");
    if (contested.length) into.areas.add("edge");
    if (this.app.claimed().length) into.areas.add("claimed");
  }

  /** Every place that the date shows, in view or not. */
  places(): Set<number> {
    return new Set([...this.byPlace.keys(), ...this.held]);
  }

  paintAreas(ctx: Ctx): void {
    const { app, map } = this;
    const origin = map.getPixelOrigin();
    const view = { scale: 256 * 2 ** map.getZoom(), x: origin.x, y: origin.y };
    const rows = app.areas();
    for (const row of rows) {
      paintArea(ctx, app.model.areas, row, {
        colours: sidesOf(app, row).map((one) => one.colour),
        contested: app.model.areas.table.text("control_status", row) === "contested",
        chosen: row === app.state.area,
      }, view, this.theme);
    }
    if (rows.length > 1) paintFronts(ctx, fronts(app.model.areas, rows), view, this.theme);
    const { model, state } = app;
    for (const event of app.claimed()) {
      const chosen = [...state.selected, ...state.hovered].includes(model.place[event]);
      paintClaimed(ctx, model.claimed.rings(event), model.actors[model.actor[event]].colour, chosen, view, this.theme);
    }
  }

  /** Doubt, flows, discs and marks; `room` learns where no name may stand any more. */
  paintMarks(ctx: Ctx, room: LabelRoom): void {
    const { app, map, theme } = this;
    const { model, state } = app;
    const discs = this.discs();
    const spots: Spot[] = [];
    for (const [place, events] of this.byPlace) {
      const point = this.near(place);
      if (point) spots.push({ place, x: point.x, y: point.y, groups: grouped(events, model.actor, model.type, (e) => isFact(model.statusOf(e))) });
    }
    this.clusters = clustered(spots, REACH);
    for (const place of [...state.selected, ...state.hovered]) {
      for (const event of place >= 0 ? this.byPlace.get(place) ?? [] : []) paintDoubt(ctx, map, model, event, theme);
    }
    this.paintFlows(ctx, room);
    for (const [place, disc] of discs) {
      const { lat, lon } = model.places[place];
      const point = this.at(lat, lon);
      paintDisc(ctx, point.x, point.y, disc, theme);
      room.block(point.x - 9, point.y - 9, point.x + 9, point.y + 9);
    }
    for (const cluster of this.clusters) this.paintMark(ctx, cluster, discs.has(cluster.places[0]), room);
    this.aim(discs);
    this.paintSelection(ctx, room);
    this.paintOwnNames(ctx, discs, room);
  }

  /** A place's point on the screen, unless it lies well beyond what is seen. */
  private near(place: number): L.Point | null {
    const { lat, lon } = this.app.model.places[place];
    const point = this.at(lat, lon);
    const { x0, y0, x1, y1 } = this.edge;
    const [w, h] = [(x1 - x0) * 0.25 + 40, (y1 - y0) * 0.25 + 40];
    return point.x > x0 - w && point.x < x1 + w && point.y > y0 - h && point.y < y1 + h ? point : null;
  }

  private paintMark(ctx: Ctx, cluster: Cluster, hasDisc: boolean, room: LabelRoom): void {
    const { model } = this.app;
    const single = cluster.places.length === 1 ? model.places[cluster.places[0]] : null;
    if (single?.vague) this.paintVague(ctx, cluster);
    paintCluster(ctx, model, cluster, hasDisc, this.theme);
    const wide = isRing(cluster) ? ringRadius(cluster.count) : (cluster.groups.length * (BADGE + 3)) / 2;
    const lifted = hasDisc && cluster.places.length === 1;
    const up = isRing(cluster) ? (lifted ? wide * 2 + 13 : wide) : hasDisc ? 36 : BADGE / 2;
    const down = lifted ? -11 : isRing(cluster) ? wide : BADGE / 2;
    room.block(cluster.x - wide, cluster.y - up, cluster.x + wide, cluster.y + down);
  }

  private discs(): Spots {
    const { model, state } = this.app;
    const out: Spots = new Map();
    for (const number of this.held) {
      if (!this.near(number)) continue;
      const row = model.heldOn(number, state.day);
      const last = model.control.numbers("last_reported_at")[row];
      out.set(number, {
        status: model.control.text("control_status", row),
        colour: model.actors[model.holder[row]].colour,
        others: model.contenders(row).map((one) => model.actors[one].colour),
        stale: !Number.isNaN(last) && state.day - dayOf(last) > STALE,
      });
    }
    return out;
  }

  private paintFlows(ctx: Ctx, room: LabelRoom): void {
    const { theme } = this;
    const { model } = this.app;
    if (!model.events.n) return;
    const drawn = new Set<string | number>();
    const [oLats, oLons, dLats, dLons] = ["origin_lat", "origin_lon", "destination_lat", "destination_lon"].map((name) => model.events.degrees(name));
    // Arrows to nowhere in particular would cover a mark that stands for many places.
    const alone = new Set(this.clusters.filter((c) => c.places.length === 1).map((c) => c.places[0]));
    for (const list of this.byPlace.values()) {
      for (const event of list) {
        if (!MOVEMENTS.has(model.type[event])) continue;
        const [oLat, oLon, dLat, dLon] = [oLats[event], oLons[event], dLats[event], dLons[event]];
        // Most movements name neither end: one of a kind at a place is enough.
        const bare = Number.isNaN(oLat) && Number.isNaN(dLat);
        const plain = bare ? (model.place[event] * 65_536 + model.actor[event]) * 64 + model.type[event] * 2 + Number(isFact(model.statusOf(event))) : NaN;
        if (bare && drawn.has(plain)) continue;
        if (bare) drawn.add(plain);
        const place = model.places[model.place[event]];
        const leaves = model.type[event] !== ADVANCE;
        const from = Number.isNaN(oLat) ? (leaves ? place : null) : { lat: oLat, lon: oLon };
        const to = Number.isNaN(dLat) ? (leaves ? null : place) : { lat: dLat, lon: dLon };
        const colour = model.actors[model.actor[event]].colour;
        const key = JSON.stringify([from?.lat, from?.lon, to?.lat, to?.lon, colour]);
        if (drawn.has(key)) continue;
        drawn.add(key);
        const fact = isFact(model.statusOf(event));
        if (from && to) paintFlow(ctx, this.at(from.lat, from.lon), this.at(to.lat, to.lon), colour, fact, theme);
        else if (from && alone.has(model.place[event]) && model.type[event] === WITHDRAW && fact) {
          const at = this.at(from.lat, from.lon);
          paintOutward(ctx, at, colour, theme);
          room.block(at.x + 8, at.y + 4, at.x + 36, at.y + 26);
        }
      }
    }
  }

  // A mark for "north-east of Aleppo" must not look as if it stood on a known spot.
  private paintVague(ctx: Ctx, cluster: Cluster): void {
    ctx.beginPath();
    ctx.arc(cluster.x, cluster.y, BADGE * 0.85, 0, 2 * Math.PI);
    ctx.setLineDash([1.5, 3.2]);
    ctx.lineWidth = 1.6;
    ctx.strokeStyle = this.theme.soft;
    ctx.stroke();
    ctx.setLineDash([]);
  }

  // A mark for several places bears the name of the one where most happens.
  private named(discs: Spots): Map<number, string> {
    const { places } = this.app.model;
    const names = new Map<number, string>();
    const merged = new Set<number>();
    const busier = (a: number, b: number) =>
      Number(places[a].vague) - Number(places[b].vague) || places[b].events.length - places[a].events.length || a - b;
    for (const cluster of this.clusters) {
      const [main] = [...cluster.places].sort(busier);
      for (const place of cluster.places) merged.add(place);
      const more = cluster.places.length - 1;
      names.set(main, `${places[main].name}${more ? ` +${more}` : ""}`);
    }
    for (const place of discs.keys()) if (!merged.has(place)) names.set(place, places[place].name);
    return new Map([...names].sort(([a], [b]) => busier(a, b)));
  }

  private paintOwnNames(ctx: Ctx, discs: Spots, room: LabelRoom): void {
    const { model, state } = this.app;
    const { edge, theme } = this;
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 3.5;
    for (const [number, name] of this.named(discs)) {
      const { vague } = model.places[number];
      const frame = this.frames.get(number);
      if (!frame) continue;
      ctx.font = `${vague ? "italic 12px" : "600 13px"} 'Segoe UI', system-ui, 'Noto Sans', 'Noto Sans Arabic', sans-serif`;
      const text = name.length > 36 ? `${name.slice(0, 34)}…` : name;
      const width = ctx.measureText(text).width;
      // Beside the lower end, where the place itself is; else below, above.
      const one = name === model.places[number].name ? discs.get(number) : undefined;
      const isChosen = state.selected.includes(number);
      const low = one ? frame.y1 - 14 : (frame.y0 + frame.y1) / 2;
      const disc = one && !isChosen ? this.at(model.places[number].lat, model.places[number].lon) : null;
      const middle = (frame.x0 + frame.x1) / 2;
      const gap = one?.status === "besieged" ? 18 : 15;
      const halo = vague ? 7 : isChosen ? 7 : 3;
      const tries: [number, number, CanvasTextAlign][] = [
        [disc ? disc.x + gap : frame.x1 + halo, disc?.y ?? low, "left"],
        [disc ? disc.x - gap : frame.x0 - halo, disc?.y ?? low, "right"],
        [middle, frame.y1 + (isChosen ? 13 : 8), "center"], [middle, frame.y0 - (isChosen ? 13 : 8), "center"],
      ];
      for (const [x, y, align] of tries) {
        const left = align === "left" ? x : align === "right" ? x - width : x - width / 2;
        if (left < edge.x0 + 3 || left + width > edge.x1 - 3) continue;
        if (!room.claim(left - 1, y - 8, left + width + 1, y + 8)) continue;
        ctx.textAlign = align;
        ctx.strokeStyle = theme.halo;
        ctx.strokeText(text, x, y);
        ctx.fillStyle = theme.ink;
        ctx.fillText(text, x, y);
        break;
      }
    }
  }

  private paintSelection(ctx: Ctx, room: LabelRoom): void {
    for (const place of this.app.state.selected) {
      const box = this.frames.get(place);
      if (!box) continue;
      const { x0, y0, x1, y1 } = box;
      room.block(x0 - 4, y0 - 4, x1 + 4, y1 + 4);
      ctx.beginPath();
      ctx.roundRect(x0, y0, x1 - x0, y1 - y0, Math.min(x1 - x0, y1 - y0) / 2);
      for (const [width, colour] of [[5, this.theme.paper], [2, this.theme.ink]] as const) {
        ctx.lineWidth = width;
        ctx.strokeStyle = colour;
        ctx.stroke();
      }
    }
  }

  // What can be pointed at and walked to: marks, and discs without a mark.
  private aim(discs: Spots): void {
    const { model } = this.app;
    const { targets } = this;
    const covered = new Set<number>();
    for (const cluster of this.clusters) {
      const hasDisc = discs.has(cluster.places[0]);
      const spots = badgeSpots(cluster, hasDisc);
      const r = isRing(cluster) ? ringRadius(cluster.count) : BADGE / 2 + 2;
      const lift = isRing(cluster) && hasDisc && cluster.places.length === 1 ? r + 13 : 0;
      for (const place of cluster.places) covered.add(place);
      if (isRing(cluster)) targets.push({ places: cluster.places, x: cluster.x, y: cluster.y - lift, radius: r, view: this.app, events: this.byPlace });
      else spots.forEach((spot) => targets.push({ places: cluster.places, x: spot.x, y: spot.y, radius: r, view: this.app, events: this.byPlace }));
      if (hasDisc) targets.push({ places: [cluster.places[0]], x: cluster.x, y: cluster.y, radius: 10, view: this.app, events: this.byPlace });
    }
    for (const place of discs.keys()) {
      if (covered.has(place)) continue;
      const at = this.at(model.places[place].lat, model.places[place].lon);
      targets.push({ places: [place], x: at.x, y: at.y, radius: 11, view: this.app, events: this.byPlace });
    }
    for (const { places, x, y, radius } of targets) {
      const r = radius + 4;
      for (const place of places) {
        const box = this.frames.get(place);
        this.frames.set(place, {
          x0: Math.min(box?.x0 ?? Infinity, x - r), x1: Math.max(box?.x1 ?? -Infinity, x + r),
          y0: Math.min(box?.y0 ?? Infinity, y - r), y1: Math.max(box?.y1 ?? -Infinity, y + r),
        });
      }
    }
  }
}

function shownByPlace(app: App): Map<number, number[]> {
  const { model } = app;
  const byPlace = new Map<number, number[]>();
  for (const event of app.shown()) {
    const place = model.place[event];
    if (place < 0) continue;
    const list = byPlace.get(place);
    if (list) list.push(event);
    else byPlace.set(place, [event]);
  }
  return byPlace;
}

/** Places whose reported holder is shown, in view or not. */
function heldPlaces(app: App): number[] {
  const { model, state } = app;
  if (!state.showControl) return [];
  return model.heldAnywhere.filter((number) => {
    const row = model.heldOn(number, state.day);
    return row >= 0 && !state.hiddenActors.has(model.holder[row]);
  });
}
