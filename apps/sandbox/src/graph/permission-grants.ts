import { randomBytes } from "node:crypto";
import { z } from "zod";
import { directoryOf, type PermissionGrant, type ServicePrincipal } from "../core/directory.ts";
import { auditGrant } from "../entra/audit-grant.ts";
import { entraRecords } from "../entra/entra-records.ts";
import { changeGrantScope, grantAsOf, replicatedUntil } from "../entra/grant-history.ts";
import { listServicePrincipals } from "../entra/list-service-principals.ts";
import { correlationIdOf } from "./audit-directory-write.ts";
import { viewGrant } from "./directory-views.ts";
import { clip, GraphError, resourceNotFound } from "./graph-error.ts";
import {
  contextOf,
  created,
  noContent,
  ok,
  paramOf,
  type GraphRequest,
  type GraphResponse,
} from "./graph-request.ts";
import { listPage } from "./list-page.ts";
import type { FilterFields, FilterValue } from "./odata-filter.ts";
import { allowOnly } from "./odata-query.ts";
import { parseRequestBody } from "./parse-request-body.ts";
import { delegatedUser, findUserInTenant } from "./read-directory.ts";
import { findServicePrincipal } from "./service-principals.ts";

const grantProperties: ReadonlySet<string> = new Set([
  "id",
  "clientId",
  "consentType",
  "principalId",
  "resourceId",
  "scope",
]);

const fields: FilterFields<PermissionGrant> = {
  type: "oAuth2PermissionGrant",
  fields: new Map<string, (grant: PermissionGrant) => FilterValue | undefined>([
    ["id", (grant) => grant.id],
    ["clientId", (grant) => grant.clientId],
    ["consentType", (grant) => grant.consentType],
    ["principalId", (grant) => grant.principalId],
  ]),
};

/** GET /oauth2PermissionGrants, of the whole tenant. */
export function listGrants(request: GraphRequest): GraphResponse {
  return listGrantsPage(request, () => true);
}

/** GET /servicePrincipals/{id}/oauth2PermissionGrants. */
export function listGrantsOfServicePrincipal(request: GraphRequest): GraphResponse {
  const client = findServicePrincipal(request);
  return listGrantsPage(request, (grant) => grant.clientId === client.id);
}

/** GET /me/oauth2PermissionGrants: what this person, and only this person, is granted. */
export function listMyGrants(request: GraphRequest): GraphResponse {
  const user = delegatedUser(request);
  return listGrantsPage(request, (grant) => grant.principalId === user.id);
}

/** GET /users/{id}/oauth2PermissionGrants: what is granted for this person alone. */
export function listGrantsOfUser(request: GraphRequest): GraphResponse {
  const user = findUserInTenant(request, { mayReadOthers: true });
  return listGrantsPage(request, (grant) => grant.principalId === user.id);
}

function listGrantsPage(request: GraphRequest, isWanted: (grant: PermissionGrant) => boolean): GraphResponse {
  const tenantId = request.caller.tenant.id;
  const asOf = replicatedUntil(request.context);
  return listPage(request, {
    items: directoryOf(request.context)
      .grants.filter((grant) => grant.tenantId === tenantId && isWanted(grant))
      .flatMap((grant) => grantAsOf(grant, asOf) ?? []),
    contextPath: "oauth2PermissionGrants",
    fields,
    known: grantProperties,
    view: (grant) => ({ defaults: viewGrant(request.context, grant) }),
  });
}

export function getGrant(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  return ok({
    "@odata.context": contextOf(request, "oauth2PermissionGrants/$entity"),
    ...viewGrant(request.context, findGrant(request)),
  });
}

const newGrantSchema = z.strictObject({
  clientId: z.string().min(1).max(100),
  consentType: z.enum(["AllPrincipals", "Principal"]),
  principalId: z.string().max(100).nullish(),
  resourceId: z.string().min(1).max(100),
  scope: z.string().max(8_000),
  // Written by older callers, without effect (resources/oauth2permissiongrant).
  startTime: z.string().optional(),
  expiryTime: z.string().optional(),
});

