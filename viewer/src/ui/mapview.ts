// The map: base, control, flows, marks and names, and what it shows of where.

import * as L from "leaflet";
import { BasePainter, LabelRoom, paintNames } from "../base";
import { clustered, type Cluster, grouped, type Spot } from "../marks";
import { BADGE, badgeSpots, type Disc, isRing, MOVEMENTS, paintCluster, paintDisc, paintDoubt, paintFlow, paintOutward, ringRadius, STALE, WITHDRAW } from "../paint";
import { paintArea } from "../paintareas";
import { Surface } from "../surface";
import type { Theme } from "../theme";
import { dayOf } from "../time";
import { isFact } from "../words";
import type { App } from "./app";
import { sidesOf } from "./areaviews";
import { Beyond } from "./beyond";
import { Pointing, type Target } from "./pointing";

/** Marks nearer than this share one. */
const REACH = 31;

function within(box: L.LatLngBounds): (lat: number, lon: number) => boolean {
  const [west, south, east, north] = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  return (lat, lon) => lat >= south && lat <= north && lon >= west && lon <= east;
}

export class MapView {
  private readonly base: BasePainter;
  private readonly ground: Surface;
  private readonly land: Surface;
  private readonly surface: Surface;
  private readonly pointing: Pointing;
  private readonly beyond: Beyond;
  private clusters: Cluster[] = [];
  /** Whether the map may leave its limits, since a sheet covers a part of it. */
  private isLoose = false;

  constructor(private readonly app: App, readonly map: L.Map, private readonly theme: () => Theme) {
    this.base = new BasePainter(map, app.base, app.model.payload.tiles !== null);
    this.ground = new Surface(map, "ge-ground", 150, (ctx, bounds) => this.base.paint(ctx, bounds, this.theme()));
    this.land = new Surface(map, "ge-areas", 300, (ctx) => this.paintAreas(ctx));
    this.pointing = new Pointing(app, map);
    this.beyond = new Beyond(app, map);
    this.surface = new Surface(map, "ge-marks", 420, (ctx) => this.paint(ctx));
    app.store.subscribe((_, changed) => {
      if (changed.has("selected")) this.reveal();
      if (["day", "area", "showAreas", "hiddenActors"].some((key) => changed.has(key as keyof typeof app.state))) this.land.refresh();
      if (changed.size > 1 || !(changed.has("playing") || changed.has("query") || changed.has("speed") || changed.has("step"))) {
        this.surface.refresh();
      }
    });
  }

  // On a phone the evidence covers the lower part of the map: what was chosen moves above it.
  private reveal(): void {
    const place = this.app.state.selected[0] ?? -1;
    const sheet = document.querySelector("#geoevents-app .side");
    const { around, tiles } = this.app.model.payload;
    if (place < 0 || !sheet) {
      if (!tiles && this.isLoose) this.map.setMaxBounds([[around[1], around[0]], [around[3], around[2]]]);
      this.isLoose = false;
      return;
    }
    const { lat, lon } = this.app.model.places[place];
    const at = this.map.latLngToContainerPoint([lat, lon]);
    const box = this.map.getContainer().getBoundingClientRect();
    const isSheet = getComputedStyle(sheet).position === "absolute";
    const open = Math.min(0.66 * (sheet.parentElement?.clientHeight ?? 0), 540);
    const bottom = isSheet ? Math.min(box.height, window.innerHeight - open - box.top) : box.height;
    const y = Math.max(60, Math.min(bottom - 40, at.y));
    const x = Math.max(40, Math.min(box.width - 60, at.x));
    if (x !== at.x || y !== at.y) {
      // What lies beyond the base map's edge comes to lie under the sheet.
      if (isSheet) this.map.setMaxBounds(undefined as unknown as L.LatLngBounds);
      this.isLoose ||= isSheet;
      this.map.panBy([at.x - x, at.y - (isSheet ? bottom * 0.55 : y)], { animate: false });
    }
  }

  /** Paint everything again, in the theme of the moment. */
  refresh(): void {
    this.ground.refresh();
    this.land.refresh();
    this.surface.refresh();
  }

  private at(lat: number, lon: number): L.Point {
    return this.map.latLngToLayerPoint([lat, lon]);
  }

  private paintAreas(ctx: CanvasRenderingContext2D): void {
    const { app, map } = this;
    const origin = map.getPixelOrigin();
    const view = { scale: 256 * 2 ** map.getZoom(), x: origin.x, y: origin.y };
    for (const row of app.areas()) {
      paintArea(ctx, app.model.areas, row, {
        colours: sidesOf(app, row).map((one) => one.colour),
        contested: app.model.areas.table.text("control_status", row) === "contested",
        chosen: row === app.state.area,
      }, view, this.theme());
    }
  }

