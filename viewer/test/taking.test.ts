import assert from "node:assert/strict";
import { test } from "node:test";
import { cell, toCsv, toGeoJson } from "../src/download";
import { fromFragment, toFragment } from "../src/fragment";
import { FACTS } from "../src/state";
import { fromIso } from "../src/time";
import { degrees, model, state, text } from "./fixture";

test("a fresh page has no fragment", () => {
  assert.equal(toFragment(model(), state(), state(), null), "");
});

test("every choice survives the way into the address and out of it", () => {
  const one = model();
  const chosen = state({
    day: fromIso("2015-02-10") as number, window: 7, hiddenActors: new Set([0, 2]), hiddenTypes: new Set([2, 19]), statuses: new Set([0, 4]),
    showControl: false, query: "الباب & co=1,#", selected: [2],
  });
  const view = { lat: 36.5, lon: -37.25, zoom: 9.25 };
  const back = fromFragment(one, `#${toFragment(one, chosen, state(), view)}`, state());
  assert.deepEqual(back.state, chosen);
  assert.deepEqual(back.view, view);
});

test("a fragment that does not fit is left out, piece by piece", () => {
  const one = model();
  const odd = "#d=2099-01-01&w=-3&off=nobody,%E0%A4%A&without=__proto__,constructor&said=x&at=0,0&view=1,2&q=%&=&d&x=<b>";
  const { state: got, view } = fromFragment(one, odd, state());
  assert.equal(got.day, one.end);
  assert.equal(got.window, 0);
  assert.equal(got.hiddenActors.size + got.hiddenTypes.size + got.statuses.size + got.selected.length, 0);
  assert.equal(view, null);
  assert.equal(got.query, "");
  assert.equal(fromFragment(one, "", state()).state.statuses, FACTS);
});

test("a table that is taken along holds the sentences, and no formula", () => {
  const csv = toCsv(model({ actor: text(["@SUM(1)", "-1", "+1", "Som,\"e", "=cmd|' /C calc'!A0"]), actor_id: text(["", "", "", "", ""]) }), [0, 1, 3, 4]);
  const lines = csv.slice(1).trimEnd().split("\r\n");
  assert.equal(csv[0], "\ufeff");
  assert.equal(lines.length, 5);
  assert.ok(lines[0].startsWith("event_id,event_type,status,actor"));
  assert.ok(lines[1].includes("'@SUM(1)"));
  assert.ok(lines[1].includes(`"'=1+1, ""he"" said"`));
  assert.ok(lines[3].includes(`"Som,""e"`));
  assert.ok(!/(^|,)"?[=+@]/.test(lines.slice(1).join("\n")));
});

test("numbers stay numbers, also below zero", () => {
  assert.equal(cell(-3.5), "-3.5");
  assert.equal(cell("-3.5"), "\"'-3.5\"");
});

test("GeoJSON has a feature per event, with null where there is no place", () => {
  const parsed = JSON.parse(toGeoJson(model(), [0, 3]));
  assert.deepEqual(parsed.features.map((f: { geometry: unknown }) => f.geometry), [{ type: "Point", coordinates: [37.5, 36.3] }, null]);
  assert.equal(parsed.features[0].properties.valid_from, "2015-01-01T00:00:00Z");
  assert.equal(parsed.features[0].properties.scope, null);
});

test("a map across 180 degrees gives files and addresses that others understand", () => {
  const one = model({ lon: degrees([181.5, -180.25, 37.5, NaN, 180]) });
  const points = JSON.parse(toGeoJson(one, [0, 1, 2, 3, 4])).features.map((f: { geometry: { coordinates: number[] } | null }) => f.geometry?.coordinates[0]);
  assert.deepEqual(points, [-178.5, 179.75, 37.5, undefined, 180]);
  const view = { lat: -18, lon: 181.5, zoom: 6 };
  assert.deepEqual(fromFragment(one, `#${toFragment(one, state(), state(), view)}`, state()).view, view);
});
