// Columns of the page -> actors, places, events, control: numbers to draw, text on demand.

import { Areas } from "./areas";
import { type RawTable, Table } from "./codec";
import { contrast, inkOn, mix } from "./colour";
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
  readonly places: Place[] = [];
  /** Per event: numbers of its actor, type, status, place; first and last day; undated has `isDated` 0. */
  readonly actor: Uint16Array;
  readonly type: Uint8Array;
  readonly status: Uint8Array;
  readonly place: Int32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly isDated: Uint8Array;
  /** Per row of control: its place, holder, first and last day. */
  readonly heldPlace: Int32Array;
  readonly holder: Uint16Array;
  readonly heldFirst: Int32Array;
  readonly heldLast: Int32Array;
  /** First and last day of the timeline; a table without any date has none. */
  readonly hasTime: boolean;
  readonly start: number;
  readonly end: number;
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
    this.type = this.enumColumn("event_type", TYPES, TYPES.length - 1);
    this.status = this.enumColumn("status", STATUSES, 1);
    [this.first, this.last, this.isDated] = days(this.events, n);
    [this.heldFirst, this.heldLast] = days(this.control, this.control.n, true);
    this.holder = this.actorColumn(this.control);
    this.place = new Int32Array(n).fill(NO_PLACE);
    this.heldPlace = new Int32Array(this.control.n).fill(NO_PLACE);
    this.locate();
    this.heldAnywhere = [...this.places.keys()].filter((place) => this.places[place].control.length > 0);
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
    return Uint16Array.from(ids, (code, row) => (code ? byId[code - 1] : names[row] ? byName[names[row] - 1] : 0));
  }

  private enumColumn(name: string, words: readonly string[], other: number): Uint8Array {
    const numbers = this.events.dictionary(name).map((word) => {
      const at = words.indexOf(word);
      return at < 0 ? other : at;
    });
    return Uint8Array.from(this.events.codes(name), (code) => (code ? numbers[code - 1] : other));
  }

  private locate(): void {
    const byKey = new Map<string, number>();
    const radius = this.events.n ? this.events.numbers("uncertainty_m") : new Float64Array(0);
    const put = (table: Table, row: number, isControl: boolean): number => {
      const lon = table.degrees("lon")[row];
      const lat = table.degrees("lat")[row];
      if (Number.isNaN(lon) || Number.isNaN(lat)) return NO_PLACE;
      const kind = isControl ? "named" : table.text("place_kind", row);
      const vague = kind === "relative" || kind === "region" || (!isControl && radius[row] > VAGUE_M);
      const id = table.text("place_id", row);
      const key = id && !vague ? id : `${lon.toFixed(4)} ${lat.toFixed(4)} ${vague}`;
      let number = byKey.get(key);
      if (number === undefined) {
        const written = isControl ? "" : table.text("toponym", row);
        const name = (kind === "relative" || kind === "region" ? written : "") || table.text("place_name", row) || written || "an unnamed place";
        number = this.places.push({ name, lon, lat, vague, events: [], control: [] }) - 1;
        byKey.set(key, number);
      }
      return number;
    };
    for (let row = 0; row < this.control.n; row++) {
      const place = (this.heldPlace[row] = put(this.control, row, true));
      if (place >= 0) this.places[place].control.push(row);
    }
    for (let row = 0; row < this.events.n; row++) {
      const place = (this.place[row] = put(this.events, row, false));
      if (place >= 0) this.places[place].events.push(row);
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
