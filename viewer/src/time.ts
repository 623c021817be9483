// Days, intervals and dates in words. A day is a whole number of days since 1970-01-01, in UTC.

import { isArabic, locale, tr } from "./i18n";

export const DAY = 86_400;

const MONTHS = "January February March April May June July August September October November December".split(" ");

export const dayOf = (seconds: number): number => Math.floor(seconds / DAY);

/** The last day that an interval with an excluded end touches. */
export const lastDayOf = (seconds: number): number => Math.ceil(seconds / DAY) - 1;

interface Parts { y: number; m: number; d: number }

export function parts(day: number): Parts {
  const date = new Date(day * DAY * 1000);
  return { y: date.getUTCFullYear(), m: date.getUTCMonth(), d: date.getUTCDate() };
}

export function dayFrom(y: number, m: number, d: number): number {
  const date = new Date(0);
  date.setUTCFullYear(y, m, d);
  return Math.floor(date.getTime() / 1000 / DAY);
}

const inArabic = (day: number, month: "long" | "short"): string =>
  new Intl.DateTimeFormat(locale(), { day: "numeric", month, year: "numeric", timeZone: "UTC" }).format(new Date(day * DAY * 1000));

/** "9 February 2015" */
export function longDate(day: number): string {
  if (isArabic()) return inArabic(day, "long");
  const { y, m, d } = parts(day);
  return `${d} ${MONTHS[m]} ${y}`;
}

/** "9 Feb 2015" */
export function shortDate(day: number): string {
  if (isArabic()) return inArabic(day, "short");
  const { y, m, d } = parts(day);
  return `${d} ${MONTHS[m].slice(0, 3)} ${y}`;
}

/** "2015-02-09" */
export function isoDate(day: number): string {
  return new Date(day * DAY * 1000).toISOString().slice(0, 10);
}

/** The day of "2015-02-09", or null where the text is no date. */
export function fromIso(text: string): number | null {
  const hit = /^(-?\d{4,6})-(\d\d)-(\d\d)$/.exec(text);
  if (!hit) return null;
  const day = dayFrom(Number(hit[1]), Number(hit[2]) - 1, Number(hit[3]));
  return isoDate(day).endsWith(`${hit[2]}-${hit[3]}`) ? day : null;
}

/** The shortest wording of the days from `first` to `last`, both included. */
export function span(first: number, last: number): string {
  const a = parts(first);
  const b = parts(last);
  if (first === last) return longDate(first);
  if (isArabic()) return tr("{first} to {last}", { first: longDate(first), last: longDate(last) });
  const wholeMonths = a.d === 1 && parts(last + 1).d === 1;
  if (wholeMonths && a.m === 0 && b.m === 11) return a.y === b.y ? `${a.y}` : `${a.y} to ${b.y}`;
  if (wholeMonths) {
    if (a.y === b.y && a.m === b.m) return `${MONTHS[a.m]} ${a.y}`;
    return a.y === b.y ? `${MONTHS[a.m]} to ${MONTHS[b.m]} ${b.y}` : `${MONTHS[a.m]} ${a.y} to ${MONTHS[b.m]} ${b.y}`;
  }
  if (a.y !== b.y) return `${longDate(first)} to ${longDate(last)}`;
  if (a.m !== b.m) return `${a.d} ${MONTHS[a.m]} to ${longDate(last)}`;
  return `${a.d} to ${longDate(last)}`;
}

/** An interval in seconds, either end of which may be open, in words. */
export function interval(from: number, to: number): string {
  const hasFrom = !Number.isNaN(from);
  const hasTo = !Number.isNaN(to);
  if (hasFrom && hasTo) return span(dayOf(from), Math.max(dayOf(from), lastDayOf(to)));
  if (hasFrom) return tr("from {date} on", { date: longDate(dayOf(from)) });
  if (hasTo) return tr("up to {date}", { date: longDate(lastDayOf(to)) });
  return tr("no date");
}

const PRECISION: Record<string, string> = {
  day: "to the day",
  "part-day": "part of a day",
  "few-days": "to a few days",
  "part-week": "part of a week",
  week: "to the week",
  "part-month": "part of a month",
  month: "to the month",
  season: "to the season",
  "part-year": "part of a year",
  year: "to the year",
  interval: "between two dates",
  since: "since a date",
  range: "a range of dates",
  recent: "some time in the days or weeks before the report",
  asof: "as of the report’s day",
  ongoing: "going on at the time of the report",
  past: "some time before the report",
  "before-statement": "before the source spoke",
  after: "after a date",
  future: "still to come",
};

export const precisionInWords = (precision: string): string => (precision in PRECISION ? tr(PRECISION[precision]) : precision);

export type Step = "day" | "week" | "month" | "event";

/** The day one step after (or before) `day`; `starts` are the sorted days on which events start. */
export function stepped(day: number, step: Step, direction: 1 | -1, starts: ArrayLike<number>): number {
  if (step === "week") return day + 7 * direction;
  if (step === "month") {
    const { y, m, d } = parts(day);
    const length = parts(dayFrom(y, m + direction + 1, 1) - 1).d;
    return dayFrom(y, m + direction, Math.min(d, length));
  }
  if (step === "event") {
    if (direction > 0) {
      for (let i = 0; i < starts.length; i++) if (starts[i] > day) return starts[i];
    } else {
      for (let i = starts.length - 1; i >= 0; i--) if (starts[i] < day) return starts[i];
    }
  }
  return day + direction;
}
