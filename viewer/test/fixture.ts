// A model of five events and one place's control, as the page would read it.

import type { RawColumn } from "../src/codec";
import { Model, type Payload } from "../src/model";
import { type State, unfiltered } from "../src/state";
import { fromIso } from "../src/time";

const packed = (t: string, array: ArrayBufferView) => ({ t, b: Buffer.from(array.buffer).toString("base64") });

export const numbers = (values: number[]): RawColumn => ({ k: "number", v: packed("f8", Float64Array.from(values)) });
export const degrees = (values: number[]): RawColumn =>
  ({ k: "degrees", v: packed("i4", Int32Array.from(values, (v) => (Number.isNaN(v) ? -(2 ** 31) : Math.round(v * 1e7)))) });
export const lists = (rows: number[][]): RawColumn => {
  let end = 0;
  return { k: "lists", e: packed("u1", Uint8Array.from(rows, (r) => (end += r.length))), v: packed("u1", Uint8Array.from(rows.flat())) };
};
export const text = (values: string[]): RawColumn => {
  const d = [...new Set(values.filter(Boolean))];
  return { k: "text", d, c: packed("u1", Uint8Array.from(values, (v) => d.indexOf(v) + 1)) };
};
export const time = (values: string[]): RawColumn =>
  ({ k: "time", v: packed("f8", Float64Array.from(values, (v) => (v ? Date.parse(v) / 1000 : NaN))) });

export function model(change: Record<string, RawColumn> = {}): Model {
  const n = 5;
  const blank = text(Array<string>(n).fill(""));
  const gap = numbers(Array<number>(n).fill(NaN));
  const events: Record<string, RawColumn> = {
    event_id: text(["e0", "e1", "e2", "e3", "e4"]),
    event_type: text(["CAPTURE", "WITHDRAW", "CAPTURE", "NEWTYPE", "CLASH"]),
    status: text(["reported", "asserted", "negated", "reported", "reported"]),
    actor_id: text(["is", "is", "ypg", "", "ypg"]), actor: text(["", "", "", "Somebody", ""]),
    target: blank, target_id: blank, scope: blank, country_code: blank, origin: blank, destination: blank, date_edtf: blank,
    date_precision: blank, quantity_bound: blank, quantity: gap, confidence: gap, n_claims: gap, n_origins: gap,
    place_id: text(["p1", "p2", "p1", "", "p1"]), place_name: text(["al-Bab", "Azaz", "al-Bab", "", "al-Bab"]),
    place_kind: text(["named", "named", "named", "unplaced", "relative"]), toponym: text(["al-Bab", "Azaz", "al-Bab", "", "near al-Bab"]),
    lon: degrees([37.5, 37, 37.5, NaN, 37.6]), lat: degrees([36.3, 36.5, 36.3, NaN, 36.3]),
    uncertainty_m: numbers([2000, 2000, 2000, NaN, 9000]),
    valid_from: time(["2015-01-01", "2015-02-01", "2015-03-01", "2015-03-05", ""]),
    valid_to: time(["2015-01-02", "2015-02-15", "", "2015-03-06", ""]),
    claims: lists([[0], [0, 1], [], [1], [1]]), ...change,
  };
  const claims: Record<string, RawColumn> = {
    quote: text(["=1+1, \"he\" said", "Second"]), attribution: text(["x", "y"]), source_kind: text(["resident", "news"]),
    source: text(["A", "B"]), source_url: text(["https://a.example/", ""]),
  };
  const control: Record<string, RawColumn> = {
    actor_id: text(["is", "ypg"]), actor: text(["", ""]), place_id: text(["p1", "p1"]), place_name: text(["al-Bab", "al-Bab"]),
    lon: degrees([37.5, 37.5]), lat: degrees([36.3, 36.3]), valid_from: time(["2015-01-01", "2015-03-01"]),
    valid_to: time(["2015-03-01", ""]), contender_ids: text(["ypg", ""]),
  };
  const payload = {
    actors: [{ id: "is", name: "Islamic State", colour: "#3b3b3b" }, { id: "ypg", name: "YPG", colour: "#f0c419" }, { id: "Somebody", name: "Somebody", colour: "#0072b2" }],
    tables: { events: { n, columns: events }, claims: { n: 2, columns: claims }, control: { n: 2, columns: control } },
  } as unknown as Payload;
  return new Model(payload);
}

export const state = (change: Partial<State> = {}): State => ({
  compare: null, cut: 0.5, chart: "events", view: "map", order: "changes", theme: "light",
  day: fromIso("2015-03-05") as number, window: 0, step: "day", speed: 1, playing: false, ...unfiltered(),
  showControl: true, showAreas: true, showClaimed: true, selected: [], area: -1, hovered: [], query: "", ...change,
});
