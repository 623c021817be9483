// The words of the page: types, statuses, sources, and a headline for every event.

import { statementInArabic } from "./arabicsaid";
import { isArabic, number, tr } from "./i18n";

export const TYPES = [
  "CONTROL", "CONTEST", "CAPTURE", "LOSS", "TRANSFER", "WITHDRAW", "REDEPLOY", "ADVANCE", "CLASH", "AIRSTRIKE",
  "SHELLING", "BOMBING", "SIEGE", "CASUALTY", "DISPLACE", "DESTROY", "CONSCRIPT", "DETAIN", "AGREEMENT", "OTHER",
] as const;
export type EventType = (typeof TYPES)[number];

export const TYPE_NAMES: Record<EventType, string> = {
  CONTROL: "Held", CONTEST: "Contested", CAPTURE: "Captured", LOSS: "Lost", TRANSFER: "Handed over",
  WITHDRAW: "Withdrawal", REDEPLOY: "Redeployment", ADVANCE: "Advance", CLASH: "Clash", AIRSTRIKE: "Air strike",
  SHELLING: "Shelling", BOMBING: "Bombing", SIEGE: "Siege", CASUALTY: "Casualties", DISPLACE: "Displacement",
  DESTROY: "Destruction", CONSCRIPT: "Conscription", DETAIN: "Detention", AGREEMENT: "Agreement", OTHER: "Other",
};

export const STATUSES = ["asserted", "reported", "planned", "denied", "negated"] as const;
export type Status = (typeof STATUSES)[number];
export const isFact = (status: Status): boolean => status === "asserted" || status === "reported";

export const STATUS_NAMES: Record<Status, string> = {
  asserted: "Stated by the report", reported: "Reported by a source", planned: "Planned or expected",
  denied: "Denied by a party", negated: "Said not to be so",
};

/** Before a headline that stands alone: nothing is told as if it were known. */
export const STATUS_SHORT: Record<Status, string> = {
  asserted: "Stated", reported: "Reported", planned: "Planned", denied: "Denied", negated: "Said not to be so",
};

const SOURCES: Record<string, string> = {
  narrator: "the report itself", belligerent: "a party to the fighting", "armed-group": "an armed group",
  government: "officials", military: "a military source", "state-media": "state media", resident: "residents",
  activist: "activists", monitor: "a monitoring group", ngo: "an aid or rights group",
  igo: "an international body", analyst: "an analyst", news: "other news media", unspecified: "an unnamed source",
};

export const SOURCE_KINDS: readonly string[] = Object.keys(SOURCES);

/** "residents and activists" for "resident+activist". */
export function sourceInWords(kind: string): string {
  const names = kind.split("+").filter(Boolean).map((one) => (one in SOURCES ? tr(SOURCES[one]) : one));
  return names.join(tr(" and "));
}

/** How a claim is put, in words. */
export function statusInWords(status: string, sourceKind: string): string {
  const who = sourceInWords(sourceKind);
  const speaks = who !== "" && sourceKind !== "narrator";
  if (status === "asserted") return tr("stated by the report itself");
  if (status === "reported") return speaks ? tr("reported by {who}", { who }) : tr("reported by a source");
  if (status === "planned") return speaks ? tr("planned or expected, according to {who}", { who }) : tr("planned or expected");
  if (status === "denied") return speaks ? tr("denied by {who}", { who }) : tr("denied");
  if (status === "negated") return speaks ? tr("not so, according to {who}", { who }) : tr("not so, according to the report");
  return status;
}

const REVIEWS: Record<string, [string, string]> = {
  accepted: ["Read and accepted by {who}", "Read and accepted by a person"], edited: ["Edited by {who}", "Edited by a person"],
  added: ["Added by {who}", "Added by a person"], rejected: ["Rejected by {who}", "Rejected by a person"],
};

/** What a person decided on a claim, and who; "" where nobody did. */
export function reviewInWords(review: string, who: string): string {
  const said = Object.prototype.hasOwnProperty.call(REVIEWS, review) ? REVIEWS[review] : null;
  return said ? (who ? tr(said[0], { who: name(who) }) : tr(said[1])) : "";
}

export interface Said {
  type: string; status: string; scope: string; actor: string; target: string; place: string; origin: string;
  destination: string; quantity: number; bound: string;
}

// Names may be in any script: isolated, they cannot turn the sentence around them.
export const name = (text: string): string => `\u2068${text}\u2069`;

function amount(said: Said): string {
  if (Number.isNaN(said.quantity)) return "";
  const words: Record<string, string> = { lower: "at least ", upper: "at most ", about: "about " };
  return `${said.bound in words ? tr(words[said.bound]) : ""}${number(said.quantity)}`;
}

// "at least 70", "at least 70 fighters" where the words of the report count them already.
function victims(said: Said): string {
  const digits = Number.isNaN(said.quantity) ? "" : String(said.quantity);
  const counts = digits !== "" && said.target.replace(/[,.\s]/g, "").includes(digits);
  const bound = amount(said).replace(/[\d,]+$/, "");
  const parts = counts ? [`${bound}${name(said.target)}`] : [amount(said), said.target && name(said.target)].filter(Boolean);
  return parts.length ? `: ${parts.join(", ")}` : "";
}

