import type { CauseCode } from "./causes.ts";

/**
 * What one piece of evidence says about one cause. `certain`: it names the cause. `testified`: the person named it, which
 * counts as certain unless Microsoft says otherwise. `strong`, `medium`, `weak`: it speaks for it. `excludes`: it rules
 * the cause out.
 */
export type Signal = {
  cause: CauseCode;
  strength: "certain" | "testified" | "strong" | "medium" | "weak" | "excludes";
  restsOn: string;
};

/** A signal per cause, all resting on the same observation. */
export function signalsFor(
  restsOn: string,
  strengths: Readonly<Partial<Record<CauseCode, Signal["strength"]>>>,
): Signal[] {
  const signals: Signal[] = [];
  let cause: CauseCode;
  for (cause in strengths) {
    const strength = strengths[cause];
    if (strength !== undefined) signals.push({ cause, strength, restsOn });
  }
  return signals;
}
