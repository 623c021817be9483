// Columns of the events -> the kinds of their sources and how sure their reading is, to filter by.

import type { Ints, Table } from "./codec";
import { SOURCE_KINDS } from "./words";

/** Hundredths of confidence at which "any", "likely" and "sure" begin. */
export const SURE_STEPS = [0, 50, 80] as const;
export type Sure = (typeof SURE_STEPS)[number];

export class Provenance {
  /** Kinds of sources that occur, ours in their own order; "" stands for "not given" and comes last. */
  readonly kinds: string[];
  /** Whether any event has a confidence. */
  readonly hasSure: boolean;
  /** Per event, the number of its combination of kinds. */
  private readonly codes: Ints;
  /** Per combination, the numbers of its kinds. */
  private readonly combinations: number[][];
  /** Per event, hundredths of confidence; -1 where none is given. */
  private readonly sure: Int8Array;

  constructor(events: Table) {
    const words = events.has("source_kinds") ? events.dictionary("source_kinds").map((one) => [...new Set(one.split("+").filter(Boolean))]) : [];
    this.codes = words.length ? events.codes("source_kinds") : new Uint8Array(events.n);
    const found = [...new Set(words.flat())];
    const rank = (kind: string) => (SOURCE_KINDS.indexOf(kind) + 1 || SOURCE_KINDS.length + 1);
    this.kinds = found.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    if (words.length && this.codes.some((code) => code === 0)) this.kinds.push("");
    const numbers = new Map(this.kinds.map((kind, i) => [kind, i]));
    this.combinations = [[numbers.get("") ?? -1], ...words.map((kinds) => kinds.map((kind) => numbers.get(kind) ?? -1))];
    const given = events.has("sure") && events.n ? events.numbers("sure") : new Float64Array(events.n).fill(NaN);
    this.sure = Int8Array.from(given, (one) => (Number.isNaN(one) ? -1 : one));
    this.hasSure = this.sure.some((one) => one >= 0);
  }

  /** Whether an event passes: one with sources of several kinds goes only when all of them are off. */
  passes(hidden: ReadonlySet<number>, least: Sure): (event: number) => boolean {
    if (!hidden.size && !least) return () => true;
    const on = Uint8Array.from(this.combinations, (kinds) => Number(kinds.some((kind) => !hidden.has(kind))));
    return (event) => on[this.codes[event]] === 1 && (!least || this.sure[event] >= least);
  }

  /** Events per kind of source; one of two kinds counts for both. */
  byKind(): number[] {
    const sums = new Array<number>(this.kinds.length).fill(0);
    for (const code of this.codes) for (const kind of this.combinations[code]) if (kind >= 0) sums[kind]++;
    return sums;
  }

  /** Events that are at least so sure. */
  atLeast(least: Sure): number {
    return least ? this.sure.reduce((sum, one) => sum + Number(one >= least), 0) : this.sure.length;
  }
}
