// The map: base, control, flows, marks and names; pointing at them, and walking them by keyboard.

import * as L from "leaflet";
import { BasePainter, LabelRoom, paintNames } from "../base";
import { clustered, type Cluster, grouped, type Spot } from "../marks";
import { BADGE, badgeSpots, type Disc, isRing, MOVEMENTS, paintCluster, paintDisc, paintDoubt, paintFlow, paintOutward, ringRadius, STALE, WITHDRAW } from "../paint";
import { Surface } from "../surface";
import type { Theme } from "../theme";
import { dayOf, longDate } from "../time";
import { counted, isFact, STATUS_SHORT } from "../words";
import type { App } from "./app";
import { h, replaceChildren } from "./dom";

/** Marks nearer than this share one. */
const REACH = 31;
/** More marks than this are walked in the list instead of on the map. */
const MOST_BUTTONS = 150;

interface Target { places: number[]; x: number; y: number; radius: number }

function within(box: L.LatLngBounds): (lat: number, lon: number) => boolean {
  const [west, south, east, north] = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  return (lat, lon) => lat >= south && lat <= north && lon >= west && lon <= east;
}

export class MapView {
  private readonly base: BasePainter;
  private readonly ground: Surface;
  private readonly surface: Surface;
  private readonly tip = h("div", { class: "tip", "aria-hidden": "true" });
  private readonly walk: HTMLElement;
  /** Says how many places are not in view, and leads there. */
  private readonly beyond = h("button", { class: "beyond" });
  private resting = 0;
  private targets: Target[] = [];
  private clusters: Cluster[] = [];

  constructor(private readonly app: App, readonly map: L.Map, private readonly theme: () => Theme) {
    this.base = new BasePainter(map, app.base, app.model.payload.tiles !== null);
    this.ground = new Surface(map, "ge-ground", 150, (ctx, bounds) => this.base.paint(ctx, bounds, this.theme()));
    map.createPane("ge-walk").style.zIndex = "640";
    this.walk = h("div", { class: "walk", role: "group", "aria-label": "Places on the map; arrow keys move between them, Enter opens the evidence" });
    map.getPane("ge-walk")?.append(this.walk);
    // The map takes a click anywhere else as "nothing chosen".
    this.walk.addEventListener("click", (event) => event.stopPropagation());
    map.getContainer().append(this.beyond);
    L.DomEvent.disableClickPropagation(this.beyond);
    this.beyond.addEventListener("click", () => this.showAll());
    this.surface = new Surface(map, "ge-marks", 420, (ctx) => this.paint(ctx));
    map.getContainer().append(this.tip);
    this.tip.hidden = true;
    map.on("mousemove", (event) => this.onMove(event));
    map.on("mouseout", () => this.hover(null));
    map.on("click", (event) => this.onClick(event));
    this.walk.addEventListener("keydown", (event) => this.onKey(event));
    app.store.subscribe((_, changed) => {
      if (changed.has("selected")) this.reveal();
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
      if (!tiles) this.map.setMaxBounds([[around[1], around[0]], [around[3], around[2]]]);
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
      this.map.panBy([at.x - x, at.y - (isSheet ? bottom * 0.55 : y)], { animate: false });
    }
  }

  /** Paint everything again, in the theme of the moment. */
  refresh(): void {
    this.ground.refresh();
    this.surface.refresh();
  }

  private at(lat: number, lon: number): L.Point {
    return this.map.latLngToLayerPoint([lat, lon]);
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
      const up = hasDisc ? (isRing(cluster) ? ringRadius(cluster.count) * 2 + 13 : 36) : BADGE / 2;
      const down = hasDisc && cluster.places.length === 1 ? -11 : isRing(cluster) ? wide : BADGE / 2;
      room.block(cluster.x - wide, cluster.y - up, cluster.x + wide, cluster.y + down);
    }
    this.target(discs);
    this.paintSelection(ctx, room, theme);
    this.paintOwnNames(ctx, discs, room, theme);
    if (!model.payload.tiles) paintNames(ctx, map, app.base, model.payload.towns, room, theme);
    this.tellBeyond(byPlace);
  }

  private reachable(place: number): boolean {
    const [west, south, east, north] = this.app.model.payload.around;
    const { lat, lon } = this.app.model.places[place];
    return within(L.latLngBounds([south, west], [north, east]))(lat, lon);
  }

