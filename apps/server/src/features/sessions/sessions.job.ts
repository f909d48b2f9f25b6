import { defineJob } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";

const SWEEP_INTERVAL_SECONDS = 3600;
/** Long enough to look into a sign-in that somebody could not finish. */
const SIGN_INS_KEPT_DAYS = 7;

/** What has expired is refused anyway; this keeps the tables small. */
const sweepSessionsJob = defineJob<object>({
  name: "sessions.sweep",
  parse: () => ({}),
  retryCountMax: 0,
});

export async function workSessions({ clock, database, jobs }: FeatureContext): Promise<void> {
  await jobs.work(
    sweepSessionsJob,
    async () => {
      await database.webSessions.deleteExpired();
      await database.handoffs.deleteExpired();
      const before = new Date(clock.now().getTime() - SIGN_INS_KEPT_DAYS * 86_400_000);
      await database.authorizationAttempts.deleteSignInsEndedBefore(before);
    },
    { concurrency: 1 },
  );
  await jobs.repeat(sweepSessionsJob, {}, SWEEP_INTERVAL_SECONDS);
}
