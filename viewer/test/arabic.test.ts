// Every text of the page has its Arabic, with the same values in it.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { ARABIC, ARABIC_COUNTS } from "../src/arabic";
import { CLASS_NAMES } from "../src/areas";
import { counted, speak, tr } from "../src/i18n";
import { longDate, precisionInWords, span } from "../src/time";
import { controlInWords, headline, type Said, sourceInWords, STATUS_NAMES, STATUS_SHORT, statusInWords, STATUSES, TYPE_NAMES, TYPES } from "../src/words";

const SOURCES = join(process.cwd(), "src");

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? files(join(folder, one.name)) : one.name.endsWith(".ts") && !one.name.startsWith("arabic") ? [join(folder, one.name)] : []);
}

const holes = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map((hit) => hit[0]).sort();

test("every text that the page says has its Arabic", () => {
  const found = new Set<string>();
  for (const file of files(SOURCES)) {
    const text = readFileSync(file, "utf8");
    for (const hit of text.matchAll(/\btr\((?:[\w.]+ \? )?"((?:[^"\\]|\\.)*)"(?: : "((?:[^"\\]|\\.)*)")?/g)) {
      for (const key of [hit[1], hit[2]]) if (key) found.add(JSON.parse(`"${key}"`) as string);
    }
    for (const hit of text.matchAll(/counted\([^,]+(?:\([^)]*\))?, "([^"]+)"/g)) assert.ok(hit[1] in ARABIC_COUNTS, `${file}: ${hit[1]}`);
  }
  assert.ok(found.size > 150);
  for (const names of [TYPE_NAMES, STATUS_NAMES, STATUS_SHORT]) for (const name of Object.values(names)) found.add(name);
  for (const name of [...CLASS_NAMES, "Who", "What", "How it was said", "Key", "Events", "Evidence", "About"]) found.add(name);
  assert.deepEqual([...found].filter((key) => !(key in ARABIC)), []);
});

test("values stand in the Arabic where they stand in the English", () => {
  for (const [english, arabic] of Object.entries(ARABIC)) assert.deepEqual(holes(arabic), holes(english), english);
});

test("numbers, dates and headlines are put in Arabic", () => {
  speak("ar");
  try {
    assert.equal(counted(1, "event"), "حدث واحد");
    assert.equal(counted(2, "event"), "حدثان");
    assert.equal(counted(5, "event"), "5 أحداث");
    assert.equal(counted(11, "event"), "11 حدثًا");
    assert.equal(counted(1200, "event"), "1,200 حدث");
    assert.match(longDate(16475), /^9 \p{Script=Arabic}+ 2015$/u);
    assert.match(span(16475, 16480), / إلى /);
    for (const text of [precisionInWords("recent"), sourceInWords("resident+activist"), controlInWords("contested", "A", ["B"]), tr("Close")]) {
      assert.match(text, /\p{Script=Arabic}/u);
    }
    for (const status of STATUSES) assert.doesNotMatch(statusInWords(status, "resident"), /[A-Za-z]/);
    for (const type of TYPES) {
      for (const status of STATUSES) {
        const said: Said = { type, status, scope: "", actor: "١", target: "٢", place: "الباب", origin: "", destination: "", quantity: 70, bound: "lower" };
        assert.doesNotMatch(headline(said), /[A-Za-z]/, `${type} ${status}`);
      }
    }
  } finally {
    speak("en");
  }
});

test("a value is put in as it is, whatever it holds", () => {
  assert.equal(tr("{claims} from {reports}", { claims: "{reports}$&", reports: "x" }), "{reports}$& from x");
});