  private tellBeyond(byPlace: Map<number, number[]>): void {
    const isVisible = within(this.map.getBounds());
    const { places } = this.app.model;
    let n = 0;
    for (const place of byPlace.keys()) if (!isVisible(places[place].lat, places[place].lon) && this.reachable(place)) n++;
    this.beyond.hidden = n === 0;
    if (n) this.beyond.textContent = `${counted(n, "place")} beyond this view: show all`;
  }

  private showAll(): void {
    const { places } = this.app.model;
    const points = [...this.shownByPlace().keys()].filter((place) => this.reachable(place)).map((place) => places[place]);
    if (points.length) {
      this.map.fitBounds(L.latLngBounds(points.map(({ lat, lon }) => [lat, lon])), { padding: [56, 56], animate: false });
    }
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

  private discs(isInside: (lat: number, lon: number) => boolean): Map<number, Disc> {
    const { model, state } = this.app;
    const out = new Map<number, Disc>();
    if (!state.showControl) return out;
    model.places.forEach((place, number) => {
      if (!place.control.length || !isInside(place.lat, place.lon)) return;
      const row = model.heldOn(number, state.day);
      if (row < 0 || state.hiddenActors.has(model.holder[row])) return;
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

  private paintOwnNames(ctx: CanvasRenderingContext2D, discs: Map<number, Disc>, room: LabelRoom, theme: Theme): void {
    const { model } = this.app;
    const places = new Set<number>([...discs.keys(), ...this.clusters.flatMap((c) => (c.places.length === 1 ? c.places : []))]);
    const order = [...places].sort((a, b) => Number(model.places[a].vague) - Number(model.places[b].vague) || model.places[b].events.length - model.places[a].events.length || a - b);
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 3.5;
    for (const number of order) {
      const place = model.places[number];
      const at = this.at(place.lat, place.lon);
      ctx.font = `${place.vague ? "italic 12px" : "600 13px"} 'Segoe UI', system-ui, 'Noto Sans', sans-serif`;
      const text = place.name.length > 34 ? `${place.name.slice(0, 32)}…` : place.name;
      const width = ctx.measureText(text).width;
      const chosen = this.app.state.selected.includes(number) ? this.frameOf(number) : null;
      const gap = discs.has(number) ? 12 : place.vague ? 23 : 15;
      const tries: [number, number, CanvasTextAlign][] = [
        [Math.max(at.x + gap, (chosen?.x1 ?? 0) + 5), at.y, "left"],
        [Math.min(at.x - gap, (chosen?.x0 ?? Infinity) - 5), at.y, "right"],
        [at.x, Math.max(at.y + 19, (chosen?.y1 ?? 0) + 11), "center"],
      ];
      for (const [x, y, align] of tries) {
        const left = align === "left" ? x : align === "right" ? x - width : x - width / 2;
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

  // The box around everything that stands for a place.
  private frameOf(place: number): { x0: number; y0: number; x1: number; y1: number } | null {
    const own = this.targets.filter((target) => target.places.includes(place));
    if (!own.length) return null;
    return {
      x0: Math.min(...own.map((t) => t.x - t.radius)) - 4, x1: Math.max(...own.map((t) => t.x + t.radius)) + 4,
      y0: Math.min(...own.map((t) => t.y - t.radius)) - 4, y1: Math.max(...own.map((t) => t.y + t.radius)) + 4,
    };
  }

  private paintSelection(ctx: CanvasRenderingContext2D, room: LabelRoom, theme: Theme): void {
    for (const place of this.app.state.selected) {
      const box = this.frameOf(place);
      if (!box) continue;
      const { x0, y0, x1, y1 } = box;
      room.block(x0, y0, x1, y1);
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
  private target(discs: Map<number, Disc>): void {
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
    this.targets = targets;
    // Few buttons are made at once; many only when the map has come to rest.
    clearTimeout(this.resting);
    if (targets.length <= 60) this.fillWalk();
    else this.resting = window.setTimeout(() => this.fillWalk(), 150);
  }

  private label(places: number[], shown: ReadonlySet<number>): string {
    const { model, state } = this.app;
    const parts = places.slice(0, 3).map((number) => {
      const place = model.places[number];
      const row = model.heldOn(number, state.day);
      const held = row < 0 ? "" : model.heldInWords(row);
      const n = place.events.filter((event) => shown.has(event)).length;
      return [place.name, held, n ? counted(n, "event") : ""].filter(Boolean).join(", ");
    });
    if (places.length > 3) parts.push(`and ${places.length - 3} more places`);
    return parts.join("; ");
  }

  // Invisible buttons over the marks: a canvas has nothing that a keyboard or a screen reader finds.
  private fillWalk(): void {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.places : undefined;
    const hadFocus = this.walk.contains(document.activeElement);
    const shown = new Set(this.app.shown());
    const seen = new Set<string>();
    const wanted = this.targets.filter((t) => !seen.has(String(t.places)) && seen.add(String(t.places)));
    wanted.sort((a, b) => a.x - b.x || a.y - b.y);
    const inside = this.map.getPixelBounds();
    const origin = this.map.getPixelOrigin();
    const visible = wanted.filter((t) => inside.contains([t.x + origin.x, t.y + origin.y])).slice(0, MOST_BUTTONS);
    const buttons = visible.map((target, i) => {
      const button = h("button", {
        "data-places": String(target.places), tabindex: i ? -1 : 0, "aria-label": this.label(target.places, shown),
        onclick: () => this.app.select(target.places),
        onfocus: () => this.hover(target),
        onblur: () => this.hover(null),
      });
      Object.assign(button.style, {
        left: `${target.x - target.radius}px`, top: `${target.y - target.radius}px`,
        width: `${target.radius * 2}px`, height: `${target.radius * 2}px`,
      });
      return button;
    });
    replaceChildren(this.walk, ...buttons);
    const again = hadFocus && buttons.find((button) => button.dataset.places === focused);
    if (again) {
      for (const button of buttons) button.tabIndex = button === again ? 0 : -1;
      again.focus({ preventScroll: true });
    }
  }

  private onKey(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const buttons = [...this.walk.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (!by || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[at].tabIndex = -1;
    const next = buttons[(at + by + buttons.length) % buttons.length];
    next.tabIndex = 0;
    next.focus({ preventScroll: true });
  }

  private hit(point: L.Point): Target | null {
    let best: Target | null = null;
    let nearest = Infinity;
    for (const target of this.targets) {
      const distance = Math.hypot(target.x - point.x, target.y - point.y) - target.radius;
      if (distance < 4 && distance < nearest) [best, nearest] = [target, distance];
    }
    return best;
  }

  private onMove(event: L.LeafletMouseEvent): void {
    this.hover(this.hit(event.layerPoint));
  }

  private onClick(event: L.LeafletMouseEvent): void {
    const target = this.hit(event.layerPoint);
    if (target) this.app.select(target.places);
    else if (this.app.state.selected.length) this.app.select([]);
  }

  private hover(target: Target | null): void {
    const { store, state } = this.app;
    this.map.getContainer().style.cursor = target ? "pointer" : "";
    if (String(target?.places ?? []) !== String(state.hovered)) store.set({ hovered: target?.places ?? [] });
    this.tip.hidden = !target;
    if (!target) return;
    this.fillTip(target);
    const at = this.map.layerPointToContainerPoint([target.x, target.y]);
    const size = this.map.getSize();
    this.tip.style.left = `${Math.max(8, Math.min(size.x - 268, at.x - 120))}px`;
    if (at.y > size.y / 2) Object.assign(this.tip.style, { top: "", bottom: `${size.y - at.y + target.radius + 8}px` });
    else Object.assign(this.tip.style, { bottom: "", top: `${at.y + target.radius + 8}px` });
  }

  private fillTip(target: Target): void {
    const { model, state } = this.app;
    const shown = new Set(this.app.shown());
    const rows = target.places.slice(0, 3).flatMap((number) => {
      const place = model.places[number];
      const row = model.heldOn(number, state.day);
      const events = place.events.filter((event) => shown.has(event));
      return [
        h("strong", { dir: "auto" }, place.name),
        row >= 0 && h("p", { dir: "auto" }, model.heldInWords(row)),
        ...events.slice(-3).map((event) => h("p", { dir: "auto" }, `${STATUS_SHORT[model.statusOf(event)]}: ${this.app.headline(event)}`)),
        events.length > 3 && h("p", { class: "soft" }, `and ${counted(events.length - 3, "more event")}`),
      ];
    });
    replaceChildren(this.tip, ...rows, target.places.length > 3 && h("p", { class: "soft" }, `and ${target.places.length - 3} more places`),
      h("p", { class: "soft" }, `on ${longDate(state.day)}`));
  }
}
