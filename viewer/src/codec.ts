// Inert blocks of the page -> columns. The other half of geoevents/render/codec.py and later.py.

import { inflate } from "./inflate";

export type Ints = Uint8Array | Uint16Array | Uint32Array;

/** An array of the type `t` in base64; "up" are `n` whole numbers that count up from `o`. */
export interface Packed { t: string; b: string; o?: number; n?: number }
export type RawColumn =
  | { k: "text"; d: string[]; c: Packed }
  | { k: "number" | "time"; v: Packed; o?: number; s?: number }
  | { k: "degrees"; v: Packed }
  | { k: "lists"; e: Packed; v: Packed }
  | { k: "rings"; s: number; e: Packed; p: Packed; v: Packed };
export interface RawTable {
  n: number;
  columns: Record<string, RawColumn>;
  /** Columns that wait in blocks of `rows` rows each, in elements whose ids begin with `later`. */
  later?: string;
  rows?: number;
  kinds?: Record<string, RawColumn["k"]>;
  /** Claims: how many reports they come from. */
  reports?: number;
}

/** Blocks that stay unpacked: what is read next mostly lies near what was read before. */
const MOST_BLOCKS = 12;

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
  if (packed.t === "up") return Uint32Array.from({ length: packed.n ?? 0 }, (_, i) => (packed.o ?? 0) + i);
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

  private readonly blocks = new Map<number, Table>();
  readonly reports: number | undefined;

  constructor(private readonly whole: RawTable) {
    this.n = whole.n;
    this.raw = whole.columns;
    this.reports = whole.reports;
  }

  /** The block that holds a row's part of a column that waits, and the row in it; null for any other column. */
  private block(name: string, row: number): [Table, number] | null {
    const { later, rows = 1, kinds } = this.whole;
    if (later === undefined || !kinds || !(name in kinds)) return null;
    const number = Math.floor(row / rows);
    let block = this.blocks.get(number);
    if (block) this.blocks.delete(number);
    else {
      const text = document.getElementById(`${later}-${number}`)?.textContent;
      if (!text) throw new Error(`the page has no block ${later}-${number}`);
      block = new Table(JSON.parse(new TextDecoder().decode(inflate(new Uint8Array(bytes(text))))) as RawTable);
    }
    this.blocks.set(number, block);
    // The oldest goes: a map keeps the order in which its entries were put.
    if (this.blocks.size > MOST_BLOCKS) this.blocks.delete(this.blocks.keys().next().value as number);
    return [block, row % rows];
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

  /** Whether there is such a column, at once or in blocks. */
  has(name: string): boolean {
    return name in this.raw || name in (this.whole.kinds ?? {});
  }

  dictionary(name: string): string[] {
    return this.column(name, "text").d;
  }

  /** The text of a cell, "" where missing. */
  text(name: string, row: number): string {
    const block = this.block(name, row);
    if (block) return block[0].text(name, block[1]);
    const code = this.codes(name)[row];
    return code ? this.dictionary(name)[code - 1] : "";
  }

  /** One number of a row; NaN where missing. */
  number(name: string, row: number): number {
    const block = this.block(name, row);
    return block ? block[0].numbers(name)[block[1]] : this.numbers(name)[row];
  }

  /** Numbers, or seconds since 1970 in UTC; NaN where missing. */
  numbers(name: string): Float64Array {
    return this.once(`n ${name}`, () => {
      const { v, o = 0, s = 1 } = this.column(name, "number", "time");
      if (!v.b && v.t !== "up") return new Float64Array(this.n).fill(NaN);
      // Steps from the least number, where all are that; 0 stands for a missing one.
      if (v.t === "f8") return new Float64Array(unpacked(v));
      const steps = ints(v);
      const out = new Float64Array(steps.length);
      for (let i = 0; i < out.length; i++) out[i] = steps[i] ? o + (steps[i] - 1) * s : NaN;
      return out;
    });
  }

  /** Degrees; NaN where missing. */
  degrees(name: string): Float64Array {
    return this.once(`d ${name}`, () => {
      const { v } = this.column(name, "degrees");
      if (!v.b) return new Float64Array(this.n).fill(NaN);
      const whole = new Int32Array(unpacked(v));
      const out = new Float64Array(whole.length);
      for (let i = 0; i < out.length; i++) out[i] = whole[i] === MISSING_DEGREES ? NaN : whole[i] / 1e7;
      return out;
    });
  }

  /** The row numbers that a cell lists. */
  list(name: string, row: number): number[] {
    const block = this.block(name, row);
    if (block) return block[0].list(name, block[1]);
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