  private paint(ctx: CanvasRenderingContext2D): void {
    const { app, map } = this;
    const { model, state } = app;
    const theme = this.theme();
    const isInside = within(map.getBounds().pad(0.25));
    const byPlace = this.shownByPlace();
    const discs = this.discs(isInside);
    const room = new LabelRoom();
    const spots: Spot[] = [];
    for (const [place, events] of byPlace) {
      const { lat, lon } = model.places[place];
      if (!isInside(lat, lon)) continue;
      const point = this.at(lat, lon);
      spots.push({ place, x: point.x, y: point.y, groups: grouped(events, model.actor, model.type, (e) => isFact(model.statusOf(e))) });
    }
    this.clusters = clustered(spots, REACH);
    for (const place of [...state.selected, ...state.hovered]) {
      for (const event of place >= 0 ? byPlace.get(place) ?? [] : []) paintDoubt(ctx, map, model, event, theme);
    }
    this.paintFlows(ctx, byPlace, room, theme);
    for (const [place, disc] of discs) {
      const { lat, lon } = model.places[place];
      const point = this.at(lat, lon);
      paintDisc(ctx, point.x, point.y, disc, theme);
      room.block(point.x - 9, point.y - 9, point.x + 9, point.y + 9);
    }
    for (const cluster of this.clusters) {
      const hasDisc = discs.has(cluster.places[0]);
      const single = cluster.places.length === 1 ? model.places[cluster.places[0]] : null;
      if (single?.vague) this.paintVague(ctx, cluster, theme);
      paintCluster(ctx, model, cluster, hasDisc, theme);
      const wide = isRing(cluster) ? ringRadius(cluster.count) : (cluster.groups.length * (BADGE + 3)) / 2;
      const lifted = hasDisc && cluster.places.length === 1;
      const up = isRing(cluster) ? (lifted ? wide * 2 + 13 : wide) : hasDisc ? 36 : BADGE / 2;
      const down = lifted ? -11 : isRing(cluster) ? wide : BADGE / 2;
      room.block(cluster.x - wide, cluster.y - up, cluster.x + wide, cluster.y + down);
    }
    this.pointing.set(this.targets(discs));
    this.paintSelection(ctx, room, theme);
    this.blockPanels(room);
    this.paintOwnNames(ctx, discs, room, theme);
    if (!model.payload.tiles) paintNames(ctx, map, app.base, model.payload.towns, room, theme);
    this.beyond.tell(new Set([...byPlace.keys(), ...this.held()]));
  }

  private shownByPlace(): Map<number, number[]> {
    const { model } = this.app;
    const byPlace = new Map<number, number[]>();
    for (const event of this.app.shown()) {
      const place = model.place[event];
      if (place < 0) continue;
      const list = byPlace.get(place);
      if (list) list.push(event);
      else byPlace.set(place, [event]);
    }
    return byPlace;
  }

  /** Places whose reported holder is shown, in view or not. */
  private held(): number[] {
    const { model, state } = this.app;
    if (!state.showControl) return [];
    return [...model.places.keys()].filter((number) => {
      if (!model.places[number].control.length) return false;
      const row = model.heldOn(number, state.day);
      return row >= 0 && !state.hiddenActors.has(model.holder[row]);
    });
  }

  private discs(isInside: (lat: number, lon: number) => boolean): Map<number, Disc> {
    const { model, state } = this.app;
    const out = new Map<number, Disc>();
    this.held().forEach((number) => {
      const place = model.places[number];
      if (!isInside(place.lat, place.lon)) return;
      const row = model.heldOn(number, state.day);
      const last = model.control.numbers("last_reported_at")[row];
      out.set(number, {
        status: model.control.text("control_status", row),
        colour: model.actors[model.holder[row]].colour,
        others: model.contenders(row).map((one) => model.actors[one].colour),
        stale: !Number.isNaN(last) && state.day - dayOf(last) > STALE,
      });
    });
    return out;
  }

