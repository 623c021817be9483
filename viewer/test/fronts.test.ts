// Where estimated areas of two sides meet, and nowhere else.

import assert from "node:assert/strict";
import test from "node:test";
import { Areas } from "../src/areas";
import type { RawColumn } from "../src/codec";
import { fronts } from "../src/fronts";
import { numbers, text, time } from "./fixture";

type Ring = [number, number][];
const packed = (t: string, array: ArrayBufferView) => ({ t, b: Buffer.from(array.buffer).toString("base64") });

function shapes(rings: Ring[]): RawColumn {
  let [x, y, end] = [0, 0, 0];
  const steps = rings.flat().flatMap(([lon, lat]) => {
    const step = [Math.round(lon * 1e4) - x, Math.round(lat * 1e4) - y];
    [x, y] = [x + step[0], y + step[1]];
    return step;
  });
  return {
    k: "rings", s: 1e4, e: packed("u1", Uint8Array.from(rings, (_, i) => i + 1)), p: packed("u1", Uint8Array.from(rings, (ring) => (end += ring.length))),
    v: packed("i4", Int32Array.from(steps)),
  };
}

const square = (w: number): Ring => [[w, 36], [w + 1, 36], [w + 1, 37], [w, 37], [w, 36]];

function areas(actors: string[], statuses: string[], contenders: string[]): Areas {
  const n = actors.length;
  return new Areas({ n, columns: {
    actor_id: text(actors), contender_ids: text(contenders), control_status: text(statuses), shape: shapes(actors.map((_, i) => square(37 + i))),
    valid_from: time(Array<string>(n).fill("2015-01-01")), valid_to: time(Array<string>(n).fill("2015-01-02")), max_age_days: numbers(Array<number>(n).fill(NaN)),
  } });
}

test("two holders meet in one line, and nothing is drawn against no data", () => {
  const one = areas(["is", "ypg"], ["held", "held"], ["", ""]);
  const { held, contested } = fronts(one, [0, 1]);
  assert.deepEqual([held.length, contested.length], [1, 0]);
  assert.equal(held[0].length, 4);
  for (const i of [0, 2]) assert.ok(Math.abs(held[0][i] - (38 / 360 + 0.5)) < 1e-9);
});

test("areas of one side have no line between them", () => {
  assert.deepEqual(fronts(areas(["is", "is"], ["held", "held"], ["", ""]), [0, 1]), { held: [], contested: [] });
});

test("what is contested has a line of its own kind towards each neighbour", () => {
  const one = areas(["is", "", "ypg"], ["held", "contested", "held"], ["", "is ypg", ""]);
  const { held, contested } = fronts(one, [0, 1, 2]);
  assert.deepEqual([held.length, contested.length], [0, 2]);
});

test("a side that is switched off leaves no line", () => {
  assert.deepEqual(fronts(areas(["is", "ypg"], ["held", "held"], ["", ""]), [0]), { held: [], contested: [] });
});
