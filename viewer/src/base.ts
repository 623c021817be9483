// The base map: land, water, borders, and the names that tell a reader where this is.

import * as L from "leaflet";
import type { Payload } from "./model";
import type { Theme } from "./theme";

type Ring = [number, number][];
interface Areas { type: "MultiPolygon"; coordinates: Ring[][] }
interface Lines { type: "MultiLineString"; coordinates: Ring[] }

export interface BaseMap {
  bbox: [number, number, number, number];
  land: Areas;
  lakes?: Areas;
  coast?: Lines;
  rivers?: Lines;
  borders: Lines;
  countries: { name: string; kind?: string; label: [number, number] | null; spots?: [number, number][] }[];
  disputed: { name: string; status: string; geometry: Lines }[];
  disclaimer: string;
  attribution: string;
}

const RADIUS = 256 / (2 * Math.PI);
const MAX_LAT = 85.0511;

// Mercator once, at zoom 0; a frame only scales and shifts. One array of x, y per line or ring.
function projected(lines: Ring[]): Float64Array[] {
  return lines.map((line) => {
    const out = new Float64Array(line.length * 2);
    line.forEach(([lon, lat], i) => {
      const sin = Math.sin((Math.max(-MAX_LAT, Math.min(MAX_LAT, lat)) * Math.PI) / 180);
      out[2 * i] = 128 + (lon * 256) / 360;
      out[2 * i + 1] = 128 - (RADIUS * Math.log((1 + sin) / (1 - sin))) / 2;
    });
    return out;
  });
}

const rings = (areas?: Areas): Float64Array[] => projected((areas?.coordinates ?? []).flat());
const strokes = (lines?: Lines): Float64Array[] => projected(lines?.coordinates ?? []);

export interface Label { text: string; lon: number; lat: number; rank: number }

export class BasePainter {
  private readonly land: Float64Array[];
  private readonly lakes: Float64Array[];
  private readonly coast: Float64Array[];
  private readonly rivers: Float64Array[];
  private readonly borders: Float64Array[];
  private readonly disputed: Float64Array[];

  constructor(private readonly map: L.Map, readonly base: BaseMap, private readonly hasTiles: boolean) {
    this.land = rings(base.land);
    this.lakes = rings(base.lakes);
    this.coast = base.coast ? strokes(base.coast) : this.land;
    this.rivers = strokes(base.rivers);
    this.borders = strokes(base.borders);
    this.disputed = base.disputed.flatMap((one) => strokes(one.geometry));
  }

  paint(ctx: CanvasRenderingContext2D, bounds: L.Bounds, theme: Theme): void {
    const min = bounds.min as L.Point;
    const size = bounds.getSize();
    const scale = this.map.options.crs ? 2 ** this.map.getZoom() : 1;
    const origin = this.map.getPixelOrigin();
    const trace = (lines: Float64Array[], close: boolean): void => {
      ctx.beginPath();
      for (const line of lines) {
        for (let i = 0; i < line.length; i += 2) {
          const x = line[i] * scale - origin.x;
          const y = line[i + 1] * scale - origin.y;
          if (i) ctx.lineTo(x, y);
          else ctx.moveTo(x, y);
        }
        if (close) ctx.closePath();
      }
    };
    ctx.lineJoin = "round";
    if (!this.hasTiles) {
      ctx.fillStyle = theme.sea;
      ctx.fillRect(min.x, min.y, size.x, size.y);
      ctx.fillStyle = theme.land;
      trace(this.land, true);
      ctx.fill("evenodd");
      ctx.strokeStyle = theme.river;
      ctx.lineWidth = 1.3;
      trace(this.rivers, false);
      ctx.stroke();
      ctx.fillStyle = theme.sea;
      trace(this.lakes, true);
      ctx.fill("evenodd");
      ctx.strokeStyle = theme.coast;
      ctx.lineWidth = 0.9;
      trace(this.coast, !this.base.coast);
      ctx.stroke();
    }
    ctx.strokeStyle = theme.border;
    ctx.lineWidth = 1.2;
    trace(this.borders, false);
    ctx.stroke();
    ctx.strokeStyle = theme.disputed;
    ctx.setLineDash([5, 4]);
    trace(this.disputed, false);
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

/** Names that are already spoken for on the screen: a label is drawn where no other is. */
export class LabelRoom {
  private readonly taken: [number, number, number, number][] = [];

  /** Take room for a mark: it is drawn whatever else stands there. */
  block(x0: number, y0: number, x1: number, y1: number): void {
    this.taken.push([x0, y0, x1, y1]);
  }

  claim(x0: number, y0: number, x1: number, y1: number): boolean {
    for (const [a, b, c, d] of this.taken) if (x0 < c && x1 > a && y0 < d && y1 > b) return false;
    this.taken.push([x0, y0, x1, y1]);
    return true;
  }
}

/** Countries and towns around the data; the data's own places come first and keep their room. */
export function paintNames(
  ctx: CanvasRenderingContext2D, map: L.Map, base: BaseMap, towns: Payload["towns"], room: LabelRoom, theme: Theme,
): void {
  const point = (lat: number, lon: number) => map.latLngToLayerPoint([lat, lon]);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.strokeStyle = theme.halo;
  ctx.lineWidth = 3;
  ctx.font = "600 13px Georgia, 'Noto Serif', 'Times New Roman', serif";
  ctx.fillStyle = theme.country;
  const size = map.getSize();
  for (const country of base.countries) {
    const text = spaced(country.name.toUpperCase());
    const half = ctx.measureText(text).width / 2 + 6;
    for (const [lon, lat] of country.spots ?? (country.label ? [country.label] : [])) {
      const at = point(lat, lon);
      const seen = map.layerPointToContainerPoint(at);
      if (seen.x < half || seen.x > size.x - half || seen.y < 10 || seen.y > size.y - 10) continue;
      if (!room.claim(at.x - half, at.y - 10, at.x + half, at.y + 10)) continue;
      ctx.strokeText(text, at.x, at.y);
      ctx.fillText(text, at.x, at.y);
      break;
    }
  }
  ctx.font = "12px 'Segoe UI', system-ui, 'Noto Sans', sans-serif";
  ctx.fillStyle = theme.town;
  ctx.textAlign = "left";
  const zoom = map.getZoom();
  for (const [name, lon, lat, population] of towns) {
    if (population < 4e6 / 2.2 ** (zoom - 3)) break;
    const at = point(lat, lon);
    const width = ctx.measureText(name).width;
    const seen = map.layerPointToContainerPoint(at);
    // A name that the map's edge would cut in half says something else, or nothing.
    if (seen.x < 4 || seen.x + width + 9 > size.x || seen.y < 8 || seen.y > size.y - 8) continue;
    if (!room.claim(at.x - 4, at.y - 8, at.x + width + 9, at.y + 8)) continue;
    ctx.beginPath();
    ctx.arc(at.x, at.y, 1.8, 0, 7);
    ctx.fill();
    ctx.strokeText(name, at.x + 6, at.y);
    ctx.fillText(name, at.x + 6, at.y);
  }
}

// Letters set wide, as atlases write countries; scripts whose letters join stay as they are.
const spaced = (text: string): string => (/^[\p{Script=Latin}\s.'-]+$/u.test(text) ? [...text].join("\u200a\u200a") : text);
