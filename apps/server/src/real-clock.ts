import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "./http/feature-context.ts";

/** The machine's own time. */
export const realClock: Clock = {
  now: () => new Date(),
  sleep: async (durationMs) => {
    await sleep(durationMs);
  },
};
