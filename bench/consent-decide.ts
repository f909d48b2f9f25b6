import { sample } from "fast-check";
import { decide } from "../packages/consent/src/index.ts";
import { arbitraryCase } from "../packages/consent/src/testing/arbitrary-case.ts";

const CASE_COUNT = 500;
/** The same cases each time, so that two runs differ by their code alone. */
const SEED = 20_261_101;
const PASSES_PER_ROUND = 4;
/** Until the compiler is done with `decide`: seen to take some 25 rounds, and its first to be three times as slow as the last. */
const WARM_UP_ROUNDS = 40;
const MEASURED_ROUNDS = 60;

export interface ConsentDecideSpeed {
  readonly caseCount: number;
  readonly caseBytesMean: number;
  /** Decisions in the time of one `JSON.parse` of the same case, from the quickest round of each: disturbances only add time. */
  readonly decisionsPerParse: number;
  /** The same from the middle round of each; far from the other, the machine was busy with something else. */
  readonly decisionsPerParseMedian: number;
  /** How many different outcomes the cases have: few would mean that they all leave by the same door. */
  readonly outcomeCount: number;
}

/** How quick `decide` is, with the parsing of its own input as the yardstick. */
export function measureConsentDecide(): ConsentDecideSpeed {
  const cases = sample(arbitraryCase, { numRuns: CASE_COUNT, seed: SEED });
  const texts = cases.map((one) => JSON.stringify(one));
  const parseAll = (): void => texts.forEach((text) => void JSON.parse(text));
  const decideAll = (): void => cases.forEach((one) => void decide(one));
  measureRounds({ parseAll, decideAll }, WARM_UP_ROUNDS);
  const times = measureRounds({ parseAll, decideAll }, MEASURED_ROUNDS);
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return {
    caseCount: CASE_COUNT,
    caseBytesMean: bytes / CASE_COUNT,
    decisionsPerParse: quantile(times.parse, 0) / quantile(times.decide, 0),
    decisionsPerParseMedian: quantile(times.parse, 0.5) / quantile(times.decide, 0.5),
    outcomeCount: new Set(cases.map((one) => decide(one).outcome)).size,
  };
}

interface Passes {
  parseAll(): void;
  decideAll(): void;
}

/** By turns, so that a machine that slows down slows both. Milliseconds. */
function measureRounds(
  { parseAll, decideAll }: Passes,
  count: number,
): { parse: number[]; decide: number[] } {
  const parse: number[] = [];
  const decide: number[] = [];
  for (let round = 0; round < count; round += 1) {
    parse.push(timeOf(parseAll));
    decide.push(timeOf(decideAll));
  }
  return { parse, decide };
}

function timeOf(pass: () => void): number {
  const startedAt = performance.now();
  for (let count = 0; count < PASSES_PER_ROUND; count += 1) pass();
  return performance.now() - startedAt;
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}
