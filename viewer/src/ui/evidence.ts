// Everything behind a place or an event: each claim's sentence, who said it, when, and the doubts.

import { discSign, glyphSign } from "./signs";
import type { App } from "./app";
import { fact, h, link, said, why } from "./dom";
import { strip } from "./strip";
import { inWindow } from "../filter";
import { dayOf, interval, longDate, precisionInWords } from "../time";
import { tr } from "../i18n";
import { counted, isFact, metres, reviewInWords, sourceInWords, statusInWords, STATUS_NAMES } from "../words";
import type { Model } from "../model";

const percent = (share: number): string => (Number.isNaN(share) ? "" : tr("{n} of 100", { n: Math.round(share * 100) }));

/** One claim: the words first, then who said them. */
export function claimBox(app: App, claim: number): HTMLElement {
  const { claims } = app.model;
  const text = (name: string) => claims.text(name, claim);
  const published = claims.number("published_at", claim);
  const source = text("source") || (text("source_url") ? tr("the report") : text("report_id"));
  const spoken = statusInWords(text("status"), text("source_kind"));
  const grades = [text("source_reliability"), text("info_credibility")].filter(Boolean).join("");
  return h(
    "li", { class: "claim" },
    h("blockquote", { dir: "auto" }, text("quote") || tr("(no sentence was given)")),
    h(
      "p", { class: "speaker" },
      h("span", { class: `status ${text("status")}` }, spoken[0]?.toUpperCase() + spoken.slice(1)),
      text("attribution") && h("span", {}, " — “", said(text("attribution")), "”"),
    ),
    h(
      "p", { class: "outlet" },
      source && link(text("source_url"), source),
      !Number.isNaN(published) && h("span", {}, `${source ? tr(", ") : ""}${tr("published {date}", { date: longDate(dayOf(published)) })}`),
      text("archive_url") && h("span", {}, " · ", link(text("archive_url"), tr("archived copy"))),
    ),
    reviewInWords(text("review_status"), text("reviewed_by")) && h("p", { class: "reviewed" }, reviewInWords(text("review_status"), text("reviewed_by"))),
    text("sensitivity") && h("p", { class: "warning" }, tr("Handle with care: "), said(text("sensitivity"))),
    h(
      "details", {},
      h("summary", {}, tr("How this was read")),
      h(
        "dl", {},
        fact(tr("Happened"), `${interval(claims.number("valid_from", claim), claims.number("valid_to", claim))}${
          text("date_precision") ? ` (${precisionInWords(text("date_precision"))})` : ""}`),
        fact(tr("Date, EDTF"), text("date_edtf")),
        fact(tr("From the words"), text("date_text") && `“${text("date_text")}”`),
        fact(tr("Source spoke"), text("stated_on")),
        fact(tr("Kind of source"), sourceInWords(text("source_kind"))),
        fact(tr("Place as written"), text("toponym") && `“${text("toponym")}”`),
        fact(tr("Place lies within"), claims.number("uncertainty_m", claim) > 0 && metres(claims.number("uncertainty_m", claim))),
        fact(tr("Sure of the reading"), percent(claims.number("confidence", claim))),
        fact(tr("Admiralty grade"), grades),
        fact(tr("Verification"), text("verification")),
        fact(tr("Report"), text("report_id")),
        fact(tr("Claim"), text("claim_id")),
      ),
      why(tr("How this date was read"), text("date_reasons")),
      why(tr("How this place was chosen"), text("place_reasons")),
    ),
  );
}

/** The later claims with which an event's own source corrected it. */
export const correctionsOf = ({ events }: Model, event: number): number[] => (events.has("corrections") ? events.list("corrections", event) : []);

// Nothing is struck through: what was said stays readable, with what was said instead.
function corrected(app: App, event: number): HTMLElement | null {
  const { claims, events } = app.model;
  const rows = correctionsOf(app.model, event);
  if (!rows.length) return null;
  const others = events.list("corrected_by", event);
  return h("div", { class: "against corrected" },
    h("p", {}, tr("Corrected later by its own source:")),
    ...rows.map((row) => h("blockquote", { dir: "auto" }, claims.text("quote", row) || tr("(no sentence was given)"))),
    others.length > 0 && h("ul", {}, ...others.map((other) => h("li", {}, contradiction(app, other)))));
}

/** One event with all its claims and what contradicts it. */
export function eventCard(app: App, event: number): HTMLElement {
  const { model } = app;
  const { events } = model;
  const status = model.statusOf(event);
  const actor = model.actors[model.actor[event]];
  const claims = events.list("claims", event);
  const lacking = events.number("n_lacking", event);
  const origins = events.number("n_origins", event);
  const against = events.list("contradicted_by", event);
  const precision = events.text("date_precision", event);
  const radius = events.number("uncertainty_m", event);
  const fineprint = [
    model.claimed.events.has(event) && tr("speaks of the region outlined on the map"),
    radius > 0 && tr("placed to within {distance}", { distance: metres(radius) }),
    claims.length + lacking > 1 && counted(claims.length + lacking, "claim"),
    origins > 1 && `${counted(origins, "distinct speaker")}`,
  ].filter((one): one is string => Boolean(one));
  return h(
    "article", { class: `event ${isFact(status) ? "fact-like" : "not-fact"}`, "data-event": event },
    h(
      "header", {},
      glyphSign(model.type[event], actor, isFact(status), status === "denied" || status === "negated"),
      h(
        "div", {},
        h("p", { class: "kicker" }, tr(STATUS_NAMES[status]), correctionsOf(model, event).length > 0 && ` · ${tr("corrected later")}`),
        h("h3", { dir: "auto" }, app.headline(event)),
        h(
          "p", { class: "when" },
          interval(events.number("valid_from", event), events.number("valid_to", event)),
          precision && h("span", { class: "soft" }, ` · ${precisionInWords(precision)}`),
        ),
        fineprint.length ? h("p", { class: "soft" }, fineprint.join(" · ")) : null,
      ),
    ),
    corrected(app, event),
    h("ul", { class: "claims" }, ...claims.map((claim) => claimBox(app, claim))),
    lacking > 0 && h("p", { class: "warning" }, tr("{claims} behind this event came without its words.", { claims: counted(lacking, "claim") })),
    against.length > 0 &&
      h(
        "div", { class: "against" },
        h("p", {}, tr("Contradicted by")),
        h("ul", {}, ...against.map((other) => h("li", {}, contradiction(app, other)))),
      ),
  );
}

