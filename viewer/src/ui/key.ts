// The key: who, what, how it was said; every line switches what it explains.

import { ALL_TYPES, FACTS, FILTERS, saysUsual, type State, toggled } from "../state";
import { SURE_STEPS } from "../provenance";
import { number, tr } from "../i18n";
import { isFact, sourceInWords, STATUSES, STATUS_NAMES, TYPE_NAMES, TYPES } from "../words";
import { CLASS_NAMES } from "../areas";
import type { App } from "./app";
import { areaLines, areaSign, claimedSign, frontSign } from "./areaviews";
import { h, replaceChildren } from "./dom";
import { Passing } from "./passing";
import { discSign, flowSign, glyphSign } from "./signs";

const NEUTRAL = { colour: "#5c5a54", ink: "#ffffff" };

const SURE_NAMES = { 0: "Any", 50: "Likely: 50 of 100 or more", 80: "Sure: 80 of 100 or more" } as const;

interface Line { kind?: "radio"; sign: Node | null; text: string; count: number | null; on: boolean; name: string; change: () => void }

function line(one: Line): HTMLElement {
  const box = h("input", { type: one.kind ?? "checkbox", name: one.kind && one.name.split(" ")[0], "data-name": one.name, onchange: one.change });
  box.checked = one.on;
  return h(
    "label", { class: `line${one.on || one.kind ? "" : " off"}` },
    box, one.sign, h("span", { class: "name", dir: "auto" }, one.text),
    one.count !== null && h("span", { class: "n" }, number(one.count)),
  );
}

function tally(numbers: ArrayLike<number>): Map<number, number> {
  const sums: number[] = [];
  for (let i = 0; i < numbers.length; i++) sums[numbers[i]] = (sums[numbers[i]] ?? 0) + 1;
  return new Map(sums.flatMap((n, number) => (n ? [[number, n] as const] : [])));
}

export class Key {
  readonly element = h("div", { class: "key" });
  private readonly areasNow = h("div", {});
  private readonly byActor: Map<number, number>;
  private readonly byType: Map<number, number>;
  private readonly byStatus: Map<number, number>;
  private readonly byKind: number[];
  private readonly count: Passing;

  constructor(private readonly app: App) {
    const { model } = app;
    this.byActor = tally(model.actor);
    this.byType = tally(model.type);
    this.byStatus = tally(model.status);
    this.byKind = model.provenance.byKind();
    this.count = new Passing(app);
    this.draw(app.state);
    app.store.subscribe((state, changed) => {
      if ([...FILTERS, "showControl" as const, "showAreas" as const, "showClaimed" as const].some((key) => changed.has(key))) {
        this.draw(state);
      } else if ((changed.has("day") || changed.has("playing")) && !state.playing) replaceChildren(this.areasNow, app.model.areas.n > 0 && areaLines(app));
    });
  }

  private draw(state: State): void {
    const focused = (document.activeElement as HTMLElement | null)?.dataset?.name;
    const { model } = this.app;
    replaceChildren(
      this.element,
      h("p", { class: "hint" }, model.hasTime
        ? tr("Drag the bar below the map to move through time. Click a mark to read the sentences behind it.")
        : tr("Click a mark to read the sentences behind it.")),
      this.count.element,
      this.actors(state),
      model.control.n > 0 && this.discs(state),
      model.areas.n > 0 && this.areas(state),
      model.claimed.events.size > 0 && this.claimedAreas(state),
      this.types(state),
      this.statuses(state),
      model.provenance.kinds.length > 0 && this.sources(state),
      model.provenance.hasSure && this.sure(state),
    );
    if (focused) {
      const boxes = [...this.element.querySelectorAll<HTMLInputElement>("input")];
      boxes.find((box) => box.dataset.name === focused)?.focus();
    }
  }

  private actors(state: State): HTMLElement {
    const { app } = this;
    const { model, store } = app;
    const holders = new Set<number>();
    for (let row = 0; row < model.areas.n; row++) {
      const { table } = model.areas;
      const ids = `${table.text("actor_id", row)} ${table.text("contender_ids", row)}`.split(" ").filter(Boolean);
      for (const id of ids) holders.add(model.actorNumber(id));
    }
    for (let row = 0; row < model.control.n; row++) {
      holders.add(model.holder[row]);
      for (const one of model.contenders(row)) holders.add(one);
    }
    const lines = model.actors.flatMap((actor, i) => {
      const n = this.byActor.get(i) ?? 0;
      if (!n && (!holders.has(i) || i === 0)) return [];
      const sign = h("span", { class: "swatch" });
      sign.style.background = actor.colour;
      return [line({
        sign, text: app.actorName(i), count: n, on: !state.hiddenActors.has(i), name: `actor ${i}`,
        change: () => store.set({ hiddenActors: toggled(store.state.hiddenActors, i) }),
      })];
    });
    // Nobody in particular comes last, whatever its number.
    if (this.byActor.get(0)) lines.push(lines.shift() as HTMLElement);
    return this.group("Who", lines, "The colour of every mark and place; the number counts events.",
      state.hiddenActors.size ? () => store.set({ hiddenActors: new Set() }) : null);
  }

