import { z } from "zod";
import { directoryOf, type ServicePrincipal } from "../core/directory.ts";
import { ensureServicePrincipal } from "../entra/record-consent.ts";
import { grantsOf } from "../entra/consent-case.ts";
import { findResource } from "../entra/permission-catalog.ts";
import { auditProperty } from "../entra/write-audit.ts";
import { auditDirectoryWrite, correlationIdOf } from "./audit-directory-write.ts";
import { listServicePrincipals } from "../entra/list-service-principals.ts";
import { servicePrincipalProperties, viewServicePrincipal } from "./directory-views.ts";
import { clip, GraphError, insufficientPrivileges, resourceNotFound } from "./graph-error.ts";
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
import { allowOnly, parseSelect, selectProperties } from "./odata-query.ts";
import { parseRequestBody } from "./parse-request-body.ts";

const fields: FilterFields<ServicePrincipal> = {
  type: "servicePrincipal",
  fields: new Map<string, (item: ServicePrincipal) => FilterValue | undefined>([
    ["appId", (item) => item.appId],
    ["id", (item) => item.id],
    ["displayName", (item) => item.displayName],
    ["accountEnabled", (item) => item.accountEnabled],
    ["appRoleAssignmentRequired", (item) => item.appRoleAssignmentRequired],
    ["servicePrincipalType", () => "Application"],
  ]),
};

export function listServicePrincipalsPage(request: GraphRequest): GraphResponse {
  return listPage(request, {
    items: listServicePrincipals(request.context, request.caller.tenant.id),
    contextPath: "servicePrincipals",
    fields,
    known: servicePrincipalProperties,
    sortable: ["displayName"],
    searchable: ["displayName"],
    view: (item) => ({ defaults: viewServicePrincipal(request.context, item) }),
  });
}

export function getServicePrincipal(request: GraphRequest): GraphResponse {
  allowOnly(request.query, ["$select"]);
  const select = parseSelect(request.query, {
    type: "servicePrincipal",
    known: servicePrincipalProperties,
  });
  return ok({
    "@odata.context": contextOf(request, "servicePrincipals/$entity"),
    ...selectProperties(viewServicePrincipal(request.context, findServicePrincipal(request)), select),
  });
}

/** By object id or by the alternate key `(appId='…')`. */
export function findServicePrincipal(request: GraphRequest): ServicePrincipal {
  const key = paramOf(request, "servicePrincipalId");
  const appId = key.startsWith("appId=") ? key.slice("appId=".length) : undefined;
  const found = listServicePrincipals(request.context, request.caller.tenant.id).find((candidate) =>
    appId === undefined
      ? candidate.id === key.toLowerCase()
      : candidate.appId.toLowerCase() === appId.toLowerCase(),
  );
  if (!found) throw resourceNotFound(appId ?? key);
  return found;
}

const newServicePrincipalSchema = z.strictObject({ appId: z.string().min(1).max(100) });

/** POST /servicePrincipals: adds an application that is open to other tenants to this one. */
export function createServicePrincipal(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const { appId } = parseRequestBody(newServicePrincipalSchema, request.body, "servicePrincipal");
  const { tenant, user } = request.caller;
  if (listServicePrincipals(request.context, tenant.id).some((candidate) => candidate.appId === appId)) {
    throw new GraphError(
      409,
      "Request_MultipleObjectsWithSameKeyValue",
      `The service principal cannot be created, updated, or restored because the service principal name ${clip(appId)} is already in use.`,
    );
  }
  const app = directoryOf(request.context).applications.find((candidate) => candidate.appId === appId);
  if (!app || (app.signInAudience === "AzureADMyOrg" && app.homeTenantId !== tenant.id)) {
    throw new GraphError(
      400,
      "Request_BadRequest",
      `The appId '${clip(appId)}' of the service principal does not reference a valid application object.`,
    );
  }
  if (!user) throw insufficientPrivileges();
  const added = ensureServicePrincipal(request.context, {
    tenant,
    app,
    user,
    correlationId: correlationIdOf(request),
  });
  return created({
    "@odata.context": contextOf(request, "servicePrincipals/$entity"),
    ...viewServicePrincipal(request.context, added),
  });
}

const changeSchema = z.strictObject({
  accountEnabled: z.boolean().optional(),
  appRoleAssignmentRequired: z.boolean().optional(),
});

export function updateServicePrincipal(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const found = findServicePrincipal(request);
  const change = parseRequestBody(changeSchema, request.body, "servicePrincipal");
  if (findResource(found.appId)) throw insufficientPrivileges();
  directoryOf(request.context).servicePrincipals.put({
    ...found,
    accountEnabled: change.accountEnabled ?? found.accountEnabled,
    appRoleAssignmentRequired: change.appRoleAssignmentRequired ?? found.appRoleAssignmentRequired,
  });
  const changed = [
    ["AccountEnabled", change.accountEnabled, found.accountEnabled],
    ["AppRoleAssignmentRequired", change.appRoleAssignmentRequired, found.appRoleAssignmentRequired],
  ] as const;
  auditDirectoryWrite(request, {
    activity: "Update service principal",
    operation: "Update",
    target: {
      id: found.id,
      displayName: found.displayName,
      modifiedProperties: changed
        .filter(([, value, earlier]) => value !== undefined && value !== earlier)
        .map(([name, value, earlier]) => auditProperty(name, value, earlier)),
    },
  });
  return noContent;
}

/** DELETE: the application leaves the tenant, with what was granted to it. */
export function deleteServicePrincipal(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const found = findServicePrincipal(request);
  if (findResource(found.appId)) throw insufficientPrivileges();
  const { servicePrincipals, grants } = directoryOf(request.context);
  request.context.store.transaction(() => {
    for (const grant of grantsOf(request.context, found)) grants.delete(grant.id);
    servicePrincipals.delete(found.id);
    auditDirectoryWrite(request, {
      activity: "Remove service principal",
      operation: "Delete",
      target: found,
    });
  });
  return noContent;
}
