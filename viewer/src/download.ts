// Events -> CSV and GeoJSON that the reader can keep.

import type { Model } from "./model";
import { STATUS_NAMES } from "./words";

const TEXT = [
  "event_id", "event_type", "status", "actor", "actor_id", "target", "target_id", "scope", "toponym", "place_kind", "place_id",
  "place_name", "country_code", "origin", "destination", "date_edtf", "date_precision", "quantity_bound",
];
const NUMBERS = ["uncertainty_m", "quantity", "confidence", "n_claims", "n_origins"];

const stamp = (seconds: number): string => (Number.isNaN(seconds) ? "" : new Date(seconds * 1000).toISOString().replace(".000Z", "Z"));

/** Everything known of an event, with its sentences and their sources. */
export function record(model: Model, event: number): Record<string, string | number> {
  const { events, claims } = model;
  const rows = events.list("claims", event);
  const said = (name: string) => rows.map((row) => claims.text(name, row)).filter(Boolean).join(" | ");
  const out: Record<string, string | number> = {};
  for (const name of TEXT) out[name] = events.text(name, event);
  for (const name of NUMBERS) {
    const value = events.number(name, event);
    out[name] = Number.isNaN(value) ? "" : value;
  }
  out.valid_from = stamp(events.number("valid_from", event));
  out.valid_to = stamp(events.number("valid_to", event));
  out.status_in_words = STATUS_NAMES[model.statusOf(event)];
  for (const name of ["quote", "attribution", "source_kind", "source", "source_url"]) out[name] = said(name);
  return out;
}

/** A cell that no spreadsheet takes for a formula and no comma or quote breaks. */
export function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const tame = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(tame) ? `"${tame.replace(/"/g, '""')}"` : tame;
}

const lonLat = (model: Model, event: number): [number, number] | null => {
  const lon = model.events.degrees("lon")[event];
  const lat = model.events.degrees("lat")[event];
  // A map across 180° runs on over it; a file does not.
  const usual = lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon;
  return Number.isNaN(lon) || Number.isNaN(lat) ? null : [Math.round(usual * 1e7) / 1e7, lat];
};

export function toCsv(model: Model, events: readonly number[]): string {
  const rows = events.map((event) => {
    const [lon, lat] = lonLat(model, event) ?? ["", ""];
    return { ...record(model, event), longitude: lon, latitude: lat };
  });
  const names = rows.length ? Object.keys(rows[0]) : [...TEXT, ...NUMBERS];
  // The mark at the start tells spreadsheets that the text is UTF-8.
  return `\ufeff${[names, ...rows.map((row) => Object.values(row))].map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

export function toGeoJson(model: Model, events: readonly number[]): string {
  const features = events.map((event) => {
    const properties = Object.fromEntries(Object.entries(record(model, event)).map(([key, value]) => [key, value === "" ? null : value]));
    const at = lonLat(model, event);
    return { type: "Feature", id: properties.event_id, geometry: at && { type: "Point", coordinates: at }, properties };
  });
  return `${JSON.stringify({ type: "FeatureCollection", features })}\n`;
}

/** Hand a text to the reader as a file. */
export function offer(name: string, type: string, text: string): void {
  offerBlob(name, new Blob([text], { type }));
}

export function offerBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
