// Columns of the page -> actors, places, events, control: numbers to draw, text on demand.

import { Areas } from "./areas";
import { Claimed } from "./claimed";
import { type RawTable, Table } from "./codec";
import { contrast, inkOn, mix } from "./colour";
import { tr } from "./i18n";
import { Provenance } from "./provenance";
import { dayOf, lastDayOf } from "./time";
import { controlInWords, isFact, STATUSES, type Status, TYPES } from "./words";

export type Box = [number, number, number, number];

export interface Payload {
  format: number;
  made_by: string;
  title: string;
  note: string;
  theme: "light" | "dark" | "auto" | "print";
  /** See ui.ts. */
  ui?: Record<string, unknown>;
  tiles: { url: string; attribution: string } | null;
  view: Box;
  around: Box;
  actors: { id: string; name: string; colour: string }[];
  /** Names of the actors that share the last row of `actors`. */
  others?: Record<string, string>;
  towns: [string, number, number, number][];
  tables: { events: RawTable; claims: RawTable; control: RawTable; areas?: RawTable };
}

export interface Actor { id: string; name: string; colour: string; ink: string }

export interface Place {
  name: string;
  lon: number;
  lat: number;
  /** Whether the point stands for somewhere near, or for a region, and not for a settlement. */
  vague: boolean;
  events: number[];
  control: number[];
}

/** Stands for "nobody is named"; always the first actor. */
export const NOBODY: Actor = { id: "", name: "Actor not named", colour: "#b5ad9b", ink: "#1d1d1b" };

/** The row of actors that stands for all that have none of their own; see colours.py. */
const OTHERS = "*";
/** Metres: a place known no better than this is an area, whatever it is called. */
const VAGUE_M = 60_000;
/** An actor's colour is told from the ground by at least this contrast. */
const LEAST_CONTRAST = 1.7;
const NO_PLACE = -1;
export const FOREVER = 2_000_000_000;

function actorsOf(payload: Payload): Actor[] {
  return [NOBODY, ...payload.actors.map((a) => ({ ...a, ink: inkOn(a.colour) }))];
}

export class Model {
  readonly actors: Actor[];
  readonly events: Table;
  readonly claims: Table;
  readonly control: Table;
  /** Rows of control that are areas. */
  readonly areas: Areas;
  /** Events that claim a whole area. */
  readonly claimed: Claimed;
  readonly places: Place[] = [];
  /** Per event: numbers of its actor, type, status, place; first and last day; undated has `isDated` 0. */
  readonly actor: Uint16Array;
  readonly type: Uint8Array;
  readonly status: Uint8Array;
  readonly place: Int32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly isDated: Uint8Array;
  /** Per event: the kinds of its sources, and how sure the reading is. */
  readonly provenance: Provenance;
  /** Per row of control: its place, holder, first and last day. */
  readonly heldPlace: Int32Array;
  readonly holder: Uint16Array;
  readonly heldFirst: Int32Array;
  readonly heldLast: Int32Array;
  /** First and last day of the timeline; a table without any date has none. */
  readonly hasTime: boolean;
  readonly start: number;
  readonly end: number;
  /** Whether dated events stand in order of their first day, as Python writes them. */
  readonly isSorted: boolean;
  /** Per event, the last day of any event up to it: what lies before a window is left out by halving. */
  readonly reached: Int32Array;
  /** Places of which somebody says who holds them. */
  readonly heldAnywhere: number[];
  private readonly actorNumbers: Map<string, number>;

