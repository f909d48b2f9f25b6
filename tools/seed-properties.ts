import { configureGlobal } from "fast-check";

/**
 * Property tests take the same examples on every machine, so that a red run is red for a reason that the change holds.
 * `PROPERTY_SEED=random npm test` (or a number) looks at others; fast-check prints the seed of a failure.
 */
const wanted = process.env["PROPERTY_SEED"];
if (wanted !== "random") configureGlobal({ seed: Number(wanted ?? 20_261_123) });
