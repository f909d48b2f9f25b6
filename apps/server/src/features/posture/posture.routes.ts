import {
  getPosture,
  getReadingCommands,
  readTenantPosture,
  readWatchedPosture,
  stopPostureWatch,
  uploadPostureReading,
} from "@outrigger/api-contract";
import { ConsentCaseError, readTenantReading, type TenantSnapshot } from "@outrigger/consent";
import { keepWhatMatters } from "@outrigger/microsoft";
import { ConnectorError } from "@outrigger/sync-core";
import type { OrganizationId } from "@outrigger/storage";
import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { getAdministratorSession } from "../administrator-sessions/find-administrator-session.ts";
import { openAdministratorGraph } from "../administrator-sessions/open-administrator-graph.ts";
import { nameTenants } from "../permissions/name-tenants.ts";
import { describePosture } from "./describe-posture.ts";
import { commandKinds, readingScript } from "./reading-script.ts";
import { readTenantWith } from "./read-tenant-with.ts";
import { storeReading } from "./store-reading.ts";
import { readByWatch } from "./watch-tenant.ts";

/** `/api/posture`: what the settings of the organization's Microsoft tenants mean, and how they come to be known. */
export function registerPosture(app: FastifyInstance, context: FeatureContext): void {
  const { config, database } = context;

  registerEndpoint(app, getPosture, async ({ caller }) => ({
    tenants: await describePosture(caller.organizationId, context),
  }));

  registerEndpoint(app, readTenantPosture, async ({ caller, request }) => {
    const session = await getAdministratorSession(request, context);
    const { organizationId, tenantId, purpose, displayName: readerName } = session;
    // A sign-in for a change may hold fewer scopes, and says nothing of reading.
    const isForReading = purpose === "read_tenant" || purpose === "watch_tenant";
    if (organizationId !== caller.organizationId || !isForReading) {
      throw new RequestError("administrator_session_required");
    }
    const isFull = purpose === "read_tenant";
    const wish = { tenantId, withLogs: isFull, withRequests: isFull };
    const graph = openAdministratorGraph(session, context);
    const read = await readTenantWith(graph, wish, context).catch((cause: unknown) => {
      if (cause instanceof ConnectorError) {
        throw new RequestError("administrator_session_required", undefined, { cause });
      }
      throw cause;
    });
    return storeReading(
      { ...read, organizationId, source: "administrator", readerName, actor: caller.user },
      context,
    );
  });

  registerEndpoint(app, readWatchedPosture, async ({ caller, body }) => {
    const { organizationId, user } = caller;
    return readByWatch({ organizationId, tenantId: body.tenantId.toLowerCase() }, context, user);
  });

  registerEndpoint(app, uploadPostureReading, async ({ caller, body }) => {
    const { organizationId, user: actor } = caller;
    const reading = keepReadingParts(body.reading, config.microsoft.clientId);
    const snapshot = parseReading(reading);
    await demandOwnTenant(organizationId, snapshot, context);
    return storeReading(
      { organizationId, source: "file", readerName: actor.displayName, reading, snapshot, actor },
      context,
    );
  });

  registerEndpoint(app, getReadingCommands, async ({ caller }) => {
    const [tenantId = "organizations"] = (await nameTenants(caller.organizationId, context)).keys();
    const wish = { appId: config.microsoft.clientId };
    const commands = commandKinds.map((kind) => ({ kind, text: readingScript(kind, wish, tenantId) }));
    return { commands };
  });

  registerEndpoint(app, stopPostureWatch, async ({ caller, params }) => {
    const { organizationId, user: actor } = caller;
    const tenantId = params.tenantId.toLowerCase();
    await database.transaction(async ({ tenantWatches, auditEntries }) => {
      if (!(await tenantWatches.stop(organizationId, tenantId))) throw new RequestError("not_found");
      const summary = `Stopped watching the Microsoft tenant ${tenantId}: the leave and its token were deleted.`;
      await auditEntries.add(organizationId, { actor, action: "posture.stop_watching", summary });
    });
    return { stopped: true as const };
  });
}

const PARTS_MAX = 40;

/** Of a stranger's file only what a reading holds, without hints of secrets or rows about other apps. */
function keepReadingParts(
  { format, appId, organization, ...parts }: Readonly<Record<string, unknown>>,
  ourAppId: string,
): Readonly<Record<string, unknown>> {
  if (Object.keys(parts).length > PARTS_MAX) throw fileFault("it holds more than a reading");
  return { format, appId, organization, ...keepWhatMatters(parts, ourAppId) };
}

function parseReading(reading: Readonly<Record<string, unknown>>): TenantSnapshot {
  try {
    return readTenantReading(reading);
  } catch (cause) {
    if (!(cause instanceof ConsentCaseError)) throw cause;
    throw fileFault(cause.message, cause);
  }
}

function fileFault(message: string, cause?: unknown): RequestError {
  const fields = [{ path: "body.reading", message }];
  return new RequestError("invalid_input", undefined, { fields, cause });
}

/** A reading of another app, or of a company that is none of the organization's, would stand under a wrong name. */
async function demandOwnTenant(
  organizationId: OrganizationId,
  { app, tenant }: TenantSnapshot,
  context: FeatureContext,
): Promise<void> {
  if (app.appId !== context.config.microsoft.clientId.toLowerCase()) {
    throw new RequestError("conflict", "This file is about another app. Use the commands shown here.");
  }
  const known = await nameTenants(organizationId, context);
  if (known.size > 0 && !known.has(tenant.id)) {
    throw new RequestError("conflict", "This file is about another company's Microsoft tenant.");
  }
}
