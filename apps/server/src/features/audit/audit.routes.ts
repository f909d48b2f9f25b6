import { listAuditEntries } from "@outrigger/api-contract";
import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint } from "../../http/register-endpoint.ts";

/** Who did what, newest first. */
export function registerAudit(app: FastifyInstance, { database }: FeatureContext): void {
  registerEndpoint(app, listAuditEntries, async ({ caller, query }) => {
    const entries = await database.auditEntries.list(caller.organizationId, query.limit);
    return { entries: entries.map((entry) => ({ ...entry, at: entry.at.toISOString() })) };
  });
}
