import { defineJob } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";

const SWEEP_INTERVAL_SECONDS = 3600;

/** What has expired is refused anyway; this keeps the tables small. */
const sweepSessionsJob = defineJob<object>({
  name: "sessions.sweep",
  parse: () => ({}),
  retryCountMax: 0,
});

export async function workSessions({ database, jobs }: FeatureContext): Promise<void> {
  await jobs.work(
    sweepSessionsJob,
    async () => {
      await database.webSessions.deleteExpired();
      await database.handoffs.deleteExpired();
    },
    { concurrency: 1 },
  );
  await jobs.repeat(sweepSessionsJob, {}, SWEEP_INTERVAL_SECONDS);
}