  constructor(readonly payload: Payload) {
    this.actors = actorsOf(payload);
    this.actorNumbers = new Map(this.actors.map((a, i) => [a.id, i]));
    this.events = new Table(payload.tables.events);
    this.claims = new Table(payload.tables.claims);
    this.control = new Table(payload.tables.control);
    this.areas = new Areas(payload.tables.areas);
    const n = this.events.n;
    this.actor = this.actorColumn(this.events);
    this.provenance = new Provenance(this.events);
    this.type = this.enumColumn("event_type", TYPES, TYPES.length - 1);
    this.status = this.enumColumn("status", STATUSES, 1);
    [this.first, this.last, this.isDated] = days(this.events, n);
    [this.heldFirst, this.heldLast] = days(this.control, this.control.n, true);
    this.holder = this.actorColumn(this.control);
    this.place = new Int32Array(n).fill(NO_PLACE);
    this.heldPlace = new Int32Array(this.control.n).fill(NO_PLACE);
    this.locate();
    this.claimed = new Claimed(this);
    this.heldAnywhere = [...this.places.keys()].filter((place) => this.places[place].control.length > 0);
    this.isSorted = this.first.every((day, i) => i === 0 || !this.isDated[i - 1] || day >= this.first[i - 1]);
    this.reached = reachOf(this.first, this.last, this.isDated);
    const extent = this.extent();
    this.hasTime = extent !== null;
    [this.start, this.end] = extent ?? [0, 0];
  }

  /** The number of an actor by id; those without a row of their own share one, the last. */
  actorNumber(id: string): number {
    return this.actorNumbers.get(id) ?? this.actorNumbers.get(OTHERS) ?? 0;
  }

  actorNamed(table: Table, who: "actor" | "target", row: number): string {
    const id = table.text(`${who}_id`, row);
    const number = id === OTHERS ? undefined : this.actorNumbers.get(id);
    return id && number ? this.actors[number].name : table.text(who, row);
  }

  private contenderIds(row: number): string[] {
    return this.control.text("contender_ids", row).split(" ").filter(Boolean);
  }

  contenders(row: number): number[] {
    return this.contenderIds(row).map((id) => this.actorNumber(id));
  }

  statusOf(event: number): Status {
    return STATUSES[this.status[event]];
  }

  /** The row of control in force at a place on a day, or -1. */
  heldOn(place: number, day: number): number {
    const rows = this.places[place].control;
    for (let i = rows.length - 1; i >= 0; i--) {
      if (this.heldFirst[rows[i]] <= day && day <= this.heldLast[rows[i]]) return rows[i];
    }
    return -1;
  }

  /** Lift dark colours on a dark map, where their outline alone would not show them. */
  tint(isDark: boolean, ground: string): void {
    this.payload.actors.forEach((given, i) => {
      const actor = this.actors[i + 1];
      const lost = isDark && contrast(given.colour, ground) < LEAST_CONTRAST;
      actor.colour = lost ? mix(given.colour, "#ffffff", 0.28) : given.colour;
      actor.ink = inkOn(actor.colour);
    });
  }

  /** What a row of control says, in words. */
  heldInWords(row: number): string {
    const status = this.control.text("control_status", row);
    const others = this.contenderIds(row).map((id) => this.nameOf(id));
    return controlInWords(status, this.actorNamed(this.control, "actor", row), others);
  }

  /** An actor's name by id, also of one that shares its colour with others. */
  nameOf(id: string): string {
    const number = this.actorNumbers.get(id);
    return number === undefined ? (this.payload.others?.[id] ?? id.replace(/-/g, " ")) : this.actors[number].name;
  }

  private actorColumn(table: Table): Uint16Array {
    const ids = table.codes("actor_id");
    const names = table.codes("actor");
    const byId = table.dictionary("actor_id").map((id) => this.actorNumber(id));
    const byName = table.dictionary("actor").map((text) => this.actorNumber(text));
    const out = new Uint16Array(table.n);
    for (let row = 0; row < out.length; row++) {
      out[row] = ids[row] ? byId[ids[row] - 1] : names[row] ? byName[names[row] - 1] : 0;
    }
    return out;
  }

  private enumColumn(name: string, words: readonly string[], other: number): Uint8Array {
    const numbers = this.events.dictionary(name).map((word) => {
      const at = words.indexOf(word);
      return at < 0 ? other : at;
    });
    const codes = this.events.codes(name);
    const out = new Uint8Array(this.events.n);
    for (let row = 0; row < out.length; row++) out[row] = codes[row] ? numbers[codes[row] - 1] : other;
    return out;
  }

