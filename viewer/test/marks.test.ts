import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast, inkOn, mix } from "../src/colour";
import { glyphOf } from "../src/glyphs";
import { clustered, grouped, shares, type Spot } from "../src/marks";
import { badgeSpots, isRing, ringRadius } from "../src/paint";
import { DARK, LIGHT } from "../src/theme";
import { TYPES } from "../src/words";

const spot = (place: number, x: number, n: number, actor = 1): Spot =>
  ({ place, x, y: 0, groups: [{ actor, type: 2, isFact: true, events: Array.from({ length: n }, (_, i) => i) }] });

test("events of like actor and type are one group; facts and others never are", () => {
  const groups = grouped([0, 1, 2, 3], [1, 1, 1, 2], [5, 5, 5, 5], (event) => event !== 2);
  assert.deepEqual(groups.map((g) => [g.actor, g.isFact, g.events]), [[1, true, [0, 1]], [2, true, [3]], [1, false, [2]]]);
});

test("marks that would cover each other are merged, and nothing is lost", () => {
  const clusters = clustered([spot(0, 0, 1), spot(1, 10, 5, 2), spot(2, 100, 1)], 25);
  assert.equal(clusters.length, 2);
  assert.deepEqual(clusters[0].places.sort(), [0, 1]);
  assert.equal(clusters[0].x, 10);
  assert.equal(clusters.reduce((sum, c) => sum + c.count, 0), 7);
  assert.deepEqual(shares(clusters[0].groups), [{ actor: 2, n: 5 }, { actor: 1, n: 1 }]);
});

test("merging does not depend on the order of places", () => {
  const spots = Array.from({ length: 60 }, (_, i) => spot(i, (i * 37) % 400, 1 + (i % 7)));
  const key = (list: Spot[]) => JSON.stringify(clustered(list, 25).map((c) => [c.x, [...c.places].sort()]));
  assert.equal(key(spots), key([...spots].reverse()));
});

test("no two clusters lie within reach of each other's point by more than rounding", () => {
  const clusters = clustered(Array.from({ length: 300 }, (_, i) => spot(i, (i * 7919) % 900, 1)), 25);
  const xs = clusters.map((c) => c.x).sort((a, b) => a - b);
  for (let i = 1; i < xs.length; i++) assert.ok(xs[i] - xs[i - 1] >= 25);
});

test("up to three groups stand as badges, more as a ring", () => {
  const [one] = clustered([spot(0, 0, 1)], 25);
  assert.equal(isRing(one), false);
  assert.deepEqual(badgeSpots(one, false), [{ x: 0, y: 0 }]);
  const many = { ...one, groups: [1, 2, 3, 4].map((actor) => ({ ...one.groups[0], actor })) };
  assert.equal(isRing(many), true);
  assert.deepEqual(badgeSpots(many, true), []);
  assert.ok(ringRadius(100_000) <= 24);
});

test("every type has a drawing of its own", () => {
  const drawings = TYPES.map((_, i) => glyphOf(i).drawing);
  assert.equal(new Set(drawings).size, TYPES.length);
  assert.equal(new Set(TYPES.map((_, i) => glyphOf(i).outline)).size, 4);
});

test("the ink on any colour can be read", () => {
  for (let i = 0; i < 4096; i++) {
    const hex = `#${[i >> 8, (i >> 4) & 15, i & 15].map((v) => (v * 17).toString(16).padStart(2, "0")).join("")}`;
    assert.ok(contrast(hex, inkOn(hex)) >= 3, hex);
  }
  assert.equal(mix("#000000", "#ffffff", 0.5), "#808080");
});

test("names on the map can be read in both themes", () => {
  for (const theme of [LIGHT, DARK]) {
    assert.ok(contrast(theme.ink, theme.halo) >= 7);
    assert.ok(contrast(theme.town, theme.halo) >= 4.5, `${contrast(theme.town, theme.halo)}`);
    assert.ok(contrast(theme.country, theme.halo) >= 3);
    assert.ok(contrast(theme.soft, theme.paper) >= 4.5);
  }
});
