import { defineJob } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";
import { tellEndingSecrets } from "./store-reading.ts";
import { readByWatch } from "./watch-tenant.ts";

/** Reads the tenants that an administrator lets us watch. */
export const watchTenantsJob = defineJob<object>({
  name: "tenants.watch",
  parse: () => ({}),
  retryCountMax: 0,
});

/** Looks at the ends of secrets in what was read last: time passes without anybody reading. */
export const watchSecretsJob = defineJob<object>({
  name: "secrets.watch",
  parse: () => ({}),
  retryCountMax: 0,
});

const LOOK_INTERVAL_SECONDS = 3600;
const READ_EVERY_MS = 24 * 60 * 60 * 1000;
const BATCH_SIZE = 200;

export async function workPosture(context: FeatureContext, signal: AbortSignal): Promise<void> {
  await context.jobs.work(watchTenantsJob, () => readWatchedTenants(context, signal), { concurrency: 1 });
  await context.jobs.repeat(watchTenantsJob, {}, LOOK_INTERVAL_SECONDS);
  await context.jobs.work(watchSecretsJob, () => lookAtSecrets(context, signal), { concurrency: 1 });
  await context.jobs.repeat(watchSecretsJob, {}, LOOK_INTERVAL_SECONDS);
}

async function lookAtSecrets(context: FeatureContext, signal: AbortSignal): Promise<void> {
  let page = await context.database.tenantReadings.listLatest(BATCH_SIZE);
  while (page.length > 0 && !signal.aborted) {
    for (const reading of page) await tellEndingSecrets(reading, context);
    page =
      page.length < BATCH_SIZE
        ? []
        : await context.database.tenantReadings.listLatest(BATCH_SIZE, page.at(-1));
  }
}

/** Each once a day. One tenant that cannot be read now stops no other: it is due again the next hour. */
async function readWatchedTenants(context: FeatureContext, signal: AbortSignal): Promise<void> {
  const dueBefore = new Date(context.clock.now().getTime() - READ_EVERY_MS);
  for (const watch of await context.database.tenantWatches.listDue(dueBefore, BATCH_SIZE)) {
    if (signal.aborted) return;
    try {
      await readByWatch(watch, context);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const { organizationId, tenantId } = watch;
      context.logger.warn({ organizationId, tenantId, code: error.code }, "A watched tenant was not read.");
    }
  }
}