  private locate(): void {
    const byKey = new Map<string, number>();
    for (const [table, isControl] of [[this.control, true], [this.events, false]] as const) {
      const { n } = table;
      if (!n) continue;
      const [lons, lats] = [table.degrees("lon"), table.degrees("lat")];
      const radius = isControl ? null : table.numbers("uncertainty_m");
      const [ids, kinds] = [table.codes("place_id"), isControl ? null : table.codes("place_kind")];
      const idWords = table.dictionary("place_id");
      const rough = kinds ? table.dictionary("place_kind").map((kind) => kind === "relative" || kind === "region") : [];
      // Most rows name a place that rows before them have named, by its number in the dictionary.
      const known = new Int32Array(idWords.length).fill(NO_PLACE);
      const placed = isControl ? this.heldPlace : this.place;
      for (let row = 0; row < n; row++) {
        const [lon, lat] = [lons[row], lats[row]];
        if (Number.isNaN(lon) || Number.isNaN(lat)) continue;
        const kindIsRough = kinds !== null && kinds[row] > 0 && rough[kinds[row] - 1];
        const vague = kindIsRough || (radius !== null && radius[row] > VAGUE_M);
        const code = vague ? 0 : ids[row];
        let number = code ? known[code - 1] : NO_PLACE;
        if (number < 0) {
          const key = code ? idWords[code - 1] : `${lon.toFixed(4)} ${lat.toFixed(4)} ${vague}`;
          number = byKey.get(key) ?? NO_PLACE;
          if (number < 0) {
            const written = isControl ? "" : table.text("toponym", row);
            const name = (kindIsRough ? written : "") || table.text("place_name", row) || written || tr("an unnamed place");
            number = this.places.push({ name, lon, lat, vague, events: [], control: [] }) - 1;
            byKey.set(key, number);
          }
          if (code) known[code - 1] = number;
        }
        placed[row] = number;
        this.places[number][isControl ? "control" : "events"].push(row);
      }
    }
  }

  // The timeline: a fact that is only known to lie between two distant dates does not stretch it
  // backwards by more than a month, nor does an open end or a plan stretch it forwards.
  private extent(): [number, number] | null {
    let start = FOREVER;
    let end = -FOREVER;
    for (let row = 0; row < this.events.n; row++) {
      if (!this.isDated[row]) continue;
      const last = isFact(this.statusOf(row)) ? this.last[row] : this.first[row];
      start = Math.min(start, Math.max(this.first[row], last - 31));
      end = Math.max(end, last);
    }
    for (let row = 0; row < this.control.n; row++) {
      if (this.heldFirst[row] > -FOREVER) {
        start = Math.min(start, this.heldFirst[row]);
        end = Math.max(end, this.heldFirst[row]);
      }
    }
    for (const day of this.areas.first) {
      if (day > -FOREVER) [start, end] = [Math.min(start, day), Math.max(end, day)];
    }
    return start > end ? null : [start, end];
  }
}

function days(table: Table, n: number, openEnd = false): [Int32Array, Int32Array, Uint8Array] {
  const from = table.numbers("valid_from");
  const to = table.numbers("valid_to");
  const first = new Int32Array(n);
  const last = new Int32Array(n);
  const isDated = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const hasFrom = !Number.isNaN(from[i]);
    const hasTo = !Number.isNaN(to[i]);
    isDated[i] = hasFrom || hasTo ? 1 : 0;
    // An event with one end is drawn at that end; a place's status holds on until the next.
    first[i] = hasFrom ? dayOf(from[i]) : openEnd ? -FOREVER : hasTo ? lastDayOf(to[i]) : 0;
    last[i] = hasTo ? Math.max(lastDayOf(to[i]), hasFrom ? first[i] : -FOREVER) : openEnd ? FOREVER : first[i];
  }
  return [first, last, isDated];
}

function reachOf(first: Int32Array, last: Int32Array, isDated: Uint8Array): Int32Array {
  const reached = new Int32Array(first.length);
  let most = -FOREVER;
  for (let i = 0; i < reached.length; i++) {
    if (isDated[i] && last[i] > most) most = last[i];
    reached[i] = most;
  }
  return reached;
}
