// An event in one Arabic line; the verb comes first, as it does in Arabic news.

import type { Said } from "./words";

const isolated = (text: string): string => `\u2068${text}\u2069`;

/** What an event says; `victims` is ": at least 70" and the like, in Arabic already. */
export function statementInArabic(said: Said, victims: string): string {
  const planned = said.status === "planned";
  const who = said.actor ? isolated(said.actor) : "طرف لم يُسمَّ";
  const place = said.place ? isolated(said.place) : "مكان لم يُسمَّ";
  const at = said.place ? ` في ${place}` : "";
  const by = said.actor ? ` من جانب ${isolated(said.actor)}` : "";
  const target = said.target ? isolated(said.target) : "";
  const from = said.origin ? isolated(said.origin) : place;
  const to = said.destination ? ` إلى ${isolated(said.destination)}` : "";
  const out = said.destination && !said.origin && said.destination === said.place ? "" : ` من ${from}`;
  const some = said.scope === "partial" ? " جزئيًا" : said.scope === "complete" ? " كليًا" : "";
  // A plan is named by its deed: "the capture of …".
  const deed = (past: string, noun: string, rest: string): string => (planned ? `${noun} ${who}${rest}${some}` : `${past} ${who}${rest}${some}`);
  switch (said.type) {
    case "CONTROL": return deed("سيطر", "سيطرة", ` على ${place}`);
    case "CONTEST": return `${place} موضع نزاع${by}${target ? ` و${target}` : ""}`;
    case "CAPTURE": return deed("استولى", "استيلاء", ` على ${place}${target ? ` من ${target}` : ""}`);
    case "LOSS": return deed("خسر", "خسارة", ` ${place}${target ? ` لصالح ${target}` : ""}`);
    case "TRANSFER": return deed("سلّم", "تسليم", ` ${place}${target ? ` إلى ${target}` : ""}`);
    case "WITHDRAW": return deed("انسحب", "انسحاب", `${out}${to}`);
    case "REDEPLOY": return deed("نقل", "نقل", ` قوات${out}${to}`);
    case "ADVANCE": return deed("تقدّم", "تقدّم", ` نحو ${said.destination ? isolated(said.destination) : place}`);
    case "CLASH": return deed("قاتل", "قتال", `${target ? ` ضد ${target}` : ""}${at}`);
    case "AIRSTRIKE": return `غارة جوية${by}${target ? ` على ${target}` : ""}${at}`;
    case "SHELLING": return `قصف${by}${target ? ` على ${target}` : ""}${at}`;
    case "BOMBING": return `تفجير${by}${target ? ` ضد ${target}` : ""}${at}`;
    case "SIEGE": return `${place} تحت الحصار${by}`;
    case "CASUALTY": return `ضحايا${victims}${at}`;
    case "DISPLACE": return `${planned ? "نزوح السكان" : "نزح السكان"} من ${from}${to}`;
    case "DESTROY": return `تدمير${by}${at}`;
    case "CONSCRIPT": return `تجنيد${by}${at}`;
    case "DETAIN": return `اعتقالات${by}${at}`;
    case "AGREEMENT": return `اتفاق${by}${target ? ` مع ${target}` : ""}${at}`;
    default: return `حدث آخر${by}${at}`;
  }
}
