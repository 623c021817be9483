// Events that say who holds a whole area, as a source puts it -> the outlines of those areas.

import { mercator, within } from "./areas";
import type { Table } from "./codec";
import type { Model } from "./model";
import { isFact, TYPES } from "./words";

const HOLDING: ReadonlySet<number> = new Set([TYPES.indexOf("CONTROL"), TYPES.indexOf("CAPTURE")]);

/** Metres: "the north of the country" is no area that anybody holds. */
const MOST_M = 150_000;

export class Claimed {
  /** Numbers of the events that claim an area, whatever the filters. */
  readonly events: ReadonlySet<number>;
  private readonly shapes = new Map<number, Float64Array[]>();

  constructor(private readonly model: Model) {
    const { events, type, place } = model;
    const kinds = events.n && events.has("place_kind") ? events.dictionary("place_kind") : [];
    const codes = kinds.length ? events.codes("place_kind") : new Uint8Array(events.n);
    // The outline of "north of al-Bab" says where the place should lie, not what is held.
    const isVague = kinds.map((kind) => kind === "relative" || kind === "unplaced");
    const found = [...type.keys()].filter((event) =>
      HOLDING.has(type[event]) && place[event] >= 0 && codes[event] > 0 && !isVague[codes[event] - 1] &&
      isFact(model.statusOf(event)) && hasOutline(events, event) && !(events.number("uncertainty_m", event) > MOST_M));
    this.events = new Set(found);
  }

  /** Rings of what an event claims, in the unit square of Web Mercator: x, y, x, y, … */
  rings(event: number): Float64Array[] {
    let found = this.shapes.get(event);
    if (!found) {
      found = this.model.events.text("extent", event).split(";").map((ring) =>
        Float64Array.from(ring.split(",").flatMap((pair) => {
          const [lon, lat] = pair.split(" ").map(Number);
          return mercator(lon, lat);
        })));
      this.shapes.set(event, found);
    }
    return found;
  }

  /** Whether a point in degrees lies in what an event claims. */
  holds(event: number, lon: number, lat: number): boolean {
    return within(this.rings(event), ...mercator(lon, lat));
  }
}

const hasOutline = (events: Table, event: number): boolean => events.has("extent") && events.text("extent", event) !== "";
