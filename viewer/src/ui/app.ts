// What every part of the page shares: the model, the store, and what is shown just now.

import type { BaseMap } from "../base";
import { tr } from "../i18n";
import { shown } from "../filter";
import type { Model } from "../model";
import { FILTERS, type State, type Store } from "../state";
import type { Ui } from "../ui";
import { headline, type Said } from "../words";

export class App {
  protected cachedFor: State | null = null;
  private cached: number[] = [];

  constructor(readonly model: Model, readonly base: BaseMap, readonly store: Store, readonly ui: Ui) {}

  get state(): State {
    return this.store.state;
  }

  /** Events that pass the filters, in order of time. */
  shown(): number[] {
    const { state } = this;
    const last = this.cachedFor;
    const same = last && last.day === state.day && last.window === state.window && FILTERS.every((key) => last[key] === state[key]);
    if (!same) {
      this.cached = shown(this.model, state);
      this.cachedFor = state;
    }
    return this.cached;
  }

  /** Columns of an event, for its headline. */
  said(event: number): Said {
    const { model } = this;
    const text = (name: string) => model.events.text(name, event);
    return {
      type: text("event_type"), status: text("status"), scope: text("scope"),
      actor: model.actorNamed(model.events, "actor", event), target: model.actorNamed(model.events, "target", event),
      place: this.placeName(event), origin: text("origin"), destination: text("destination"),
      quantity: model.events.number("quantity", event), bound: text("quantity_bound"),
    };
  }

  /** The name of an actor, by number; the first is "not named". */
  actorName(actor: number): string {
    const { name } = this.model.actors[actor];
    return actor === 0 || this.model.actors[actor].id === "*" ? tr(name) : name;
  }

  headline(event: number): string {
    return headline(this.said(event));
  }

  placeName(event: number): string {
    const { model } = this;
    const number = model.place[event];
    return number >= 0 ? model.places[number].name : model.events.text("toponym", event);
  }

  /** The same map on another day, for a comparison; everything else is shared. */
  on(day: number): App {
    return day === this.state.day ? this : new DatedApp(this, day);
  }

  /** Rows of the estimated areas that are shown on the date; none where the reader wants none. */
  areas(): number[] {
    const { model, state } = this;
    if (!state.showAreas || !model.areas.n) return [];
    const { table } = model.areas;
    return model.areas.on(state.day).filter((row) => {
      const ids = `${table.text("actor_id", row)} ${table.text("contender_ids", row)}`.split(" ").filter(Boolean);
      return !ids.length || ids.some((id) => !state.hiddenActors.has(model.actorNumber(id)));
    });
  }

  /** Events shown that claim a whole area; none where the reader wants none. */
  claimed(): number[] {
    const { claimed } = this.model;
    return this.state.showClaimed && claimed.events.size ? this.shown().filter((event) => claimed.events.has(event)) : [];
  }

  /** Open the evidence of places. */
  select(places: readonly number[]): void {
    this.store.set({ selected: places, area: -1, hovered: [] });
  }

  /** Open what stands behind an estimated area. */
  selectArea(row: number): void {
    this.store.set({ selected: [], area: row, hovered: [] });
  }
}

class DatedApp extends App {
  constructor(whole: App, private readonly day: number) {
    super(whole.model, whole.base, whole.store, whole.ui);
  }

  override get state(): State {
    return { ...this.store.state, day: this.day };
  }
}
