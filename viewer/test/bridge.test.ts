import assert from "node:assert/strict";
import { test } from "node:test";
import { changeFor, chosenFor, pickedIn } from "../src/bridge";
import { readAsked, readTold, toMessage } from "../src/messages";
import { fromIso } from "../src/time";
import { model } from "./fixture";

const TOKEN = "0123456789abcdef0123456789abcdef";
const time = { kind: "time", date: "2015-02-09", window: 30 } as const;
const picked = { kind: "picked", events: [0, 2], control: [1], areas: [] } as const;

test("what one side says the other side reads", () => {
  assert.deepEqual(readTold(toMessage(TOKEN, time), TOKEN), time);
  assert.deepEqual(readTold(toMessage(TOKEN, { ...picked, events: [0, 2], control: [1], areas: [] }), TOKEN), picked);
  const asked = { date: "2015-02-09", window: null, picked: { events: [1], control: [], areas: [0] } };
  assert.deepEqual(readAsked(toMessage(TOKEN, asked), TOKEN), asked);
});

test("another token, or none, is not listened to", () => {
  for (const token of ["", "f".repeat(32), TOKEN.toUpperCase()]) assert.equal(readTold({ ...time, geoevents: token }, TOKEN), null);
  assert.equal(readTold({ ...time, geoevents: "" }, ""), null);
  assert.equal(readTold({ ...time, geoevents: undefined }, "undefined"), null);
});

test("a message of any other shape is not listened to", () => {
  const hostile: unknown[] = [
    null, "x", 7, [], { geoevents: TOKEN }, { ...time, geoevents: TOKEN, kind: "eval" }, { ...time, geoevents: TOKEN, date: "<img src=x>" },
    { ...time, geoevents: TOKEN, date: 5 }, { ...time, geoevents: TOKEN, window: -1 }, { ...time, geoevents: TOKEN, window: "30" },
    { ...time, geoevents: TOKEN, window: Infinity }, { ...picked, geoevents: TOKEN, events: ["0"] }, { ...picked, geoevents: TOKEN, events: [-1] },
    { ...picked, geoevents: TOKEN, events: [0.5] }, { ...picked, geoevents: TOKEN, control: { length: 1 } }, { ...picked, geoevents: TOKEN, areas: undefined },
    { ...picked, geoevents: TOKEN, events: [1e9] },
  ];
  for (const one of hostile) assert.equal(readTold(one, TOKEN), null, JSON.stringify(one));
  const asked = { date: "2015-02-09", window: 30, picked: null, geoevents: TOKEN };
  for (const change of [{ date: "now" }, { window: "1" }, { picked: {} }, { picked: "x" }, { date: undefined }, { geoevents: "x" }]) {
    assert.equal(readAsked({ ...asked, ...change }, TOKEN), null, JSON.stringify(change));
  }
});

test("a place stands for all its events and for who held it; an event without a place for itself", () => {
  const one = model();
  const place = one.place[0];
  assert.deepEqual(pickedIn(one, { selected: [place], area: -1 }), { events: one.places[place].events, control: [0, 1], areas: [] });
  assert.deepEqual(pickedIn(one, { selected: [-1 - 3], area: -1 }), { events: [3], control: [], areas: [] });
  assert.deepEqual(pickedIn(one, { selected: [], area: 4 }), { events: [], control: [], areas: [4] });
});

test("what was chosen is chosen again by its rows, and rows that are not there choose nothing", () => {
  const one = model();
  const place = one.place[0];
  assert.deepEqual(chosenFor(one, { events: [0, 2, 3], control: [1], areas: [] }), { selected: [place, -4], area: -1 });
  assert.deepEqual(chosenFor(one, { events: [99], control: [99], areas: [99] }), { selected: [], area: -1 });
});

test("a date that is asked for stays within the map's days, and stops the film", () => {
  const one = model();
  const day = (date: string | null) => changeFor(one, { date, window: null, picked: null });
  assert.deepEqual(day("2015-02-09"), { playing: false, day: fromIso("2015-02-09") });
  assert.deepEqual(day("1066-10-14"), { playing: false, day: one.start });
  assert.deepEqual(day("2999-01-01"), { playing: false, day: one.end });
  assert.deepEqual(day("2015-02-31"), { playing: false });
  assert.deepEqual(changeFor(one, { date: null, window: 0, picked: null }), { playing: false, window: 0 });
});
