// The page: reads the inert blocks, opens the map, and puts everything around it.

import * as L from "leaflet";
import type { BaseMap } from "./base";
import { bridge } from "./bridge";
import { readBlock } from "./codec";
import { fromFragment, toFragment } from "./fragment";
import { Model, type Payload } from "./model";
import { counted, speak, tr } from "./i18n";
import { type State, Store, type ThemeName, unfiltered, usualWindow } from "./state";
import { shortDate, type Step } from "./time";
import { reportCount } from "./ui/about";
import { App } from "./ui/app";
import { Divider } from "./ui/divider";
import { h } from "./ui/dom";
import { Look } from "./ui/look";
import { MapView } from "./ui/mapview";
import { Rows } from "./ui/rows";
import { Save } from "./ui/save";
import { Side } from "./ui/side";
import { TimeBar } from "./ui/timebar";
import { Toolbar } from "./ui/toolbar";
import { uiOf } from "./ui";

// folium's own layers, added in Python, are written for a global L.
(window as unknown as { L: typeof L }).L = L;

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

function block<T>(id: string): T | Promise<T> {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no block ${id}`);
  return readBlock(element) as T | Promise<T>;
}

/** Open the map in the element `id` and return it; folium's scripts go on from here. */
export function open(id: string): L.Map {
  const map = L.map(id, {
    attributionControl: false, zoomControl: false, zoomSnap: 0.25, maxBoundsViscosity: 1, center: [0, 0], zoom: 2,
    zoomAnimation: !calm.matches, fadeAnimation: !calm.matches, inertia: !calm.matches,
  });
  try {
    const data = block<Payload>("geoevents-data");
    const base = block<BaseMap>("geoevents-basemap");
    if (data instanceof Promise || base instanceof Promise) {
      Promise.all([data, base]).then(([d, b]) => start(map, d, b)).catch(fail);
    } else start(map, data, base);
  } catch (error) {
    fail(error);
  }
  return map;
}

// A blank page would look as if nothing had been reported.
function fail(error: unknown): void {
  const why = error instanceof Error ? error.message : String(error);
  document.body.prepend(h("p", { class: "failed", role: "alert" },
    `This map could not be opened (${why}). A newer browser may help; else the file may be damaged, and can be made again.`));
  console.error(error);
}

function firstState(model: Model, theme: ThemeName): State {
  const days = model.end - model.start + 1;
  const step: Step = days <= 70 ? "day" : days <= 500 ? "week" : "month";
  return {
    day: model.end, window: usualWindow(days), step, speed: 1, playing: false, ...unfiltered(),
    showControl: true, showAreas: true, showClaimed: true, selected: [], area: -1, hovered: [], query: "",
    compare: null, cut: 0.5, chart: "events", view: "map", order: "changes", theme,
  };
}

function start(map: L.Map, payload: Payload, base: BaseMap): void {
  const ui = uiOf(payload, location.hash);
  speak(ui.lang);
  const model = new Model(payload);
  const first = firstState(model, ui.theme);
  const asked = fromFragment(model, location.hash, first);
  const app = new App(model, base, new Store(asked.state), ui);
  const root = document.getElementById("geoevents-app");
  if (!root) return;
  introduce(root, app);
  const look = new Look(root, app);
  const container = map.getContainer();
  const time = new TimeBar(app, look.theme);
  const side = new Side(app);
  const stage = h("section", { class: "stage", "aria-label": tr("Map") });
  const divider = new Divider(app);
  let save: Save | undefined;
  root.prepend(heading(app, new Toolbar(app, () => save?.open(), () => side.unfold("key")).element));
  container.replaceWith(stage);
  stage.append(container, divider.then, time.banner, divider.element, new Rows(app).element);
  root.append(stage, credit(payload, base), time.element, side.element);
  furnish(map, payload);
  const view = frame(map, payload);
  if (asked.view) map.setView([asked.view.lat, asked.view.lon], asked.view.zoom, { animate: false });
  const shown = new MapView(app, map, look.theme);
  if (!asked.view) shown.settle();
  save = new Save(app, shown, look.theme);
  root.append(save.dialog);
  remember(map, app, first);
  look.follow(() => {
    // Everything that shows an actor's colour listens to the filters.
    app.store.set({ hiddenActors: new Set(app.state.hiddenActors), hiddenTypes: new Set(app.state.hiddenTypes) });
    shown.refresh(true);
  });
  new ResizeObserver(() => {
    map.invalidateSize({ animate: false, debounceMoveend: true } as L.InvalidateSizeOptions);
    view();
  }).observe(container);
  for (const kind of ["keydown", "keyup"] as const) document.addEventListener(kind, (event) => onKey(event, time));
  root.dataset.ready = "true";
  bridge(app);
}

// What the page is, for style sheets and screen readers.
function introduce(root: HTMLElement, { model, ui }: App): void {
  document.documentElement.lang = ui.lang;
  root.dir = ui.lang === "ar" ? "rtl" : "ltr";
  root.dataset.time = String(model.hasTime);
  root.dataset.embed = String(ui.embed);
}

function furnish(map: L.Map, payload: Payload): void {
  const container = map.getContainer();
  container.setAttribute("aria-label", tr("Map; arrow keys move it, plus and minus zoom"));
  container.setAttribute("role", "application");
  map.invalidateSize({ animate: false });
  L.control.zoom({ position: "topright", zoomInTitle: tr("Zoom in"), zoomOutTitle: tr("Zoom out") }).addTo(map);
  L.control.scale({ position: "bottomleft", maxWidth: 110 }).addTo(map);
  if (payload.tiles) L.tileLayer(payload.tiles.url).addTo(map);
}

// The reader cannot leave the base map behind: its box is the limit, and the data the first view.
function frame(map: L.Map, payload: Payload): () => void {
  const box = ([w, s, e, n]: number[]) => L.latLngBounds([s, w], [n, e]);
  const limit = () => {
    const least = map.getBoundsZoom(box(payload.around), true);
    if (!Number.isFinite(least) || payload.tiles) return;
    // First the zoom, then its limit: the limit alone would move the map by an animation.
    if (map.getZoom() < least) map.setZoom(least, { animate: false });
    map.setMinZoom(Math.min(least, 14));
  };
  const [wide, tall] = [map.getSize().x, map.getSize().y];
  const pad = Math.min(56, wide / 8, tall / 8);
  map.setMaxZoom(14);
  map.fitBounds(box(payload.view), { animate: false, paddingTopLeft: [pad * 0.7, pad], paddingBottomRight: [pad, pad * 0.8] });
  limit();
  if (!payload.tiles) map.setMaxBounds(box(payload.around));
  return limit;
}

// The address follows the view; where a page may not touch its address, it stays as it was.
function remember(map: L.Map, app: App, first: State): void {
  let moved = false;
  let timer = 0;
  const write = () => {
    const { lat, lng } = map.getCenter();
    // Language and size are the page's, not the view's: a link keeps them as they were asked for.
    const kept = location.hash.replace(/^#/, "").split("&").filter((part) => /^(lang|embed)=/.test(part));
    const view = moved ? { lat, lon: lng, zoom: map.getZoom() } : null;
    const text = [toFragment(app.model, app.state, first, view), ...kept].filter(Boolean).join("&");
    try {
      history.replaceState(null, "", text || location.hash ? `#${text}` : "");
    } catch {
      clearTimeout(timer);
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = window.setTimeout(write, 400);
  };
  app.store.subscribe((state, changed) => {
    if (!state.playing && !(changed.size === 1 && changed.has("hovered"))) later();
  });
  map.on("dragend zoomend", () => {
    moved = true;
    later();
  });
  window.addEventListener("hashchange", () => {
    const asked = fromFragment(app.model, location.hash, first);
    app.store.set(asked.state);
    if (asked.view) map.setView([asked.view.lat, asked.view.lon], asked.view.zoom, { animate: false });
  });
}