/** POST /oauth2PermissionGrants: effective at once, without any consent prompt or policy. */
export function createGrant(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const input = parseRequestBody(newGrantSchema, request.body, "oAuth2PermissionGrant");
  const tenantId = request.caller.tenant.id;
  const known = listServicePrincipals(request.context, tenantId);
  const client = known.find((candidate) => candidate.id === input.clientId);
  const resource = known.find((candidate) => candidate.id === input.resourceId);
  if (!client || isStillReplicating(request, client)) throw objectNotFound(input.clientId);
  if (!resource) throw objectNotFound(input.resourceId);
  const principalId = principalOf(request, input);
  const { grants } = directoryOf(request.context);
  const taken = grants.find(
    (grant) =>
      grant.tenantId === tenantId &&
      grant.clientId === client.id &&
      grant.resourceAppId === resource.appId &&
      grant.consentType === input.consentType &&
      grant.principalId === principalId,
  );
  if (taken) {
    throw new GraphError(409, "Request_MultipleObjectsWithSameKeyValue", "Permission entry already exists.");
  }
  const grant: PermissionGrant = {
    id: randomBytes(32).toString("base64url"),
    tenantId,
    clientId: client.id,
    consentType: input.consentType,
    principalId,
    resourceAppId: resource.appId,
    scope: normalizeScope(input.scope),
    grantedByUserId: request.caller.user?.id ?? "",
    createdDateTime: request.context.clock.now().toISOString(),
  };
  grants.put(grant);
  audit(request, { client, before: undefined, after: grant });
  return created({
    "@odata.context": contextOf(request, "oauth2PermissionGrants/$entity"),
    ...viewGrant(request.context, grant),
  });
}

/** A service principal that was made just now may not have reached every copy of the directory. */
function isStillReplicating({ context }: GraphRequest, client: ServicePrincipal): boolean {
  const { principalReplicationSeconds } = entraRecords(context).settings();
  const age = context.clock.now().getTime() - Date.parse(client.createdDateTime);
  return age < principalReplicationSeconds * 1_000;
}

function audit(
  request: GraphRequest,
  change: {
    client: ServicePrincipal;
    before: PermissionGrant | undefined;
    after: PermissionGrant | undefined;
  },
): void {
  const { tenant, user } = request.caller;
  if (user)
    auditGrant(request.context, {
      act: { tenant, user, correlationId: correlationIdOf(request) },
      ...change,
    });
}

function clientOf({ context }: GraphRequest, grant: PermissionGrant): ServicePrincipal {
  const client = listServicePrincipals(context, grant.tenantId).find(({ id }) => id === grant.clientId);
  if (!client) throw objectNotFound(grant.clientId);
  return client;
}

function principalOf(request: GraphRequest, input: z.infer<typeof newGrantSchema>): string | null {
  const principalId = input.principalId ?? null;
  if (input.consentType === "AllPrincipals") {
    if (principalId === null) return null;
    throw new GraphError(
      400,
      "Request_BadRequest",
      "principalId must be null when consentType is AllPrincipals.",
    );
  }
  const user = principalId === null ? undefined : directoryOf(request.context).users.get(principalId);
  if (principalId === null) {
    throw new GraphError(400, "Request_BadRequest", "principalId is required when consentType is Principal.");
  }
  if (!user) throw objectNotFound(principalId);
  return user.id;
}

const scopeSchema = z.strictObject({ scope: z.string().max(8_000) });

/** PATCH replaces the whole scope. */
export function updateGrant(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const grant = findGrant(request);
  const { scope } = parseRequestBody(scopeSchema, request.body, "oAuth2PermissionGrant");
  const changed = changeGrantScope(request.context, grant, normalizeScope(scope));
  directoryOf(request.context).grants.put(changed);
  audit(request, { client: clientOf(request, grant), before: grant, after: changed });
  return noContent;
}

export function deleteGrant(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const grant = findGrant(request);
  directoryOf(request.context).grants.delete(grant.id);
  audit(request, { client: clientOf(request, grant), before: grant, after: undefined });
  return noContent;
}

function findGrant(request: GraphRequest): PermissionGrant {
  const id = paramOf(request, "grantId");
  const grant = directoryOf(request.context).grants.get(id);
  if (!grant || grant.tenantId !== request.caller.tenant.id) throw resourceNotFound(id);
  return grant;
}

function objectNotFound(id: string): GraphError {
  return new GraphError(
    404,
    "Directory_ObjectNotFound",
    `Unable to read the company information from the directory: object '${clip(id)}' was not found.`,
  );
}

function normalizeScope(scope: string): string {
  return [...new Set(scope.split(/\s+/).filter(Boolean))].join(" ");
}
