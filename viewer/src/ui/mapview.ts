// The map: base, control, flows, marks and names, and what it shows of where.

import * as L from "leaflet";
import { BasePainter, LabelRoom, paintNames } from "../base";
import { nothingSeen, Scene, type Seen } from "../scene";
import { FILTERS, type State } from "../state";
import { Surface } from "../surface";
import type { Theme } from "../theme";
import type { App } from "./app";
import { Beyond } from "./beyond";
import { datesOf } from "./compare";
import { type Frame, Pointing, type Target } from "./pointing";
import { settle } from "./settle";

/** What changes nothing of the picture. */
const UNSEEN: (keyof State)[] = ["playing", "query", "speed", "step", "chart", "view", "order", "theme"];

interface Spot { x: number; y: number; width: number; height: number }
const FRESH_MS = 250;

/** What changes the estimated areas, and what else those that a source claims. */
const LAND: (keyof State)[] = ["day", "area", "showAreas", "hiddenActors", "compare", "cut"];
const CLAIMED: (keyof State)[] = ["window", "showClaimed", "selected", "hovered", ...FILTERS];

export class MapView {
  private readonly base: BasePainter;
  private readonly ground: Surface;
  private readonly land: Surface;
  private readonly surface: Surface;
  private readonly pointing: Pointing;
  private readonly beyond: Beyond;
  /** Whether the map may leave its limits, since a sheet covers a part of it. */
  private isLoose = false;
  /** What stands over the map, in its own pixels, and when that was looked up. */
  private panels: Spot[] = [];
  private measured = -Infinity;

  constructor(private readonly app: App, readonly map: L.Map, private readonly theme: () => Theme) {
    this.base = new BasePainter(map, app.base, app.model.payload.tiles !== null);
    this.ground = new Surface(map, "ge-ground", 150, (ctx, bounds) => this.base.paint(ctx, bounds, this.theme()));
    this.land = new Surface(map, "ge-areas", 300, (ctx) => this.eachHalf(ctx, (scene) => scene.paintAreas(ctx)));
    this.pointing = new Pointing(app, map);
    this.beyond = new Beyond(app, map);
    this.surface = new Surface(map, "ge-marks", 420, (ctx) => this.paint(ctx));
    app.store.subscribe((_, changed) => {
      if (changed.has("selected")) this.reveal();
      if (LAND.some((key) => changed.has(key)) || (app.model.claimed.events.size > 0 && CLAIMED.some((key) => changed.has(key)))) this.land.refresh();
      if ([...changed].some((key) => !UNSEEN.includes(key))) this.surface.refresh();
    });
    // The divider stands still on the screen while the map moves below it.
    map.on("move", () => {
      if (app.state.compare !== null) this.refreshMarks();
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

  /** Move the first view until nothing over the map covers a mark. */
  settle(): void {
    const { around, tiles } = this.app.model.payload;
    const box = tiles ? null : L.latLngBounds([around[1], around[0]], [around[3], around[2]]);
    // Twice: another zoom may part marks, and with another view the button for what lies beyond comes or goes.
    for (let i = 0; i < 2; i++) {
      this.surface.refresh(true);
      if (!settle(this.map, this.pointing.marks, box)) return;
    }
  }

  /** Paint everything again, in the theme of the moment. */
  refresh(atOnce = false): void {
    this.ground.refresh(atOnce);
    this.refreshMarks(atOnce);
  }

  private refreshMarks(atOnce = false): void {
    this.land.refresh(atOnce);
    this.surface.refresh(atOnce);
  }

  /** The part of the map that is seen, in its own pixels. */
  private edge(): Frame {
    const { x, y } = this.map.containerPointToLayerPoint([0, 0]);
    const size = this.map.getSize();
    return { x0: x, y0: y, x1: x + size.x, y1: y + size.y };
  }

  /** The dates that are seen, and where: two in a comparison, the earlier at the start. */
  private halves(): [App, Frame][] {
    const { app } = this;
    const edge = this.edge();
    if (app.state.compare === null) return [[app, edge]];
    const cut = edge.x0 + (edge.x1 - edge.x0) * app.state.cut;
    const [first, second] = datesOf(app);
    return [[app.on(first), { ...edge, x1: cut }], [app.on(second), { ...edge, x0: cut }]];
  }

  private eachHalf(ctx: CanvasRenderingContext2D, paint: (scene: Scene) => void, theme = this.theme()): void {
    for (const [app, edge] of this.halves()) {
      ctx.save();
      if (app.state.compare !== null) {
        const whole = this.edge();
        const [x0, x1] = [edge.x0 - (edge.x0 === whole.x0 ? 1e4 : 0), edge.x1 + (edge.x1 === whole.x1 ? 1e4 : 0)];
        ctx.beginPath();
        ctx.rect(x0, edge.y0 - 1e4, x1 - x0, edge.y1 - edge.y0 + 2e4);
        ctx.clip();
      }
      paint(new Scene(app, this.map, theme, edge));
      ctx.restore();
    }
  }

  /** The whole picture of the moment on another canvas, in the map's own pixels; what it shows is told. */
  picture(ctx: CanvasRenderingContext2D, theme: Theme): Seen {
    const { app, map } = this;
    const seen = nothingSeen();
    const { x0, y0, x1, y1 } = this.edge();
    this.base.paint(ctx, L.bounds([x0, y0], [x1, y1]), theme);
    const room = new LabelRoom();
    this.eachHalf(ctx, (scene) => scene.paintAreas(ctx), theme);
    this.eachHalf(ctx, (scene) => {
      scene.paintMarks(ctx, room);
      scene.seen(seen);
    }, theme);
    if (!app.model.payload.tiles) paintNames(ctx, map, app.base, app.model.payload.towns, room, theme);
    return seen;
  }

  private paint(ctx: CanvasRenderingContext2D): void {
    const { app, map } = this;
    const room = new LabelRoom();
    const targets: Target[] = [];
    const places = new Set<number>();
    this.blockPanels(room);
    this.eachHalf(ctx, (scene) => {
      scene.paintMarks(ctx, room);
      targets.push(...scene.targets);
      for (const place of scene.places()) places.add(place);
    });
    this.pointing.set(targets);
    if (!app.model.payload.tiles) paintNames(ctx, map, app.base, app.model.payload.towns, room, this.theme());
    this.beyond.tell(places);
  }

  // What stands over the map must not cut a name in half.
  // Asking where they stand makes the browser lay out the page, so the answer is kept for a moment.
  private blockPanels(room: LabelRoom): void {
    if (performance.now() - this.measured > FRESH_MS) {
      this.panels = this.whereabouts();
      this.measured = performance.now();
    }
    for (const { x, y, width, height } of this.panels) {
      const a = this.map.containerPointToLayerPoint([x, y]);
      room.block(a.x - 2, a.y - 2, a.x + width + 2, a.y + height + 2);
    }
  }

  private whereabouts(): Spot[] {
    const stage = this.map.getContainer();
    const zero = stage.getBoundingClientRect();
    const found = [...(stage.parentElement?.querySelectorAll(".date, .beyond, .leaflet-control") ?? [])].map((panel) => panel.getBoundingClientRect());
    return found.filter((box) => box.width > 0).map(({ left, top, width, height }) => ({ x: left - zero.left, y: top - zero.top, width, height }));
  }
}
