import { defineJob } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";

const SWEEP_INTERVAL_SECONDS = 3600;
/** After its end a link still says why it opens nothing. */
const KEPT_DAYS = 30;

const sweepJob = defineJob<object>({
  name: "salesforce_access.sweep",
  parse: () => ({}),
  retryCountMax: 0,
});

export async function workSalesforceAccess({ clock, database, jobs }: FeatureContext): Promise<void> {
  await jobs.work(
    sweepJob,
    async () => {
      const before = new Date(clock.now().getTime() - KEPT_DAYS * 86_400_000);
      await database.salesforceAccessRequests.deleteExpired(before);
    },
    { concurrency: 1 },
  );
  await jobs.repeat(sweepJob, {}, SWEEP_INTERVAL_SECONDS);
}