// What happened, and what is to happen.
const VERBS: Record<string, [string, string]> = {
  CONTROL: ["held", "to hold"], CAPTURE: ["captured", "to capture"], LOSS: ["lost", "to lose"],
  TRANSFER: ["handed over", "to hand over"], WITHDRAW: ["withdrew", "to withdraw"], REDEPLOY: ["moved forces", "to move forces"],
  ADVANCE: ["advanced", "to advance"], CLASH: ["fought", "to fight"], DISPLACE: ["fled", "to flee"],
};
const NOT_FACTS: Record<string, string> = { planned: "Planned: ", denied: "Denied: ", negated: "Not so: " };

/** What an event says, in one line; who reported it, and with which doubt, stands beside it.
    What is planned, denied or negated says so itself, wherever the line may go. */
export function headline(said: Said): string {
  return `${said.status in NOT_FACTS ? tr(NOT_FACTS[said.status]) : ""}${isArabic() ? statementInArabic(said, victims(said)) : statement(said)}`;
}

function statement(said: Said): string {
  const who = said.actor ? name(said.actor) : "";
  const place = said.place ? name(said.place) : "an unnamed place";
  const at = said.place ? ` at ${place}` : "";
  const against = said.target ? name(said.target) : "";
  const some = said.scope === "partial" ? "partly " : said.scope === "complete" ? "fully " : "";
  const verb = VERBS[said.type];
  const does = verb ? `${who || "an unnamed party"} ${some}${verb[said.status === "planned" ? 1 : 0]}` : "";
  const from = said.origin ? name(said.origin) : place;
  const to = said.destination ? ` to ${name(said.destination)}` : "";
  // Where only the goal is known the mark stands on it: "to Dabiq", not "from Dabiq to Dabiq".
  const out = said.destination && !said.origin && said.destination === said.place ? "" : ` from ${from}`;
  const by = who ? ` by ${who}` : "";
  const text = ((): string => {
    switch (said.type) {
      case "CONTROL": return `${does} ${place}`;
      case "CONTEST": return `${place} contested${by}${against ? ` and ${against}` : ""}`;
      case "CAPTURE": return `${does} ${place}${against ? ` from ${against}` : ""}`;
      case "LOSS": case "TRANSFER": return `${does} ${place}${against ? ` to ${against}` : ""}`;
      case "WITHDRAW": case "REDEPLOY": return `${does}${out}${to}`;
      case "ADVANCE": return `${does} on ${said.destination ? name(said.destination) : place}`;
      case "CLASH": return `${does}${against ? ` ${against}` : ""}${at}`;
      case "AIRSTRIKE": return `air strike${by}${against ? ` on ${against}` : ""}${at}`;
      case "SHELLING": return `shelling${by}${against ? ` of ${against}` : ""}${at}`;
      case "BOMBING": return `bombing${by}${against ? ` of ${against}` : ""}${at}`;
      case "SIEGE": return `${place} under siege${by}`;
      case "CASUALTY": return `casualties${victims(said)}${at}`;
      case "DISPLACE": return `people ${VERBS.DISPLACE[said.status === "planned" ? 1 : 0]} ${from}${to}`;
      case "DESTROY": return `destruction${by}${at}`;
      case "CONSCRIPT": return `conscription${by}${at}`;
      case "DETAIN": return `detentions${by}${at}`;
      case "AGREEMENT": return `agreement${by}${against ? ` with ${against}` : ""}${at}`;
      default: return `${who ? `${who}: other event` : "other event"}${at}`;
    }
  })();
  // A name keeps its own first letter; a word of ours begins the sentence with a capital.
  return text[0].toUpperCase() + text.slice(1);
}

const STATES: Record<string, string> = {
  held: "Reportedly held", "partly held": "Reportedly partly held", contested: "Reportedly contested",
  besieged: "Reportedly besieged", mixed: "Reportedly divided", unknown: "Holder not known",
};
const NAMED_STATES: Record<string, string> = {
  held: "Reportedly held by {who}", "partly held": "Reportedly partly held by {who}", contested: "Reportedly contested between {who}",
  besieged: "Reportedly besieged, held by {who}", mixed: "Reportedly divided between {who}",
};

/** "Reportedly held by Islamic State" */
export function controlInWords(status: string, holder: string, others: string[]): string {
  const names = [holder, ...others].filter(Boolean).map(name);
  const shared = status === "contested" || status === "mixed";
  const text = (shared ? names.length : holder && status !== "unknown") ? NAMED_STATES[status] : STATES[status];
  return text ? tr(text, { who: shared ? listed(names) : names[0] }) : status;
}

/** "Estimated area of Islamic State": an area is an estimate, whatever the claims behind it say. */
export function areaInWords(status: string, sides: string[]): string {
  const names = sides.filter(Boolean).map(name);
  if (!names.length) return tr("Estimated area, holder not known");
  return status === "contested" || names.length > 1
    ? tr("Estimated area contested between {who}", { who: listed(names) })
    : tr("Estimated area of {who}", { who: names[0] });
}

export function listed(names: string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(tr(", "))}${tr(" and ")}${names[names.length - 1]}`;
}

export { counted } from "./i18n";

export function metres(m: number): string {
  if (m < 1000) return `${Math.round(m)} ${tr("m")}`;
  return `${number(m / 1000, { maximumFractionDigits: m < 10_000 ? 1 : 0 })} ${tr("km")}`;
}