  private discs(state: State): HTMLElement {
    const { model, store } = this.app;
    const used = new Set(Array.from({ length: model.control.n }, (_, row) => model.control.text("control_status", row)));
    const [a, b] = [model.actors[1] ?? NEUTRAL, model.actors[2] ?? { colour: "#c9c4b8" }];
    const rows: [string, string, boolean?][] = [
      ["held", "Reportedly held"], ["partly held", "Partly held"], ["contested", "Contested"], ["mixed", "Divided"],
      ["besieged", "Besieged"], ["unknown", "Holder not known"],
    ];
    const box = line({
      sign: null, text: tr("Show who reportedly held each place"), count: null, on: state.showControl, name: "control",
      change: () => store.set({ showControl: !store.state.showControl }),
    });
    const items = rows.filter(([status]) => used.has(status)).map(([status, text]) =>
      h("li", {}, discSign(status, a.colour, status === "partly held" ? "#ffffff" : b.colour), tr(text)));
    items.push(h("li", {}, discSign("held", a.colour, "#ffffff", true), tr("No news for half a year")));
    return this.group("Places", [box, h("ul", { class: "signs" }, ...items)], "Estimated from the claims, on the date shown.", null);
  }

  private areas(state: State): HTMLElement {
    const { model, store } = this.app;
    const box = line({
      sign: null, text: tr("Show estimated areas"), count: null, on: state.showAreas, name: "areas",
      change: () => store.set({ showAreas: !store.state.showAreas }),
    });
    const [a, b] = [model.actors[1] ?? NEUTRAL, model.actors[2] ?? { colour: "#c9c4b8" }];
    const signs = h("ul", { class: "signs wide" },
      ...([2, 1, 0] as const).map((chance) => h("li", {}, areaSign([a.colour], chance), tr("Estimated area, {class}", { class: tr(CLASS_NAMES[chance]) }))),
      h("li", {}, areaSign([a.colour, b.colour], 1, true), tr("Estimated area, contested")),
      h("li", {}, frontSign(false), tr("Estimated front line")), h("li", {}, frontSign(true), tr("Edge of a contested area")));
    replaceChildren(this.areasNow, areaLines(this.app));
    return this.group("Estimated areas", [box, signs, this.areasNow],
      "Estimated from the claims near each place. Where nothing is drawn there is no data.", null);
  }

  private claimedAreas(state: State): HTMLElement {
    const { model, store } = this.app;
    const box = line({
      sign: claimedSign((model.actors[1] ?? NEUTRAL).colour), text: tr("Area that a source claims"), count: model.claimed.events.size, on: state.showClaimed,
      name: "claimed", change: () => store.set({ showClaimed: !store.state.showClaimed }),
    });
    return this.group("Claimed areas", [box], "Regions of which a source says who holds or took them, in the days shown. The outline is where the region should lie, and no estimate of ours.", null);
  }

  private types(state: State): HTMLElement {
    const { store } = this.app;
    const lines = ALL_TYPES.filter((i) => this.byType.has(i)).map((i) => line({
      sign: glyphSign(i, NEUTRAL), text: tr(TYPE_NAMES[TYPES[i]]), count: this.byType.get(i) ?? 0,
      on: !state.hiddenTypes.has(i), name: `type ${i}`,
      change: () => store.set({ hiddenTypes: toggled(store.state.hiddenTypes, i) }),
    }));
    const flows = h("ul", { class: "signs" },
      h("li", {}, flowSign(NEUTRAL.colour, true), tr("Movement, from and to")),
      h("li", {}, flowSign(NEUTRAL.colour, false), tr("Withdrawal, destination not given")));
    return this.group("What", [...lines, flows], "Shapes of the marks.",
      state.hiddenTypes.size ? () => store.set({ hiddenTypes: new Set() }) : null);
  }

  private statuses(state: State): HTMLElement {
    const { store } = this.app;
    const lines = STATUSES.map((status, i) => line({
      sign: glyphSign(TYPES.indexOf("CAPTURE"), NEUTRAL, isFact(status), status === "denied" || status === "negated"),
      text: tr(STATUS_NAMES[status]), count: this.byStatus.get(i) ?? 0, on: state.statuses.has(i), name: `status ${i}`,
      change: () => store.set({ statuses: toggled(store.state.statuses, i) }),
    }));
    return this.group("How it was said", lines, "Plans, denials and negations are no facts; they are off at first.",
      saysUsual(state) ? null : () => store.set({ statuses: FACTS }));
  }

  private sources(state: State): HTMLElement {
    const { model, store } = this.app;
    const lines = model.provenance.kinds.map((kind, i) => {
      const text = kind ? sourceInWords(kind) : tr("not given");
      return line({
        sign: null, text: text[0].toUpperCase() + text.slice(1), count: this.byKind[i], on: !state.hiddenKinds.has(i), name: `kind ${i}`,
        change: () => store.set({ hiddenKinds: toggled(store.state.hiddenKinds, i) }),
      });
    });
    return this.group("Who says so", lines, "An event with sources of several kinds counts for each, and goes when all of them are off.",
      state.hiddenKinds.size ? () => store.set({ hiddenKinds: new Set() }) : null);
  }

  private sure(state: State): HTMLElement {
    const { model, store } = this.app;
    const lines = SURE_STEPS.map((step) => line({
      kind: "radio", sign: null, text: tr(SURE_NAMES[step]), count: model.provenance.atLeast(step), on: state.least === step, name: `sure ${step}`,
      change: () => store.set({ least: step }),
    }));
    return this.group("How surely it was read", lines, "How sure the program is that it read the sentence rightly, never how true the sentence is.",
      state.least ? () => store.set({ least: 0 }) : null);
  }

  private group(title: string, lines: Node[], note: string, reset: (() => void) | null): HTMLElement {
    return h(
      "fieldset", {},
      h("legend", {}, tr(title)),
      h("p", { class: "soft" }, tr(note), " ", reset && h("button", { class: "linklike", onclick: reset }, tr("Reset"))),
      ...lines,
    );
  }
}
