import assert from "node:assert/strict";
import { test } from "node:test";
import { controlInWords, counted, headline, listed, metres, type Said, sourceInWords, STATUSES, statusInWords, TYPES } from "../src/words";

const said = (change: Partial<Said>): Said => ({
  type: "CAPTURE", status: "reported", scope: "", actor: "YPG", target: "", place: "Kobani", origin: "", destination: "",
  quantity: NaN, bound: "", ...change,
});
const plain = (text: string): string => text.replace(/[\u2068\u2069]/g, "");

test("every type has a headline, with and without its parts", () => {
  for (const type of TYPES) {
    for (const change of [{}, { actor: "" }, { place: "" }, { actor: "", place: "" }, { target: "IS", quantity: 70, bound: "lower" }]) {
      const text = plain(headline(said({ type, ...change })));
      assert.match(text, /^\S.*\S$/);
      assert.doesNotMatch(text, /undefined|NaN| {2}/);
    }
  }
});

test("headlines say who, what and where", () => {
  assert.equal(plain(headline(said({ target: "Islamic State" }))), "YPG captured Kobani from Islamic State");
  assert.equal(plain(headline(said({ type: "WITHDRAW", scope: "partial", destination: "Raqqa" }))), "YPG partly withdrew from Kobani to Raqqa");
  assert.equal(plain(headline(said({ type: "REDEPLOY", destination: "Kobani" }))), "YPG moved forces to Kobani");
  assert.equal(plain(headline(said({ type: "CASUALTY", quantity: 70, bound: "lower", place: "" }))), "Casualties: at least 70");
  assert.equal(plain(headline(said({ type: "CASUALTY", quantity: 124, bound: "lower", target: "124 civilians" }))), "Casualties: at least 124 civilians at Kobani");
  assert.equal(plain(headline(said({ type: "CASUALTY", quantity: 4000, bound: "about", target: "fighters" }))), "Casualties: about 4,000, fighters at Kobani");
  assert.equal(plain(headline(said({ type: "CLASH", actor: "" }))), "An unnamed party fought at Kobani");
});

test("what is no fact never reads as one", () => {
  assert.equal(plain(headline(said({ status: "planned", target: "Islamic State" }))), "Planned: YPG to capture Kobani from Islamic State");
  assert.equal(plain(headline(said({ status: "negated", scope: "complete", type: "WITHDRAW" }))), "Not so: YPG fully withdrew from Kobani");
  assert.equal(plain(headline(said({ status: "denied", type: "AIRSTRIKE", actor: "" }))), "Denied: Air strike at Kobani");
  assert.equal(plain(headline(said({ status: "planned", type: "DISPLACE", place: "al-Bab" }))), "Planned: People to flee al-Bab");
});

test("names are isolated, so that no script turns the sentence around", () => {
  assert.ok(headline(said({ place: "الباب" })).includes("\u2068الباب\u2069"));
});

test("a status names its speaker", () => {
  assert.equal(statusInWords("reported", "resident+activist"), "reported by residents and activists");
  assert.equal(statusInWords("reported", ""), "reported by a source");
  assert.equal(statusInWords("asserted", "narrator"), "stated by the report itself");
  assert.equal(statusInWords("negated", "narrator"), "not so, according to the report");
  assert.equal(statusInWords("negated", "monitor"), "not so, according to a monitoring group");
  assert.equal(statusInWords("denied", "belligerent"), "denied by a party to the fighting");
  assert.equal(sourceInWords("martian"), "martian");
  for (const status of STATUSES) assert.ok(statusInWords(status, "news"));
});

test("control is reported, never bare", () => {
  assert.equal(plain(controlInWords("held", "YPG", [])), "Reportedly held by YPG");
  assert.equal(plain(controlInWords("contested", "YPG", ["IS", "FSA"])), "Reportedly contested between YPG, IS and FSA");
  assert.equal(controlInWords("unknown", "", []), "Holder not known");
  assert.equal(controlInWords("held", "", []), "Reportedly held");
  assert.equal(controlInWords("besieged", "", []), "Reportedly besieged");
});

test("numbers and lists read well", () => {
  assert.equal(counted(1, "event"), "1 event");
  assert.equal(counted(1200, "event"), "1,200 events");
  assert.equal(listed(["a"]), "a");
  assert.equal(metres(500), "500 m");
  assert.equal(metres(2500), "2.5 km");
  assert.equal(metres(30_400), "30 km");
});
