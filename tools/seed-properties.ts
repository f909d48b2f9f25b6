import { configureGlobal, readConfigureGlobal } from "fast-check";

/**
 * Property tests take the same examples on every machine, so that a red run is red for a reason that the change holds.
 * `PROPERTY_SEED=random npm test` (or a number) looks at others; fast-check prints the seed of a failure.
 * `PROPERTY_RUNS=50000` looks at more of them, where a test takes its number from here.
 */
const wanted = process.env["PROPERTY_SEED"];
if (wanted !== "random") configureGlobal({ seed: Number(wanted ?? 20_261_123) });

const runs = process.env["PROPERTY_RUNS"];
if (runs !== undefined) configureGlobal({ ...readConfigureGlobal(), numRuns: Number(runs) });
