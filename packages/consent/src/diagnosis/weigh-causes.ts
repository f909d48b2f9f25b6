import type { CauseCode } from "./causes.ts";
import type { Cause, DiagnosisCertainty } from "./diagnose.ts";
import type { Signal } from "./signals.ts";

const WEIGHTS: Readonly<Record<Exclude<Signal["strength"], "excludes">, number>> = {
  certain: 1000,
  testified: 100,
  strong: 8,
  medium: 4,
  weak: 1,
};

/** Ahead by this factor, a cause is called likely; nearer, the causes are called ambiguous. */
const LIKELY_FACTOR = 2;

type Tally = { code: CauseCode; weight: number; strengths: Signal["strength"][]; restsOn: string[] };

/**
 * Adds up what speaks for each cause. An exclusion removes what only suspicion supports, never what a code, a setting or
 * the person names. Several certain causes stand side by side, in the order in which Entra meets them: several gates can
 * fail at once. Where the person contradicts Microsoft, both stand, and nothing is certain.
 */
export function weighCauses(signals: readonly Signal[]): {
  certainty: DiagnosisCertainty;
  causes: Cause[];
} {
  const ranked = tally(signals).sort((left, right) => right.weight - left.weight);
  const certain = ranked.filter(({ strengths }) => strengths.includes("certain"));
  const testified = ranked.filter(({ strengths }) => strengths.includes("testified"));
  const named = ranked.filter((entry) => certain.includes(entry) || testified.includes(entry));
  // Beside a named cause, suspicions say nothing more.
  const kept = named.length > 0 ? named : ranked;
  const causes = kept.map(({ code, restsOn }, index) => ({ code, rank: index + 1, restsOn }));
  if (named.length === 0) return { certainty: rateSuspicions(ranked), causes };
  const isContradicted =
    certain.length > 0 && testified.some((entry) => !entry.strengths.includes("certain"));
  return { certainty: isContradicted ? "likely" : "certain", causes };
}

function tally(signals: readonly Signal[]): Tally[] {
  const excluded = new Set(
    signals.filter((signal) => signal.strength === "excludes").map((signal) => signal.cause),
  );
  const tallies = new Map<CauseCode, Tally>();
  for (const { cause, strength, restsOn } of signals) {
    if (strength === "excludes") continue;
    const isNamed = strength === "certain" || strength === "testified";
    if (excluded.has(cause) && !isNamed) continue;
    const entry = tallies.get(cause) ?? { code: cause, weight: 0, strengths: [], restsOn: [] };
    // A cause that several settings name is no likelier than one that a single code names.
    if (!isNamed || !entry.strengths.includes(strength)) entry.weight += WEIGHTS[strength];
    entry.strengths.push(strength);
    if (!entry.restsOn.includes(restsOn)) entry.restsOn.push(restsOn);
    tallies.set(cause, entry);
  }
  return [...tallies.values()];
}

function rateSuspicions([first, second]: readonly Tally[]): DiagnosisCertainty {
  if (!first) return "ambiguous";
  return !second || first.weight >= LIKELY_FACTOR * second.weight ? "likely" : "ambiguous";
}
