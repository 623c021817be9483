// Pointing at what the map shows, by mouse, finger or keyboard: hits, hints, and buttons to walk.

import * as L from "leaflet";
import { longDate } from "../time";
import { tr } from "../i18n";
import { counted, isFact, STATUS_SHORT } from "../words";
import type { App } from "./app";
import { h, replaceChildren } from "./dom";

/** A disc of the screen, in the map's own pixels, that stands for places. */
export interface Target { places: number[]; x: number; y: number; radius: number; view: App; events: ReadonlyMap<number, number[]> }

export interface Frame { x0: number; y0: number; x1: number; y1: number }

/** More marks than this are walked in the list instead of on the map. */
const MOST_BUTTONS = 150;
/** So many buttons are made anew with every picture; more only when the map has come to rest. */
const AT_ONCE = 60;

export class Pointing {
  private readonly tip = h("div", { class: "tip", "aria-hidden": "true" });
  private readonly walk = h("div", {
    class: "walk", role: "group", "aria-label": tr("Places on the map; arrow keys move between them, Enter opens the evidence"),
  });
  private readonly slack = window.matchMedia("(pointer: coarse)").matches ? 14 : 4;
  private targets: readonly Target[] = [];
  private resting = 0;

  constructor(private readonly app: App, private readonly map: L.Map) {
    map.createPane("ge-walk").style.zIndex = "640";
    map.getPane("ge-walk")?.append(this.walk);
    map.getContainer().append(this.tip);
    this.tip.hidden = true;
    // The map takes a click anywhere else as "nothing chosen".
    this.walk.addEventListener("click", (event) => event.stopPropagation());
    this.walk.addEventListener("keydown", (event) => this.onKey(event));
    map.on("mousemove", (event) => this.hover(this.hit(event.layerPoint)));
    map.on("mouseout", () => this.hover(null));
    map.on("click", (event) => this.onClick(event));
  }

  /** What can be pointed at, on the screen. */
  get marks(): { x: number; y: number; radius: number }[] {
    return this.targets.map(({ x, y, radius }) => ({ ...this.map.layerPointToContainerPoint([x, y]), radius }));
  }

  /** Tell what can be pointed at from now on. */
  set(targets: readonly Target[]): void {
    this.targets = targets;
    clearTimeout(this.resting);
    if (targets.length <= AT_ONCE) this.fillWalk();
    else this.resting = window.setTimeout(() => this.fillWalk(), 150);
  }

  private label({ places, view, events }: Target): string {
    const { model, state } = view;
    const parts = places.slice(0, 3).map((number) => {
      const place = model.places[number];
      const row = model.heldOn(number, state.day);
      const held = row < 0 ? "" : model.heldInWords(row);
      const n = events.get(number)?.length ?? 0;
      return [place.name, held, n ? counted(n, "event") : ""].filter(Boolean).join(tr(", "));
    });
    if (places.length > 3) parts.push(tr("and {n} more places", { n: places.length - 3 }));
    if (state.compare !== null) parts.push(longDate(state.day));
    return parts.join("; ");
  }

  // Invisible buttons over the marks: a canvas has nothing that a keyboard or a screen reader finds.
  private fillWalk(): void {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.places : undefined;
    const hadFocus = this.walk.contains(document.activeElement);
    const seen = new Set<string>();
    const name = ({ places, view }: Target) => `${places} ${view.state.day}`;
    const wanted = this.targets.filter((t) => !seen.has(name(t)) && seen.add(name(t)));
    wanted.sort((a, b) => a.x - b.x || a.y - b.y);
    const inside = this.map.getPixelBounds();
    const origin = this.map.getPixelOrigin();
    const visible = wanted.filter((t) => inside.contains([t.x + origin.x, t.y + origin.y])).slice(0, MOST_BUTTONS);
    const buttons = visible.map((target, i) => {
      const button = h("button", {
        "data-places": String(target.places), tabindex: i ? -1 : 0, "aria-label": this.label(target),
        onclick: () => this.app.select(target.places),
        onfocus: () => this.hover(target),
        onblur: () => this.hover(null),
      });
      Object.assign(button.style, {
        left: `${target.x - target.radius}px`, top: `${target.y - target.radius}px`,
        width: `${target.radius * 2}px`, height: `${target.radius * 2}px`,
      });
      return button;
    });
    replaceChildren(this.walk, ...buttons);
    const again = hadFocus && buttons.find((button) => button.dataset.places === focused);
    if (again) {
      for (const button of buttons) button.tabIndex = button === again ? 0 : -1;
      again.focus({ preventScroll: true });
    }
  }

