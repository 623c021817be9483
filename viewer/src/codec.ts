// Inert blocks of the page -> columns. The other half of geoevents/render/codec.py.

export type Ints = Uint8Array | Uint16Array | Uint32Array;

export interface Packed { t: string; b: string }
export type RawColumn =
  | { k: "text"; d: string[]; c: Packed }
  | { k: "number" | "time"; v: Packed; o?: number; s?: number }
  | { k: "degrees"; v: Packed }
  | { k: "lists"; e: Packed; v: Packed }
  | { k: "rings"; s: number; e: Packed; p: Packed; v: Packed };
export interface RawTable { n: number; columns: Record<string, RawColumn> }

const MISSING_DEGREES = -(2 ** 31);

function bytes(base64: string): ArrayBuffer {
  const binary = atob(base64);
  const out = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) out[i] = binary.charCodeAt(i);
  return out.buffer;
}

// What is unpacked is let go of: a large map's columns would otherwise stand in memory twice.
function unpacked(packed: Packed): ArrayBuffer {
  const buffer = bytes(packed.b);
  packed.b = "";
  return buffer;
}

function ints(packed: Packed): Ints {
  const buffer = unpacked(packed);
  if (packed.t === "u1") return new Uint8Array(buffer);
  if (packed.t === "u2") return new Uint16Array(buffer);
  return new Uint32Array(buffer);
}

/** A table of columns; text stays in its dictionary until a row is asked for. */
export class Table {
  readonly n: number;
  private readonly raw: Record<string, RawColumn>;
  private readonly cache = new Map<string, unknown>();

  constructor(raw: RawTable) {
    this.n = raw.n;
    this.raw = raw.columns;
  }

  private once<T>(key: string, make: () => T): T {
    if (!this.cache.has(key)) this.cache.set(key, make());
    return this.cache.get(key) as T;
  }

  private column<K extends RawColumn["k"]>(name: string, ...kinds: K[]): Extract<RawColumn, { k: K }> {
    const column = this.raw[name];
    if (!column || !(kinds as string[]).includes(column.k)) throw new Error(`no ${kinds[0]} column ${name}`);
    return column as Extract<RawColumn, { k: K }>;
  }

  /** Per row: 0 where missing, else one more than the string's number in `dictionary`. */
  codes(name: string): Ints {
    return this.once(`c ${name}`, () => {
      const { c, d } = this.column(name, "text");
      return d.length ? ints(c) : new Uint8Array(this.n);
    });
  }

  dictionary(name: string): string[] {
    return this.column(name, "text").d;
  }

  /** The text of a cell, "" where missing. */
  text(name: string, row: number): string {
    const code = this.codes(name)[row];
    return code ? this.dictionary(name)[code - 1] : "";
  }

  /** Numbers, or seconds since 1970 in UTC; NaN where missing. */
  numbers(name: string): Float64Array {
    return this.once(`n ${name}`, () => {
      const { v, o = 0, s = 1 } = this.column(name, "number", "time");
      if (!v.b) return new Float64Array(this.n).fill(NaN);
      // Steps from the least number, where all are that; 0 stands for a missing one.
      return v.t === "f8" ? new Float64Array(unpacked(v)) : Float64Array.from(ints(v), (n) => (n ? o + (n - 1) * s : NaN));
    });
  }

  /** Degrees; NaN where missing. */
  degrees(name: string): Float64Array {
    return this.once(`d ${name}`, () => {
      const { v } = this.column(name, "degrees");
      if (!v.b) return new Float64Array(this.n).fill(NaN);
      const whole = new Int32Array(unpacked(v));
      return Float64Array.from(whole, (v) => (v === MISSING_DEGREES ? NaN : v / 1e7));
    });
  }

  /** The row numbers that a cell lists. */
  list(name: string, row: number): number[] {
    const { ends, values } = this.once(`l ${name}`, () => {
      const column = this.column(name, "lists");
      return { ends: ints(column.e), values: ints(column.v) };
    });
    return Array.from(values.subarray(row ? ends[row - 1] : 0, ends[row]));
  }

  /** The rings of a cell's polygons: longitude, latitude, longitude, … in degrees. */
  rings(name: string, row: number): Float64Array[] {
    const { ends, points, values } = this.once(`r ${name}`, () => {
      const column = this.column(name, "rings");
      const steps = new Int32Array(unpacked(column.v));
      const values = new Float64Array(steps.length);
      // Each point is written as the step from the one before.
      let [x, y] = [0, 0];
      for (let i = 0; i < steps.length; i += 2) {
        values[i] = (x += steps[i]) / column.s;
        values[i + 1] = (y += steps[i + 1]) / column.s;
      }
      return { ends: ints(column.e), points: ints(column.p), values };
    });
    const out: Float64Array[] = [];
    for (let ring = row ? ends[row - 1] : 0; ring < ends[row]; ring++) {
      out.push(values.subarray(ring ? points[ring - 1] * 2 : 0, points[ring] * 2));
    }
    return out;
  }
}

/** Read a block of the page; only a deflated one has to be waited for. */
export function readBlock(element: Element): unknown | Promise<unknown> {
  const text = element.textContent ?? "";
  if (element.getAttribute("type") === "application/json") return JSON.parse(text);
  const stream = new Blob([bytes(text)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}