function contradiction(app: App, event: number): HTMLElement {
  const { model } = app;
  const place = model.place[event];
  const when = interval(model.events.number("valid_from", event), model.events.number("valid_to", event));
  const text = `${app.headline(event)} (${when}; ${tr(STATUS_NAMES[model.statusOf(event)]).toLowerCase()})`;
  const open = () => {
    app.select([place < 0 ? -1 - event : place]);
    document.querySelector(`#geoevents-app .panel.evidence [data-event="${event}"]`)?.scrollIntoView();
  };
  return h("button", { class: "linklike", dir: "auto", onclick: open }, text);
}

function controlBox(app: App, place: number): HTMLElement | null {
  const { model, state } = app;
  if (!model.places[place].control.length) return null;
  const row = model.heldOn(place, state.day);
  if (row < 0) {
    return h("div", { class: "control" }, h("p", {}, tr("Nothing was reported on who held it on {date}.", { date: longDate(state.day) })), strip(app, place));
  }
  const { control } = model;
  const status = control.text("control_status", row);
  const others = model.contenders(row);
  const holder = model.holder[row];
  const last = control.numbers("last_reported_at")[row];
  const age = state.day - dayOf(last);
  return h(
    "div", { class: "control" },
    h(
      "p", { class: "verdict" },
      discSign(status, model.actors[holder].colour, others.length ? model.actors[others[0]].colour : undefined),
      h("span", { dir: "auto" }, model.heldInWords(row),
        h("span", { class: "soft" }, ` ${tr("on {date}", { date: longDate(state.day) })}`)),
    ),
    h(
      "p", { class: "soft" },
      tr("Estimated from {claims} by {speakers}", {
        claims: counted(control.numbers("n_claims")[row], "claim"), speakers: counted(control.numbers("n_origins")[row], "speaker") }),
      !Number.isNaN(last) && age >= 0 && (age === 0 ? tr("; last reported that day") : tr("; last reported {days} before", { days: counted(age, "day") })),
      ".",
    ),
    strip(app, place),
    h(
      "details", {},
      h("summary", {}, tr("Why, and the claims behind it")),
      why(tr("How this follows from the claims"), control.text("reasons", row)),
      h("ul", { class: "claims" }, ...control.list("claims", row).map((claim) => claimBox(app, claim))),
    ),
  );
}

/** Everything about one place: its reported holder, then its events, those in view first. */
export function placeSection(app: App, place: number): HTMLElement {
  const { model, state } = app;
  const one = model.places[place];
  const inView = one.events.filter((event) => inWindow(model, state, event));
  const now = inView.filter((event) => isFact(model.statusOf(event)));
  const unreal = inView.filter((event) => !isFact(model.statusOf(event)));
  const rest = one.events.filter((event) => !inWindow(model, state, event));
  const newest = (events: number[]) => [...events].sort((a, b) => model.last[b] - model.last[a] || a - b);
  const more = h("div", {});
  // Built when opened: a place may have thousands of events.
  const onOpen = (event: Event) => {
    if ((event.target as HTMLDetailsElement).open && !more.firstChild) {
      more.append(...newest(rest).slice(0, 200).map((e) => eventCard(app, e)));
    }
  };
  const others = rest.length > 0 &&
    h("details", { class: "more", ontoggle: onOpen },
      h("summary", {}, tr("{events} at other dates", { events: counted(rest.length, "event") })), more);
  return h(
    "section", { class: "place" },
    h("h2", { tabindex: -1, dir: "auto" }, one.name),
    one.vague && h("p", { class: "soft" }, tr("A rough area: the point on the map stands for the place described.")),
    controlBox(app, place),
    now.length > 0 && h("p", { class: "count" }, tr("{events} in the days shown", { events: counted(now.length, "event") })),
    ...newest(now).slice(0, 100).map((event) => eventCard(app, event)),
    now.length > 100 && h("p", { class: "soft" }, tr("The newest 100 of {n}; a shorter span of days shows the others.", { n: now.length })),
    unreal.length > 0 &&
      h("details", { class: "more", open: unreal.some((event) => state.statuses.has(model.status[event])) || !now.length },
        h("summary", {}, `${counted(unreal.length, "plan, denial or negation", "plans, denials or negations")}`),
        ...newest(unreal).slice(0, 100).map((event) => eventCard(app, event))),
    others,
  );
}
