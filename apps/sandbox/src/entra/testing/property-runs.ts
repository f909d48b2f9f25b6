import { entraRecords } from "../entra-records.ts";
import type { SandboxUnderTest } from "./sandbox-under-test.ts";

/** `DECIDE_AND_ENFORCE_RUNS=20000` looks longer; `DECIDE_AND_ENFORCE_SEED` repeats a run whose seed was printed. */
const wantedRuns = Number(process.env["DECIDE_AND_ENFORCE_RUNS"] ?? 3_000);
const seed = process.env["DECIDE_AND_ENFORCE_SEED"];

/** A share of the wanted runs, for fast-check. */
export const runs = (share: number) => ({
  numRuns: Math.ceil(wantedRuns * share),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
});

/** Milliseconds for all of them and the shrinking. */
export const patience = 60_000 + wantedRuns * 60;

/** What the runs leave behind would only slow the next ones. */
export function forgetTraces(under: SandboxUnderTest): void {
  const { signIns, audits, flows, codes, refreshTokens, sessions } = entraRecords(under.sandbox.context);
  for (const traces of [signIns, audits, flows, codes, refreshTokens, sessions]) {
    if (traces.size > 300) for (const { id } of traces.all()) traces.delete(id);
  }
}
