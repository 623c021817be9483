// What this map is, what it leaves out and why, and whom to name.

import { missing } from "../filter";
import { dayOf, shortDate } from "../time";
import { tr } from "../i18n";
import { counted, isFact, STATUS_SHORT } from "../words";
import type { Model } from "../model";
import type { App } from "./app";
import { h, link, why } from "./dom";
import { taste } from "./taste";

const MOST = 300;

function gaps(app: App, title: string, question: string, events: number[], reason: (event: number) => string): HTMLElement | null {
  if (!events.length) return null;
  return h(
    "details", { class: "more" },
    h("summary", {}, `${tr(title)}: ${counted(events.length, "event")}`),
    h("ul", { class: "gaps" }, ...events.slice(0, MOST).map((event) =>
      h("li", {},
        h("button", { class: "linklike", dir: "auto", onclick: () => app.select([-1 - event]) }, line(app, event)),
        why(tr(question), reason(event))))),
    events.length > MOST && h("p", { class: "soft" }, tr("and {n} more", { n: events.length - MOST })),
  );
}

// No line stands in a list as if it were known: what is no fact says so in its headline.
function line(app: App, event: number): string {
  const status = app.model.statusOf(event);
  return `${isFact(status) ? `${tr(STATUS_SHORT[status])}: ` : ""}${app.headline(event)}`;
}

function reports(app: App): HTMLElement | null {
  if (!reportCount(app.model)) return null;
  const list = h("ul", { class: "gaps" });
  const summary = h("summary", {}, tr("Reports: {n}", { n: reportCount(app.model) }));
  // Looked for when opened: a map may rest on very many.
  return h("details", { class: "more", ontoggle: () => list.firstChild || list.append(...reportLines(app)) }, summary, list);
}

/** How many reports the claims come from; 0 where they do not say. */
export function reportCount({ claims }: Model): number {
  if (claims.reports !== undefined) return claims.reports;
  const reports = new Set<string>();
  for (let row = 0; row < claims.n; row++) reports.add(claims.text("report_id", row) || claims.text("source_url", row));
  reports.delete("");
  reports.delete("withheld"); // an edition's claims whose report is not told: one of the others, or not
  return reports.size;
}

function reportLines(app: App): HTMLElement[] {
  const { claims } = app.model;
  const seen = new Map<string, { source: string; url: string; when: number; n: number }>();
  for (let row = 0; row < claims.n; row++) {
    const id = claims.text("report_id", row) || claims.text("source_url", row) || claims.text("source", row);
    const one = seen.get(id);
    if (one) one.n++;
    else {
      seen.set(id, {
        source: claims.text("source", row) || id, url: claims.text("source_url", row),
        when: claims.number("published_at", row), n: 1,
      });
    }
  }
  const order = [...seen.values()].sort((a, b) => (a.when || 0) - (b.when || 0));
  return order.slice(0, MOST).map((one) =>
    h("li", {}, link(one.url, one.source || tr("a report")),
      h("span", { class: "soft" }, `${Number.isNaN(one.when) ? "" : ` ${shortDate(dayOf(one.when))}`}, ${counted(one.n, "claim")}`)));
}

/** What the author says: a note, the edition, and what earlier editions had wrong. */
function author({ model, ui }: App): (HTMLElement | false)[] {
  const note = ui.note && ui.note !== model.payload.note ? ui.note : "";
  return [
    Boolean(ui.edition || note || ui.corrections.length) && h("h2", {}, tr("From the author")),
    Boolean(ui.edition) && h("p", { dir: "auto" }, tr("Edition {edition}.", { edition: `\u2068${ui.edition}\u2069` })),
    Boolean(note) && h("p", { dir: "auto" }, note),
    ui.corrections.length > 0 && h("h3", {}, tr("Corrections")),
    ui.corrections.length > 0 && h("ul", { class: "gaps" }, ...ui.corrections.map((one) => h("li", { dir: "auto" }, one))),
  ];
}

export function about(app: App): HTMLElement {
  const { model, base, ui } = app;
  const { unplaced, undated } = missing(model);
  const [west, south, east, north] = model.payload.around;
  const far = Array.from(model.place.keys()).filter((event) => {
    const place = model.places[model.place[event]];
    return place && !(place.lon >= west && place.lon <= east && place.lat >= south && place.lat <= north);
  });
  const whyUnplaced = (event: number) => model.events.text("place_reasons", event);
  const whyUndated = (event: number) => {
    const claim = model.events.list("claims", event)[0];
    return claim === undefined ? "" : model.claims.text("date_reasons", claim);
  };
  return h(
    "div", { class: "about" },
    taste(app),
    ...author(app),
    h("h2", {}, tr("What this map shows")),
    h("p", {}, `${tr("Each mark is something that a report says happened. It is a claim, and it may be wrong.")} ${
      tr("The colour of a place is an estimate of who held it on the date shown, made from such claims alone.")}`),
    model.areas.n > 0 && h("p", {},
      tr("A soft fill is an estimated area: how far the claims about places may speak for the land between them. No source drew it.")),
    model.claimed.events.size > 0 && h("p", {},
      tr("A dashed outline with thin stripes is a region that a source says is held or was taken: its words, not our estimate. The outline is where the region should lie.")),
    h("p", {}, tr("Click a mark or a place, or move between them with Tab and the arrow keys, to read the sentences behind it.")),
    h("h2", {}, tr("What it leaves out")),
    unplaced.length + undated.length + far.length
      ? h("p", {}, tr("Nothing that was found is dropped. What has no place or no date stands here."))
      : h("p", {}, tr("Every event that was found has a place and a date.")),
    gaps(app, "Not on the map", "Why it has no place", unplaced, whyUnplaced),
    gaps(app, "Far from the rest, beyond this map’s edge", "Placed at", far, (event) => model.events.text("place_name", event)),
    gaps(app, "Not on the timeline", "Why it has no date", undated, whyUndated),
    reports(app),
    h("h2", {}, tr("Sources of the map")),
    ui.sources.length > 0 && h("ul", { class: "gaps" }, ...ui.sources.map((one) => h("li", { dir: "auto" }, one))),
    h("p", {}, `${tr(base.attribution)}. ${tr("Place names: GeoNames (CC BY 4.0). Map library: Leaflet.")} ${tr("Made with {program}.", { program: model.payload.made_by })}`),
    h("p", {}, tr(base.disclaimer)),
    model.payload.tiles && h("p", {}, tr("This map loads pictures from an online map service, which can see that you look at it.")),
  );
}
