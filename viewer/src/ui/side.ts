// The panel beside the map (below it on a phone): key, events, evidence, about.

import { isArabic, tr } from "../i18n";
import { App } from "./app";
import { about } from "./about";
import { areaSection } from "./areaviews";
import { Compare } from "./compare";
import { h, replaceChildren, why } from "./dom";
import { eventCard, placeSection } from "./evidence";
import { Key } from "./key";
import { Places } from "./places";
import { Reports } from "./reports";

const TABS = ["key", "events", "places", "compare", "evidence", "about"] as const;
export type Tab = (typeof TABS)[number];
const NAMES: Record<Tab, string> = { key: "Key", events: "Events", places: "Places", compare: "Compare", evidence: "Evidence", about: "About" };

export class Side {
  readonly element = h("aside", { class: "side", "aria-label": tr("Key and evidence") });
  private readonly buttons: Record<Tab, HTMLButtonElement>;
  private readonly panels: Record<Tab, HTMLElement>;
  private readonly reports: Reports;
  private readonly places: Places;
  private readonly compare: Compare;
  private current: Tab = "key";
  private cameFrom: HTMLElement | null = null;

  constructor(private readonly app: App) {
    this.reports = new Reports(app);
    this.places = new Places(app);
    this.compare = new Compare(app);
    const contents: Record<Tab, HTMLElement | null> = {
      key: new Key(app).element, events: this.reports.element, places: this.places.element,
      compare: this.compare.element, evidence: null, about: null,
    };
    const make = <T>(each: (tab: Tab) => T) => Object.fromEntries(TABS.map((tab) => [tab, each(tab)])) as Record<Tab, T>;
    this.buttons = make((tab) => h("button", {
      role: "tab", id: `ge-tab-${tab}`, "aria-controls": `ge-panel-${tab}`, onclick: () => this.onTab(tab),
    }, tr(NAMES[tab])));
    this.panels = make((tab) => h("div", {
      role: "tabpanel", id: `ge-panel-${tab}`, class: `panel ${tab}`, "aria-labelledby": `ge-tab-${tab}`, tabindex: 0,
    }, contents[tab]));
    const bar = h("div", { role: "tablist", "aria-label": tr("Panels"), onkeydown: (e) => this.onKey(e as KeyboardEvent) },
      ...TABS.map((tab) => this.buttons[tab]));
    this.element.append(h("div", { class: "grip", "aria-hidden": "true" }), bar, ...TABS.map((tab) => this.panels[tab]));
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (this.current === "evidence") this.close();
      else this.element.classList.remove("up");
    });
    app.store.subscribe((state, changed) => {
      if (changed.has("selected") || changed.has("area")) this.onSelected();
      // Who begins to compare wants to read what changed; on a phone the map comes first.
      else if (changed.has("compare") && state.compare !== null && this.current !== "evidence") this.open("compare");
      else if (this.current === "evidence" && changed.has("day") && !state.playing) this.fillEvidence();
    });
    this.open("key");
    this.fillEvidence();
    if (app.state.selected.length || app.state.area >= 0) this.onSelected();
  }

  open(tab: Tab): void {
    this.current = tab;
    for (const one of TABS) {
      this.buttons[one].setAttribute("aria-selected", String(one === tab));
      this.buttons[one].tabIndex = one === tab ? 0 : -1;
      this.panels[one].hidden = one !== tab;
    }
    if (tab === "about" && !this.panels.about.firstChild) this.panels.about.append(about(this.app));
    this.reports.show(tab === "events");
    this.places.show(tab === "places");
    this.compare.show(tab === "compare");
  }

  /** On a phone the panel covers the lower half of the screen, or only its tabs. */
  private onTab(tab: Tab): void {
    const isOpen = this.element.classList.contains("up");
    this.element.classList.toggle("up", !(isOpen && tab === this.current));
    this.open(tab);
  }

  /** Open a panel over the map, where it is folded away. */
  unfold(tab: Tab): void {
    this.element.classList.add("up");
    this.open(tab);
    this.buttons[tab].focus();
  }

  private onKey(event: KeyboardEvent): void {
    const ahead = isArabic() ? "ArrowLeft" : "ArrowRight";
    const by = event.key === ahead ? 1 : ["ArrowLeft", "ArrowRight"].includes(event.key) ? -1 : 0;
    if (!by) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(this.current) + by + TABS.length) % TABS.length];
    this.open(next);
    this.buttons[next].focus();
  }

  private onSelected(): void {
    const { selected, area } = this.app.state;
    this.fillEvidence();
    if (!selected.length && area < 0) return;
    if (!this.panels.evidence.contains(document.activeElement)) this.cameFrom = document.activeElement as HTMLElement | null;
    this.open("evidence");
    this.element.classList.add("up");
    this.panels.evidence.scrollTop = 0;
    // A frame that opens its evidence by itself, in a notebook for example, takes no focus from its page.
    if (document.hasFocus()) this.panels.evidence.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  }

  private close(): void {
    const back = this.cameFrom;
    this.app.select([]);
    this.open("key");
    this.element.classList.remove("up");
    // The map makes its buttons anew whenever it is painted: the same places, another element.
    const places = back?.dataset.places;
    const again = places === undefined ? null
      : [...document.querySelectorAll<HTMLElement>(".walk button")].find((one) => one.dataset.places === places);
    const target = again ?? (back?.isConnected ? back : this.buttons.key);
    target.focus({ preventScroll: true });
  }

  private fillEvidence(): void {
    const { app } = this;
    const { selected, area } = app.state;
    if (!selected.length && area < 0) {
      replaceChildren(this.panels.evidence, h("p", { class: "soft" },
        tr("Choose a mark or a place on the map, or an event in the list: the sentences behind it appear here.")));
      return;
    }
    replaceChildren(
      this.panels.evidence,
      h("button", { class: "close", onclick: () => this.close() }, tr("Close")),
      area >= 0 && areaSection(app, area),
      selected.length > 1 && h("p", { class: "soft" }, tr("{n} places are too close to draw apart; zoom in to part them.", { n: selected.length })),
      // A number below zero stands for an event that has no place.
      ...selected.slice(0, 30).map((place) => (place >= 0 ? placeSection(app, place) : this.loose(-1 - place))),
    );
  }

  private loose(event: number): HTMLElement {
    const reason = this.app.model.events.text("place_reasons", event);
    const isPlaced = this.app.model.place[event] >= 0;
    return h("section", { class: "place" },
      h("h2", { tabindex: -1, dir: "auto" }, this.app.placeName(event) || tr("No place")),
      !isPlaced && h("p", { class: "soft" }, tr("Not on the map.")),
      !isPlaced && why(tr("Why it has no place"), reason),
      eventCard(this.app, event));
  }
}
