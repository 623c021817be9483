import assert from "node:assert/strict";
import { test } from "node:test";
import { dayFrom, dayOf, fromIso, interval, isoDate, lastDayOf, longDate, span, stepped } from "../src/time";

const day = (iso: string): number => fromIso(iso) as number;
const seconds = (iso: string): number => Date.parse(iso) / 1000;

test("a day and its name belong together, before 1970 too", () => {
  for (const iso of ["1969-12-31", "1970-01-01", "2015-02-09", "2016-02-29", "0079-08-24"]) assert.equal(isoDate(day(iso)), iso);
  assert.equal(longDate(day("2015-02-09")), "9 February 2015");
});

test("what is no date is none", () => {
  for (const text of ["2015-02-30", "2015-13-01", "2015-2-9", "", "yesterday", "2015-02-09T00:00"]) assert.equal(fromIso(text), null);
});

test("an interval without its end touches the day before it", () => {
  assert.equal(lastDayOf(seconds("2015-02-10T00:00:00Z")), day("2015-02-09"));
  assert.equal(lastDayOf(seconds("2015-02-10T00:00:01Z")), day("2015-02-10"));
  assert.equal(dayOf(seconds("2015-02-10T23:59:59Z")), day("2015-02-10"));
});

test("a span is worded as briefly as it can be", () => {
  assert.equal(span(day("2015-02-09"), day("2015-02-09")), "9 February 2015");
  assert.equal(span(day("2015-02-01"), day("2015-02-28")), "February 2015");
  assert.equal(span(day("2015-01-01"), day("2015-12-31")), "2015");
  assert.equal(span(day("2014-01-01"), day("2015-12-31")), "2014 to 2015");
  assert.equal(span(day("2015-03-01"), day("2015-05-31")), "March to May 2015");
  assert.equal(span(day("2014-11-01"), day("2015-02-28")), "November 2014 to February 2015");
  assert.equal(span(day("2015-02-02"), day("2015-02-08")), "2 to 8 February 2015");
  assert.equal(span(day("2015-01-26"), day("2015-02-09")), "26 January to 9 February 2015");
  assert.equal(span(day("2014-12-26"), day("2015-02-09")), "26 December 2014 to 9 February 2015");
});

test("an open end is said", () => {
  assert.equal(interval(seconds("2015-02-09T00:00:00Z"), NaN), "from 9 February 2015 on");
  assert.equal(interval(NaN, seconds("2015-02-10T00:00:00Z")), "up to 9 February 2015");
  assert.equal(interval(NaN, NaN), "no date");
});

test("steps go by day, week, month and event", () => {
  const starts = [day("2015-01-05"), day("2015-02-09"), day("2015-06-01")];
  assert.equal(stepped(day("2015-01-31"), "day", 1, starts), day("2015-02-01"));
  assert.equal(stepped(day("2015-01-31"), "week", -1, starts), day("2015-01-24"));
  assert.equal(stepped(day("2015-01-31"), "month", 1, starts), day("2015-02-28"));
  assert.equal(stepped(day("2016-03-31"), "month", -1, starts), day("2016-02-29"));
  assert.equal(stepped(day("2015-01-31"), "event", 1, starts), day("2015-02-09"));
  assert.equal(stepped(day("2015-02-09"), "event", -1, starts), day("2015-01-05"));
  assert.equal(stepped(day("2015-06-01"), "event", 1, starts), day("2015-06-02"));
});

test("months count from zero and carry over", () => {
  assert.equal(dayFrom(2015, 12, 1), day("2016-01-01"));
});
