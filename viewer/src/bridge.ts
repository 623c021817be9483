// The map in a notebook's widget: what the reader chose goes to the page around it, and a date comes back.
// A page without the widget's token, such as every saved file, sends nothing and listens to nobody.

import { type Asked, isToken, type Picked, readAsked, type Time, type Told, toMessage } from "./messages";
import type { Model } from "./model";
import type { State } from "./state";
import { fromIso, isoDate } from "./time";
import type { App } from "./ui/app";

/** Milliseconds: a date that is dragged, or plays, is not told at every step. */
const PAUSE = 80;
const PAUSE_OF_FILM = 400;

const timeOf = (model: Model, state: State): Time =>
  ({ date: model.hasTime ? isoDate(state.day) : null, window: state.window });

/** The rows behind the open evidence: what happened at the places, and who held them. */
export function pickedIn(model: Model, { selected, area }: Pick<State, "selected" | "area">): Picked {
  // A number below zero stands for an event that has no place.
  const events = selected.flatMap((place) => (place < 0 ? [-1 - place] : model.places[place].events));
  const control = selected.flatMap((place) => (place < 0 ? [] : model.places[place].control));
  return { events, control, areas: area >= 0 ? [area] : [] };
}

/** What would have to be chosen for these rows to be behind the evidence; rows that are not there are left out. */
export function chosenFor(model: Model, { events, control, areas }: Picked): Pick<State, "selected" | "area"> {
  const places = [
    ...events.filter((row) => row < model.events.n).map((row) => (model.place[row] < 0 ? -1 - row : model.place[row])),
    ...control.filter((row) => row < model.control.n && model.heldPlace[row] >= 0).map((row) => model.heldPlace[row]),
  ];
  return { selected: [...new Set(places)], area: areas.find((row) => row < model.areas.n) ?? -1 };
}

/** What a request changes; a date beyond the map's first or last day becomes that day. */
export function changeFor(model: Model, asked: Asked): Partial<State> {
  const change: Partial<State> = { playing: false };
  const day = asked.date === null || !model.hasTime ? null : fromIso(asked.date);
  if (day !== null) change.day = Math.max(model.start, Math.min(model.end, day));
  if (asked.window !== null) change.window = asked.window;
  return asked.picked ? { ...change, ...chosenFor(model, asked.picked), hovered: [] } : change;
}

function tokenIn(page: Document): string | null {
  const text = page.getElementById("geoevents-bridge")?.textContent;
  const given: unknown = text ? (JSON.parse(text) as { token?: unknown }).token : null;
  return isToken(given) ? given : null;
}

/** Begin to tell the widget around this page what is chosen, where there is one. */
export function bridge(app: App): void {
  const token = tokenIn(document);
  if (!token || window.parent === window) return;
  const { model, store } = app;
  let obeying = false;
  let timer = 0;
  // A frame without an origin of its own cannot name its parent's: only the parent gets it, whoever that is.
  const tell = (said: Told) => window.parent.postMessage(toMessage(token, said), "*");
  const tellTime = () => {
    timer = 0;
    tell({ kind: "time", ...timeOf(model, app.state) });
  };
  store.subscribe((state, changed) => {
    // Who is obeyed knows already; a second view of the widget would be told what it did not ask.
    if (obeying) return;
    if (changed.has("selected") || changed.has("area")) tell({ kind: "picked", ...pickedIn(model, state) });
    if (!timer && (changed.has("day") || changed.has("window"))) {
      timer = window.setTimeout(tellTime, state.playing ? PAUSE_OF_FILM : PAUSE);
    }
  });
  window.addEventListener("message", (event) => {
    const asked = event.source === window.parent ? readAsked(event.data, token) : null;
    if (!asked) return;
    obeying = true;
    try {
      store.set(changeFor(model, asked));
    } finally {
      obeying = false;
    }
    clearTimeout(timer);
    timer = 0;
    const { date, window: days } = timeOf(model, app.state);
    if ((asked.date ?? date) !== date || (asked.window ?? days) !== days) tellTime();
  });
  tell({ kind: "ready", ...timeOf(model, app.state) });
}
