import { defineJob } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";

const SWEEP_INTERVAL_SECONDS = 3600;
const PREVIEWS_KEPT_SECONDS = 86_400;

/** A look at a change that nobody made is of no use the next day. */
const sweepPreviewsJob = defineJob<object>({ name: "remedies.sweep", parse: () => ({}), retryCountMax: 0 });

export async function workRemedies({ clock, database, jobs }: FeatureContext): Promise<void> {
  await jobs.work(
    sweepPreviewsJob,
    async () => {
      const before = new Date(clock.now().getTime() - PREVIEWS_KEPT_SECONDS * 1000);
      await database.remedyChanges.deletePreviewsBefore(before);
    },
    { concurrency: 1 },
  );
  await jobs.repeat(sweepPreviewsJob, {}, SWEEP_INTERVAL_SECONDS);
}