function heading(app: App, tools: HTMLElement): HTMLElement {
  const { model, ui } = app;
  const { payload } = model;
  const reports = reportCount(model);
  const facts = [
    model.hasTime ? [...new Set([shortDate(model.start), shortDate(model.end)])].join(` ${tr("to")} `) : null,
    model.events.n ? counted(model.events.n, "event") : tr("Nothing was found to show"),
    model.claims.n ? (reports
      ? tr("{claims} from {reports}", { claims: counted(model.claims.n, "claim"), reports: counted(reports, "report") })
      : counted(model.claims.n, "claim")) : null,
    ui.edition ? tr("edition {edition}", { edition: `\u2068${ui.edition}\u2069` }) : null,
  ];
  return h(
    "header", { class: "head" },
    h("div", { class: "titles" },
      h("h1", { dir: "auto" }, payload.title),
      h("p", { class: "facts" }, facts.filter(Boolean).join(" · ")),
      payload.note ? h("p", { class: "note", dir: "auto" }, payload.note) : null),
    tools,
  );
}

// The names that licences ask for and a word on borders always stand; the rest opens beside them.
function credit({ tiles }: Payload, base: BaseMap): HTMLElement {
  return h("footer", { class: "credit" }, h("details", {},
    h("summary", {},
      `${tr(base.attribution)} · ${tr("Names: GeoNames · Leaflet · Borders state no position")}`,
      tiles ? h("span", { dir: "auto" }, ` · ${tr("Online tiles:")} ${tiles.attribution || new URL(tiles.url).host}.`) : null),
    h("p", { dir: "auto" }, tr(base.disclaimer))));
}

// Space plays, unless it already means something where the focus is: text, choices, other buttons.
// The slider and the tabs (which open as the arrow keys reach them) have no use for it.
function onKey(event: KeyboardEvent, time: TimeBar): void {
  if (event.key !== " " || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const on = event.target instanceof Element ? event.target : document.body;
  const taken = "textarea, select, summary, a[href], button:not([role=tab]), input:not([type=range]), [contenteditable]";
  if (on.closest(taken)) return;
  // Firefox presses a button when the key comes up.
  event.preventDefault();
  if (event.type === "keydown" && !event.repeat) time.toggle();
}
