// What waits in blocks: the browser's other half of deflate, and rows that are read when asked.

import assert from "node:assert/strict";
import { deflateRawSync, deflateSync } from "node:zlib";
import test from "node:test";
import { Table } from "../src/codec";
import { inflate } from "../src/inflate";
import { lists, numbers, text } from "./fixture";

const random = (() => {
  let seed = 42;
  return () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
})();

test("whatever zlib packs comes out as it was", () => {
  const samples = [
    "", "a", "ab".repeat(5000), "Residents said the group left. ".repeat(300), "قال سكان إن القصف لم يتوقف. ".repeat(200),
    Array.from({ length: 40_000 }, () => String.fromCharCode(32 + random() * 90)).join(""),
  ].map((one) => Buffer.from(one));
  samples.push(Buffer.from(Uint8Array.from({ length: 70_000 }, () => random() * 256)), Buffer.from(Uint8Array.from({ length: 3000 }, (_, i) => (i * i) % 7)));
  for (const plain of samples) {
    for (const level of [0, 1, 4, 9]) assert.deepEqual(Buffer.from(inflate(deflateSync(plain, { level }))), plain);
    assert.deepEqual(Buffer.from(inflate(deflateSync(plain, { strategy: 4 }))), plain); // codes of fixed lengths
  }
});

test("a block that is cut short says so", () => {
  const whole = deflateSync(Buffer.from("Residents said the group left. ".repeat(30)));
  assert.throws(() => inflate(whole.subarray(0, whole.length / 2)), /cut short|damaged/);
  assert.throws(() => inflate(Buffer.concat([Buffer.from([0x78, 0x9c]), deflateRawSync("x").subarray(0, 0), Buffer.from([7])])), /damaged|short/);
});

test("rows of a column that waits are read from their blocks", () => {
  const block = (columns: object, n: number) => deflateSync(JSON.stringify({ n, columns })).toString("base64");
  const blocks: Record<string, string> = {
    "geoevents-claims-0": block({ quote: text(["a", "b"]), n: numbers([1, NaN]), l: lists([[4], []]) }, 2),
    "geoevents-claims-1": block({ quote: { k: "text", d: ["c"], c: { t: "up", b: "", o: 1, n: 1 } }, n: numbers([3]), l: lists([[5, 6]]) }, 1),
  };
  const before = globalThis.document;
  globalThis.document = { getElementById: (id: string) => (id in blocks ? { textContent: blocks[id] } : null) } as unknown as Document;
  try {
    const table = new Table({ n: 3, columns: { source: text(["A", "A", "B"]) }, later: "geoevents-claims", rows: 2, kinds: { quote: "text", n: "number", l: "lists" } });
    assert.deepEqual([0, 1, 2].map((row) => table.text("quote", row)), ["a", "b", "c"]);
    assert.deepEqual([0, 1, 2].map((row) => table.number("n", row)), [1, NaN, 3]);
    assert.deepEqual([0, 1, 2].map((row) => table.list("l", row)), [[4], [], [5, 6]]);
    assert.equal(table.text("source", 2), "B");
  } finally {
    globalThis.document = before;
  }
});