  private onKey(event: KeyboardEvent): void {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const buttons = [...this.walk.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (!by || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[at].tabIndex = -1;
    const next = buttons[(at + by + buttons.length) % buttons.length];
    next.tabIndex = 0;
    next.focus({ preventScroll: true });
  }

  private hit(point: L.Point): Target | null {
    let best: Target | null = null;
    let nearest = Infinity;
    for (const target of this.targets) {
      const distance = Math.hypot(target.x - point.x, target.y - point.y) - target.radius;
      if (distance < this.slack && distance < nearest) [best, nearest] = [target, distance];
    }
    return best;
  }

  private onClick(event: L.LeafletMouseEvent): void {
    const target = this.hit(event.layerPoint);
    if (target) this.app.select(target.places);
    else {
      const { lng, lat } = event.latlng;
      const area = this.app.model.areas.at(this.app.areas(), lng, lat);
      const claimed = this.app.claimed().find((event) => this.app.model.claimed.holds(event, lng, lat));
      if (area >= 0) this.app.selectArea(area);
      else if (claimed !== undefined) this.app.select([this.app.model.place[claimed]]);
      else if (this.app.state.selected.length || this.app.state.area >= 0) this.app.select([]);
    }
  }

  private hover(target: Target | null): void {
    const { store, state } = this.app;
    this.map.getContainer().style.cursor = target ? "pointer" : "";
    if (String(target?.places ?? []) !== String(state.hovered)) store.set({ hovered: target?.places ?? [] });
    this.tip.hidden = !target;
    if (!target) return;
    this.fillTip(target);
    const at = this.map.layerPointToContainerPoint([target.x, target.y]);
    const size = this.map.getSize();
    this.tip.style.left = `${Math.max(8, Math.min(size.x - 268, at.x - 120))}px`;
    if (at.y > size.y / 2) Object.assign(this.tip.style, { top: "", bottom: `${size.y - at.y + target.radius + 8}px` });
    else Object.assign(this.tip.style, { bottom: "", top: `${at.y + target.radius + 8}px` });
  }

  private line(event: number): string {
    const status = this.app.model.statusOf(event);
    return `${isFact(status) ? `${tr(STATUS_SHORT[status])}: ` : ""}${this.app.headline(event)}`;
  }

  private fillTip(target: Target): void {
    const { model, state } = target.view;
    const rows = target.places.slice(0, 3).flatMap((number) => {
      const place = model.places[number];
      const row = model.heldOn(number, state.day);
      const events = target.events.get(number) ?? [];
      return [
        h("strong", { dir: "auto" }, place.name),
        row >= 0 && h("p", { dir: "auto" }, model.heldInWords(row)),
        ...events.slice(-3).map((event) => h("p", { dir: "auto" }, this.line(event))),
        events.length > 3 && h("p", { class: "soft" }, tr("and {events}", { events: counted(events.length - 3, "more event") })),
      ];
    });
    replaceChildren(this.tip, ...rows, target.places.length > 3 && h("p", { class: "soft" }, tr("and {n} more places", { n: target.places.length - 3 })),
      h("p", { class: "soft" }, tr("on {date}", { date: longDate(state.day) })));
  }
}
