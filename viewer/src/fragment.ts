// The reader's view <-> the fragment of the address, so that a link opens the same view.

import { SURE_STEPS } from "./provenance";
import { CHARTS, FACTS, ROW_ORDERS, saysUsual, type State, THEMES } from "./state";
import { fromIso, isoDate } from "./time";
import { STATUSES, TYPES } from "./words";
import type { Model } from "./model";

export interface View { lat: number; lon: number; zoom: number }

const list = (items: Iterable<string>): string => [...items].map(encodeURIComponent).sort().join(",");
const STEPS = ["day", "week", "month", "event"] as const;
/** Choices of one word, by their key in the address. */
const NAMED = { chart: "chart", show: "view", sort: "order", theme: "theme", step: "step" } as const;
const placeKey = (model: Model, place: number): string =>
  `${model.places[place].lon.toFixed(4)},${model.places[place].lat.toFixed(4)}`;

/** What differs from a fresh page, as `key=value&…`. */
export function toFragment(model: Model, state: State, first: State, view: View | null): string {
  const out: string[] = [];
  if (state.day !== first.day) out.push(`d=${isoDate(state.day)}`);
  if (state.window !== first.window) out.push(`w=${state.window}`);
  if (state.hiddenActors.size) out.push(`off=${list([...state.hiddenActors].map((i) => model.actors[i].id || "-"))}`);
  if (state.hiddenTypes.size) out.push(`without=${list([...state.hiddenTypes].map((i) => TYPES[i]))}`);
  if (state.hiddenKinds.size) out.push(`nosource=${list([...state.hiddenKinds].map((i) => model.provenance.kinds[i] || "-"))}`);
  if (state.least) out.push(`sure=${state.least}`);
  if (!saysUsual(state)) out.push(`said=${list([...state.statuses].map((i) => STATUSES[i]))}`);
  if (!state.showControl) out.push("places=0");
  if (!state.showAreas) out.push("areas=0");
  if (!state.showClaimed) out.push("claimed=0");
  if (state.compare !== null) out.push(`vs=${isoDate(state.compare)}`, `cut=${Number(state.cut.toFixed(3))}`);
  for (const [key, name] of Object.entries(NAMED)) if (state[name] !== first[name]) out.push(`${key}=${state[name]}`);
  if (state.query) out.push(`q=${encodeURIComponent(state.query)}`);
  const place = state.selected[0] ?? -1;
  if (place >= 0) out.push(`at=${placeKey(model, place)}`);
  if (state.area >= 0) out.push(`area=${state.area}`);
  if (view) out.push(`view=${view.lat.toFixed(4)},${view.lon.toFixed(4)},${view.zoom}`);
  return out.join("&");
}

/** Read a fragment; whatever does not fit the map is left out. */
export function fromFragment(model: Model, text: string, first: State): { state: State; view: View | null } {
  const pairs = new Map<string, string>();
  for (const part of text.replace(/^#/, "").split("&")) {
    const cut = part.indexOf("=");
    if (cut > 0) pairs.set(part.slice(0, cut), part.slice(cut + 1));
  }
  const decode = (value: string): string => {
    try {
      return decodeURIComponent(value);
    } catch {
      return "";
    }
  };
  const items = (key: string): string[] | null => pairs.get(key)?.split(",").map(decode) ?? null;
  const numbers = (names: string[] | null, words: readonly string[]): Set<number> =>
    new Set((names ?? []).map((name) => words.indexOf(name)).filter((i) => i >= 0));
  const day = fromIso(pairs.get("d") ?? "") ?? first.day;
  const window = Number(pairs.get("w") ?? first.window);
  const ids = model.actors.map((actor) => actor.id || "-");
  const at = pairs.get("at");
  const place = at ? model.places.findIndex((_, i) => placeKey(model, i) === at) : -1;
  const other = fromIso(pairs.get("vs") ?? "");
  const cut = Number(pairs.get("cut") ?? first.cut);
  const oneOf = <T extends string>(key: string, words: readonly T[], usual: T): T => words.find((word) => word === pairs.get(key)) ?? usual;
  const state: State = {
    ...first,
    compare: other === null ? null : Math.max(model.start, Math.min(model.end, other)),
    cut: cut >= 0.02 && cut <= 0.98 ? cut : first.cut,
    chart: oneOf("chart", CHARTS, first.chart),
    view: oneOf("show", ["map", "rows"] as const, first.view),
    order: oneOf("sort", ROW_ORDERS, first.order),
    theme: oneOf("theme", THEMES, first.theme),
    step: oneOf("step", STEPS, first.step),
    day: Math.max(model.start, Math.min(model.end, day)),
    window: Number.isInteger(window) && window >= 0 && window < 1e6 ? window : first.window,
    hiddenActors: numbers(items("off"), ids),
    hiddenTypes: numbers(items("without"), TYPES),
    hiddenKinds: numbers(items("nosource"), model.provenance.kinds.map((kind) => kind || "-")),
    least: SURE_STEPS.find((step) => String(step) === pairs.get("sure")) ?? first.least,
    statuses: pairs.has("said") ? numbers(items("said"), STATUSES) : FACTS,
    showControl: pairs.get("places") !== "0",
    showAreas: pairs.get("areas") !== "0",
    showClaimed: pairs.get("claimed") !== "0",
    query: decode(pairs.get("q") ?? "").slice(0, 200),
    selected: place >= 0 ? [place] : [],
    area: /^\d{1,7}$/.test(pairs.get("area") ?? "") && Number(pairs.get("area")) < model.areas.n ? Number(pairs.get("area")) : -1,
  };
  const [lat, lon, zoom] = (pairs.get("view") ?? "").split(",").map(Number);
  const isView = [lat, lon, zoom].every((v) => Number.isFinite(v)) && Math.abs(lat) <= 85 && Math.abs(lon) <= 540;
  return { state, view: isView ? { lat, lon, zoom } : null };
}
