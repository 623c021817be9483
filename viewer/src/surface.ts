// A canvas under Leaflet's care: it moves and zooms with the map, and is painted again when it rests.

import * as L from "leaflet";

export type Painter = (ctx: CanvasRenderingContext2D, bounds: L.Bounds) => void;

interface Inner extends L.Canvas { _draw?: () => void; _ctx?: CanvasRenderingContext2D; _bounds?: L.Bounds; _container?: HTMLCanvasElement }

export class Surface {
  private readonly renderer: Inner;
  private queued = false;

  constructor(private readonly map: L.Map, pane: string, z: number, private readonly painter: Painter) {
    map.createPane(pane).style.zIndex = String(z);
    const element = map.getPane(pane);
    if (element) element.style.pointerEvents = "none";
    this.renderer = L.canvas({ pane, padding: 0.3 }) as Inner;
    // Leaflet calls this whenever it has sized, moved or cleared the canvas.
    this.renderer._draw = () => this.paint();
    this.renderer.addTo(map);
    this.renderer._container?.setAttribute("aria-hidden", "true");
  }

  /** Paint before the next frame, once however often it is asked; or at once, as paper does not wait. */
  refresh(atOnce = false): void {
    if (atOnce) this.paint();
    if (atOnce || this.queued) return;
    this.queued = true;
    requestAnimationFrame(() => {
      this.queued = false;
      this.paint();
    });
  }

  private paint(): void {
    const { _ctx: ctx, _bounds: bounds } = this.renderer;
    if (!ctx || !bounds?.min || !bounds.max || !this.map.getContainer().isConnected) return;
    const size = bounds.getSize();
    ctx.clearRect(bounds.min.x, bounds.min.y, size.x, size.y);
    ctx.save();
    this.painter(ctx, bounds);
    ctx.restore();
  }
}
