// What a map in a notebook and the widget around it tell each other. Whatever else arrives is null:
// a page may get messages from anybody, so sender, token and every value are looked at.

/** Rows of the page's tables, whose evidence is open. */
export interface Picked { events: number[]; control: number[]; areas: number[] }

/** Date and days before it; no date where nothing on the map has one. */
export interface Time { date: string | null; window: number }

/** The map to its widget: it is there, its time was changed, something was chosen. */
export type Told = ({ kind: "ready" | "time" } & Time) | ({ kind: "picked" } & Picked);

/** The widget to its map: show this time, and (where the page was loaded anew) choose this again. */
export interface Asked { date: string | null; window: number | null; picked: Picked | null }

/** More rows than any map holds: a longer list is no selection of ours. */
const MOST_ROWS = 5_000_000;
const LONGEST_WINDOW = 1_000_000;

export const toMessage = (token: string, said: Told | Asked): Record<string, unknown> => ({ ...said, geoevents: token });

/** The token of a widget's page, made in Python; nothing else is one. */
export const isToken = (value: unknown): value is string => typeof value === "string" && /^[0-9a-f]{32}$/.test(value);

export const isDay = (value: unknown): value is string => typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);

export const isWindow = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < LONGEST_WINDOW;

const isRows = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= MOST_ROWS && value.every((row) => Number.isInteger(row) && row >= 0 && row < MOST_ROWS);

export function pickedOf(value: unknown): Picked | null {
  if (typeof value !== "object" || value === null) return null;
  const { events, control, areas } = value as Record<string, unknown>;
  return isRows(events) && isRows(control) && isRows(areas) ? { events, control, areas } : null;
}

function opened(data: unknown, token: string): Record<string, unknown> | null {
  if (typeof data !== "object" || data === null || !isToken(token)) return null;
  const message = data as Record<string, unknown>;
  return message.geoevents === token ? message : null;
}

/** What the map says, or null. */
export function readTold(data: unknown, token: string): Told | null {
  const message = opened(data, token);
  if (!message) return null;
  const { kind, date, window } = message;
  if (kind === "picked") {
    const picked = pickedOf(message);
    return picked && { kind, ...picked };
  }
  if (kind !== "ready" && kind !== "time") return null;
  return (date === null || isDay(date)) && isWindow(window) ? { kind, date, window } : null;
}

/** What the widget asks for, or null. */
export function readAsked(data: unknown, token: string): Asked | null {
  const message = opened(data, token);
  if (!message) return null;
  const { date, window } = message;
  const picked = message.picked === null ? null : pickedOf(message.picked);
  if (!(date === null || isDay(date)) || !(window === null || isWindow(window)) || (message.picked !== null && !picked)) return null;
  return { date, window, picked };
}
