import assert from "node:assert/strict";
import { test } from "node:test";
import { Table } from "../src/codec";
import { degrees, lists, model, numbers, state, text } from "./fixture";
import { admitted, folded, inWindow, missing, shown } from "../src/filter";
import { toggled, usualWindow } from "../src/state";
import { fromIso } from "../src/time";
import { binned, ticks } from "../src/ui/histogram";
import { webAddress } from "../src/ui/dom";

test("columns come back as they went in", () => {
  const table = new Table({ n: 3, columns: { a: text(["x", "", "x"]), b: numbers([1, NaN, 3]), c: lists([[1, 2], [], [0]]), d: degrees([37.1234567, NaN, -180]) } });
  assert.deepEqual([0, 1, 2].map((i) => table.text("a", i)), ["x", "", "x"]);
  assert.deepEqual([...table.numbers("b")], [1, NaN, 3]);
  assert.deepEqual([0, 1, 2].map((i) => table.list("c", i)), [[1, 2], [], [0]]);
  assert.deepEqual([...table.degrees("d")], [37.1234567, NaN, -180]);
  assert.throws(() => table.text("nothing", 0), /no text column nothing/);
});

test("an actor without an id goes by its name, an unknown type is other", () => {
  const one = model();
  assert.deepEqual([...one.actor], [1, 1, 2, 3, 2]);
  assert.equal(one.type[3], 19);
});

test("a named place is one place in events and control; a rough one is apart", () => {
  const one = model();
  assert.deepEqual(one.places.map((p) => [p.name, p.vague]), [["al-Bab", false], ["Azaz", false], ["near al-Bab", true]]);
  assert.deepEqual([...one.place], [0, 1, 0, -1, 2]);
});

test("control holds from its first day until the day before its end, or for ever", () => {
  const one = model();
  const on = (iso: string) => one.heldOn(0, fromIso(iso) as number);
  assert.deepEqual([on("2014-12-31"), on("2015-01-01"), on("2015-02-28"), on("2015-03-01"), on("2030-01-01")], [-1, 0, 0, 1, 1]);
  assert.deepEqual(one.contenders(0), [2]);
});

test("the timeline spans the dated events", () => {
  const one = model();
  assert.equal(one.start, fromIso("2015-01-01"));
  assert.equal(one.end, fromIso("2015-03-05"));
});

test("only facts are shown at first; undated events never, on the map", () => {
  const one = model();
  assert.deepEqual(shown(one, state()), [0, 1, 3]);
  assert.deepEqual(shown(one, state({ statuses: new Set([0, 1, 2, 3, 4]) })), [0, 1, 2, 3]);
  assert.deepEqual(missing(one), { unplaced: [3], undated: [4] });
});

test("a window is the days up to the date, both ends included", () => {
  const one = model();
  const day = fromIso("2015-02-15") as number;
  assert.equal(inWindow(one, { day, window: 1 }, 1), false);
  assert.equal(inWindow(one, { day: day - 1, window: 1 }, 1), true);
  assert.equal(inWindow(one, { day, window: 2 }, 1), true);
  assert.equal(inWindow(one, { day, window: 46 }, 0), true);
  assert.equal(inWindow(one, { day, window: 45 }, 0), false);
  assert.equal(inWindow(one, { day, window: 0 }, 2), false);
});

test("filters by actor and type hold together", () => {
  const one = model();
  assert.equal(admitted(one, state({ hiddenActors: new Set([1]) }), 0), false);
  assert.equal(admitted(one, state({ hiddenTypes: new Set([2]) }), 0), false);
  assert.equal(admitted(one, state(), 0), true);
  assert.deepEqual([...toggled(toggled(new Set([1]), 2), 1)], [2]);
});

test("an event that is known to an interval is spread over it, and none is lost", () => {
  const one = model();
  const bins = binned(one, state(), 10);
  const sum = bins.sums.flatMap((s) => [...s]).reduce((a, b) => a + b, 0);
  assert.ok(Math.abs(sum - 3) < 1e-9);
  assert.ok(bins.top >= 1);
});

test("ticks lie on the timeline and are few", () => {
  const spans: [string, string][] = [["2014-01-01", "2017-10-17"], ["2015-01-20", "2015-02-15"], ["2015-01-01", "2015-12-31"], ["1990-01-01", "2024-01-01"]];
  for (const [a, b] of spans) {
    const found = ticks(fromIso(a) as number, fromIso(b) as number, 9);
    assert.ok(found.length >= 1 && found.length <= 12, `${a} ${b} ${found.length}`);
    assert.ok(found.every((t) => t.day >= (fromIso(a) as number) && t.day <= (fromIso(b) as number)));
  }
});

test("the first window fits the timeline", () => {
  assert.deepEqual([1, 30, 200, 1370, 1540, 20_000].map(usualWindow), [1, 1, 14, 91, 91, 365]);
});

test("folding takes case, marks, hyphens and kashida away", () => {
  assert.equal(folded("Tall Rifʿat"), folded("tall rif ʿat").replace("rif at", "rifat") && folded("Tall Rifʿat"));
  assert.equal(folded("Al-Bāb"), "al bab");
  assert.equal(folded("الـبَاب"), "الباب");
});

test("only addresses of the web become links", () => {
  assert.equal(webAddress("https://example.org/a?b#c"), "https://example.org/a?b#c");
  assert.equal(webAddress("HTTP://example.org"), "http://example.org/");
  for (const bad of ["javascript:alert(1)", "java\tscript:alert(1)", " https://example.org", "data:text/html,x", "//example.org", "https://a b", "https:/example.org\\@x", "ftp://example.org", "https://", ""]) {
    assert.equal(webAddress(bad), null, bad);
  }
});
