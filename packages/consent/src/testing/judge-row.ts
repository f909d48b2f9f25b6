import type { ConsentCase } from "../consent-case.ts";
import type { DecideOptions } from "../decide-options.ts";
import { decide } from "../decide.ts";

type Verdict = [outcome: string, aadsts: string | null, ...blockers: string[]];

/** A line of a truth table: what the case is, its input, and what must come out. */
export type Row = [name: string, input: ConsentCase, expected: Verdict, options?: DecideOptions];

/** Outcome, code and blocker codes, in the order reported. */
export function judge(input: ConsentCase, options?: DecideOptions): Verdict {
  const { outcome, aadsts, blockers } = decide(input, options);
  return [outcome, aadsts, ...blockers.map(({ code }) => code)];
}
