import { ConnectorError } from "@outrigger/sync-core";
import type { GraphClient } from "../graph-client.ts";
import { keepWhatMatters } from "./keep-what-matters.ts";
import { isRecord, listOf, textOf, type JsonRecord } from "./json-record.ts";
import { readingPaths, READING_FORMAT, type ReadingPath, type ReadingWish } from "./reading-parts.ts";

export interface TenantReadingRequest extends ReadingWish {
  /** Names the tenant where Graph does not let the organization be read. */
  readonly tenantId?: string | undefined;
}

/** A reading in the format of the consent package: Graph's answers by part, or its error in an answer's place. */
export type TenantReadingFile = { readonly format: string; readonly appId: string } & JsonRecord;

/** Graph pages hold 100 to 999 rows. More pages than these are left unread, and the file says that there are more. */
const PAGES_MAX = 40;
/** Half of what a reading may hold of one list: more is no longer read by anybody, and the file says that there is more. */
const ROWS_MAX = 5_000;
const LOG_PARTS: ReadonlySet<string> = new Set(["signIns", "directoryAudits"]);

/**
 * Reads by Graph, with GET alone, all that decides about an app's consent in a tenant. A part that Graph refuses carries Graph's
 * error code and status in its place, and the others are read all the same.
 * @throws {ConnectorError} when the token itself is refused, or Graph cannot be reached at all.
 */
export async function readTenant(
  graph: GraphClient,
  request: TenantReadingRequest,
): Promise<TenantReadingFile> {
  const [first, ...rest] = readingPaths(request);
  // Alone at first: a dead token or network is told by one call and not by fifteen.
  const organization = first === undefined ? undefined : await readPart(graph, first, true);
  const parts = new Map(
    await Promise.all(rest.map(async (path) => [path.part, await readPart(graph, path)] as const)),
  );
  await completePolicies(graph, parts);
  await completeRequests(graph, parts);
  parts.set("resources", await readResources(graph, parts));
  const known =
    isRefusal(organization) && request.tenantId !== undefined ? { id: request.tenantId } : organization;
  return {
    format: READING_FORMAT,
    appId: request.appId.toLowerCase(),
    organization: known,
    ...keepWhatMatters(Object.fromEntries(parts), request.appId),
  };
}

async function readPart(
  graph: GraphClient,
  { part, path }: ReadingPath,
  mustAnswer = false,
): Promise<unknown> {
  try {
    return await readPages(graph, part, path);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason === "reauthorization_required") throw error;
    if (mustAnswer && error.reason === "temporarily_unavailable") throw error;
    return describeRefusal(error);
  }
}

/** One object as it is; a list with all its pages, or with the link to what was left. */
async function readPages(graph: GraphClient, part: string, path: string): Promise<unknown> {
  const operation = `read the tenant's ${part}`;
  const first = await graph.send({ operation, url: path });
  if (!isRecord(first)) throw unexpected(operation);
  const rows = first["value"];
  if (!Array.isArray(rows)) return first;
  const value: unknown[] = [...rows];
  // The newest rows are enough of a log; a busy company has thousands.
  const pagesMax = LOG_PARTS.has(part) ? 1 : PAGES_MAX;
  let next = textOf(first, "@odata.nextLink");
  for (let page = 1; next !== undefined && page < pagesMax && value.length < ROWS_MAX; page += 1) {
    const answer = await graph.send({ operation, url: next });
    if (!isRecord(answer)) throw unexpected(operation);
    value.push(...listOf(answer["value"]));
    next = textOf(answer, "@odata.nextLink");
  }
  return next === undefined ? { value } : { value, "@odata.nextLink": next };
}

/** Graph may list a policy without its condition sets; then each of the tenant's own is read by itself. */
async function completePolicies(graph: GraphClient, parts: Map<string, unknown>): Promise<void> {
  const list = parts.get("permissionGrantPolicies");
  if (!isRecord(list) || isRefusal(list)) return;
  const value = await Promise.all(
    listOf(list["value"]).map(async (policy) => {
      const id = isRecord(policy) ? textOf(policy, "id") : undefined;
      if (!isRecord(policy) || id === undefined || id.startsWith("microsoft-")) return policy;
      if (Array.isArray(policy["includes"]) && Array.isArray(policy["excludes"])) return policy;
      const path = `/policies/permissionGrantPolicies/${encodeURIComponent(id)}`;
      const [includes, excludes] = await Promise.all(
        ["includes", "excludes"].map((sets) => readPart(graph, { part: sets, path: `${path}/${sets}` })),
      );
      const areRead = [includes, excludes].every((sets) => isRecord(sets) && Array.isArray(sets["value"]));
      return areRead ? { ...policy, includes: valueOf(includes), excludes: valueOf(excludes) } : policy;
    }),
  );
  parts.set("permissionGrantPolicies", { ...list, value });
}

/** What people wrote stands below each app's request, one call each; there is one per app. */
async function completeRequests(graph: GraphClient, parts: Map<string, unknown>): Promise<void> {
  const list = parts.get("appConsentRequests");
  if (!isRecord(list) || isRefusal(list)) return;
  const value = await Promise.all(
    listOf(list["value"])
      .slice(0, 5)
      .map(async (request) => {
        const id = isRecord(request) ? textOf(request, "id") : undefined;
        if (!isRecord(request) || id === undefined) return request;
        const path = `/identityGovernance/appConsent/appConsentRequests/${encodeURIComponent(id)}/userConsentRequests`;
        const people = await readPart(graph, { part: "userConsentRequests", path });
        return { ...request, userConsentRequests: valueOf(people) };
      }),
  );
  parts.set("appConsentRequests", { ...list, value });
}

/** Names of the APIs, besides Graph itself, that the app has grants for. */
async function readResources(graph: GraphClient, parts: Map<string, unknown>): Promise<unknown> {
  const grants = valueOf(parts.get("oauth2PermissionGrants"));
  const graphId = textOf(parts.get("graphServicePrincipal"), "id");
  const ids = new Set(grants.map((grant) => textOf(grant, "resourceId")).filter((id) => id !== graphId));
  const value: unknown[] = [];
  for (const id of [...ids].slice(0, 5)) {
    if (id === undefined) continue;
    const path = `/servicePrincipals/${encodeURIComponent(id)}?$select=id,appId,displayName`;
    const answer = await readPart(graph, { part: "resources", path });
    if (!isRefusal(answer)) value.push(answer);
  }
  return { value };
}

function valueOf(part: unknown): unknown[] {
  return isRecord(part) ? listOf(part["value"]) : [];
}

function isRefusal(part: unknown): boolean {
  return isRecord(part) && isRecord(part["error"]);
}

/** Graph's code and status and nothing of its message, which may name people. */
function describeRefusal(error: ConnectorError): JsonRecord {
  return {
    error: {
      code: error.vendorCode ?? error.reason,
      ...(error.status === undefined ? {} : { status: error.status }),
      ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
    },
  };
}

function unexpected(operation: string): ConnectorError {
  return new ConnectorError({ reason: "unexpected_response", vendor: "microsoft", operation });
}