  private paintFlows(ctx: CanvasRenderingContext2D, byPlace: Map<number, number[]>, room: LabelRoom, theme: Theme): void {
    const { model } = this.app;
    const { events } = model;
    const drawn = new Set<string>();
    // Arrows to nowhere in particular would cover a mark that stands for many places.
    const alone = new Set(this.clusters.filter((c) => c.places.length === 1).map((c) => c.places[0]));
    for (const list of byPlace.values()) {
      for (const event of list) {
        if (!MOVEMENTS.has(model.type[event])) continue;
        const columns = ["origin_lat", "origin_lon", "destination_lat", "destination_lon"];
        const [oLat, oLon, dLat, dLon] = columns.map((name) => events.degrees(name)[event]);
        const place = model.places[model.place[event]];
        const leaves = model.type[event] !== 7;
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
  private paintVague(ctx: CanvasRenderingContext2D, cluster: Cluster, theme: Theme): void {
    ctx.beginPath();
    ctx.arc(cluster.x, cluster.y, BADGE * 0.85, 0, 2 * Math.PI);
    ctx.setLineDash([1.5, 3.2]);
    ctx.lineWidth = 1.6;
    ctx.strokeStyle = theme.soft;
    ctx.stroke();
    ctx.setLineDash([]);
  }

  // What stands over the map must not cut a name in half.
  private blockPanels(room: LabelRoom): void {
    const stage = this.map.getContainer();
    const zero = stage.getBoundingClientRect();
    for (const panel of stage.parentElement?.querySelectorAll(".date, .credit, .beyond, .leaflet-control") ?? []) {
      const box = panel.getBoundingClientRect();
      const a = this.map.containerPointToLayerPoint([box.left - zero.left, box.top - zero.top]);
      if (box.width) room.block(a.x - 2, a.y - 2, a.x + box.width + 2, a.y + box.height + 2);
    }
  }

  // A mark for several places bears the name of the one where most happens.
  private named(discs: Map<number, Disc>): Map<number, string> {
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

  private paintOwnNames(ctx: CanvasRenderingContext2D, discs: Map<number, Disc>, room: LabelRoom, theme: Theme): void {
    const { model } = this.app;
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 3.5;
    const edge = this.map.containerPointToLayerPoint([0, 0]);
    const size = this.map.getSize();
    for (const [number, name] of this.named(discs)) {
      const { vague } = model.places[number];
      const frame = this.pointing.frameOf(number);
      if (!frame) continue;
      ctx.font = `${vague ? "italic 12px" : "600 13px"} 'Segoe UI', system-ui, 'Noto Sans', sans-serif`;
      const text = name.length > 36 ? `${name.slice(0, 34)}…` : name;
      const width = ctx.measureText(text).width;
      // Beside the lower end, where the place itself is; else below, above.
      const state = name === model.places[number].name ? discs.get(number) : undefined;
      const isChosen = this.app.state.selected.includes(number);
      const low = state ? frame.y1 - 14 : (frame.y0 + frame.y1) / 2;
      const middle = (frame.x0 + frame.x1) / 2;
      const disc = state && !isChosen ? this.discOf(number) : null;
      // Outside the ring of what is chosen, or has the focus.
      const gap = state?.status === "besieged" ? 18 : 15;
      const halo = vague ? 7 : isChosen ? 7 : 3;
      const tries: [number, number, CanvasTextAlign][] = [
        [disc ? disc.x + gap : frame.x1 + halo, disc?.y ?? low, "left"],
        [disc ? disc.x - gap : frame.x0 - halo, disc?.y ?? low, "right"],
        [middle, frame.y1 + (isChosen ? 13 : 8), "center"], [middle, frame.y0 - (isChosen ? 13 : 8), "center"],
      ];
      for (const [x, y, align] of tries) {
        const left = align === "left" ? x : align === "right" ? x - width : x - width / 2;
        if (left < edge.x + 3 || left + width > edge.x + size.x - 3) continue;
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

  private discOf(number: number): L.Point {
    const { lat, lon } = this.app.model.places[number];
    return this.at(lat, lon);
  }

  private paintSelection(ctx: CanvasRenderingContext2D, room: LabelRoom, theme: Theme): void {
    for (const place of this.app.state.selected) {
      const box = this.pointing.frameOf(place);
      if (!box) continue;
      const { x0, y0, x1, y1 } = box;
      room.block(x0 - 4, y0 - 4, x1 + 4, y1 + 4);
      ctx.beginPath();
      ctx.roundRect(x0, y0, x1 - x0, y1 - y0, Math.min(x1 - x0, y1 - y0) / 2);
      for (const [width, colour] of [[5, theme.paper], [2, theme.ink]] as const) {
        ctx.lineWidth = width;
        ctx.strokeStyle = colour;
        ctx.stroke();
      }
    }
  }

  // What can be pointed at and walked to: marks, and discs without a mark.
  private targets(discs: Map<number, Disc>): Target[] {
    const { model } = this.app;
    const targets: Target[] = [];
    const covered = new Set<number>();
    for (const cluster of this.clusters) {
      const hasDisc = discs.has(cluster.places[0]);
      const spots = badgeSpots(cluster, hasDisc);
      const r = isRing(cluster) ? ringRadius(cluster.count) : BADGE / 2 + 2;
      const lift = isRing(cluster) && hasDisc && cluster.places.length === 1 ? r + 13 : 0;
      for (const place of cluster.places) covered.add(place);
      if (isRing(cluster)) targets.push({ places: cluster.places, x: cluster.x, y: cluster.y - lift, radius: r });
      else spots.forEach((spot) => targets.push({ places: cluster.places, x: spot.x, y: spot.y, radius: r }));
      if (hasDisc) targets.push({ places: [cluster.places[0]], x: cluster.x, y: cluster.y, radius: 10 });
    }
    for (const place of discs.keys()) {
      if (covered.has(place)) continue;
      const at = this.at(model.places[place].lat, model.places[place].lon);
      targets.push({ places: [place], x: at.x, y: at.y, radius: 11 });
    }
    return targets;
  }
}
