import { defineJob } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";

const SWEEP_INTERVAL_SECONDS = 300;

/** What has expired is refused anyway; its token must not stay. */
export const sweepAdministratorSessionsJob = defineJob<object>({
  name: "administrator_sessions.sweep",
  parse: () => ({}),
  retryCountMax: 0,
});

export async function workAdministratorSessions({ database, jobs }: FeatureContext): Promise<void> {
  await jobs.work(
    sweepAdministratorSessionsJob,
    async () => {
      await database.administratorSessions.deleteExpired();
    },
    { concurrency: 1 },
  );
  await jobs.repeat(sweepAdministratorSessionsJob, {}, SWEEP_INTERVAL_SECONDS);
}
