// What the view leaves out: how many places, a way to see them all, and the way back.

import * as L from "leaflet";
import { tr } from "../i18n";
import { counted } from "../words";
import type { App } from "./app";
import { h } from "./dom";

/** Pixels that stay free around the outermost place: half a mark, and some air. */
const AIR = 40;

export class Beyond {
  private readonly button = h("button", { class: "beyond" });
  private before: { center: L.LatLng; zoom: number } | null = null;
  private places: number[] = [];

  constructor(private readonly app: App, private readonly map: L.Map) {
    map.getContainer().append(this.button);
    L.DomEvent.disableClickPropagation(this.button);
    this.button.addEventListener("click", () => (this.before ? this.goBack() : this.showAll()));
    // Whoever moves the map has gone on: there is no way back any more.
    map.on("dragstart zoomstart", () => {
      this.before = null;
    });
  }

  /** Say how many of the places drawn lie outside; those that no view can hold are not counted. */
  tell(drawn: Iterable<number>): void {
    this.places = [...drawn].filter((place) => this.reachable(place));
    const seen = this.map.getBounds();
    const n = this.places.filter((place) => !seen.contains(this.spot(place))).length;
    this.button.hidden = n === 0 && !this.before;
    this.button.textContent = this.before ? tr("Back to the view before") : tr("{places} beyond this view: show all", { places: counted(n, "place") });
  }

  private spot(place: number): [number, number] {
    const { lat, lon } = this.app.model.places[place];
    return [lat, lon];
  }

  private reachable(place: number): boolean {
    const [west, south, east, north] = this.app.model.payload.around;
    const [lat, lon] = this.spot(place);
    return lat >= south && lat <= north && lon >= west && lon <= east;
  }

  private showAll(): void {
    const { map } = this;
    if (!this.places.length) return;
    const was = { center: map.getCenter(), zoom: map.getZoom() };
    const box = L.latLngBounds(this.places.map((place) => this.spot(place)));
    const { top, bottom } = this.covered();
    const [start, end] = [L.point(AIR, AIR + top), L.point(AIR, AIR + bottom)];
    const zoom = map.getBoundsZoom(box, false, start.add(end));
    // All places come before the base map's edge, which may then be seen.
    if (!this.app.model.payload.tiles) map.setMaxBounds(undefined as unknown as L.LatLngBounds);
    if (zoom < map.getMinZoom() || !Number.isFinite(map.getMinZoom())) map.setMinZoom(Math.max(1, Math.floor(zoom * 4) / 4));
    map.fitBounds(box, { paddingTopLeft: start, paddingBottomRight: end, animate: false, maxZoom: was.zoom });
    this.before = was;
    this.tell(this.places);
  }

  private goBack(): void {
    const to = this.before;
    this.before = null;
    if (to) this.map.setView(to.center, to.zoom, { animate: false });
    this.tell(this.places);
  }

  /** Pixels of the map under the date and this button, and under a phone's sheet. */
  private covered(): { top: number; bottom: number } {
    const stage = this.map.getContainer().getBoundingClientRect();
    let [top, bottom] = [0, 0];
    for (const panel of document.querySelectorAll("#geoevents-app :is(.date, .beyond, .side.up)")) {
      const box = panel.getBoundingClientRect();
      const overlaps = box.height > 0 && box.left < stage.right && box.right > stage.left && box.top < stage.bottom && box.bottom > stage.top;
      if (!overlaps) continue;
      if (box.top - stage.top < stage.height / 3) top = Math.max(top, box.bottom - stage.top);
      else bottom = Math.max(bottom, stage.bottom - box.top);
    }
    // A small map with much over it still shows something.
    return top + bottom < stage.height * 0.7 ? { top, bottom } : { top: 0, bottom: 0 };
  }
}
