import { randomUUID } from "node:crypto";
import { directoryOf, type Application } from "../../core/directory.ts";
import { findServicePrincipal, grantsOf } from "../../entra/consent-case.ts";
import { auditProperty } from "../../entra/write-audit.ts";
import { auditDirectoryWrite } from "../audit-directory-write.ts";
import { invalidRequest } from "../graph-error.ts";
import { applicationCreators, registrationWriters } from "../directory-roles.ts";
import {
  contextOf,
  created,
  noContent,
  ok,
  type GraphRequest,
  type GraphResponse,
  type GraphRoute,
} from "../graph-request.ts";
import { listPage } from "../list-page.ts";
import type { FilterFields, FilterValue } from "../odata-filter.ts";
import { allowOnly, parseSelect, selectProperties } from "../odata-query.ts";
import { parseRequestBody } from "../parse-request-body.ts";
import { findApplication, isOwner, listApplications } from "./find-application.ts";
import { applicationBody, applyApplicationBody } from "./read-application-body.ts";
import { applicationProperties, publisherDomainOf, viewApplication } from "./view-application.ts";

const fields: FilterFields<Application> = {
  type: "application",
  fields: new Map<string, (app: Application) => FilterValue | undefined>([
    ["id", (app) => app.id],
    ["appId", (app) => app.appId],
    ["displayName", (app) => app.displayName],
    ["signInAudience", (app) => app.signInAudience],
    ["publisherDomain", (app) => app.publisherDomain],
    ["createdDateTime", (app) => new Date(app.createdDateTime)],
    ["isDisabled", (app) => app.isDisabled ?? null],
  ]),
};

function listApplicationsPage(request: GraphRequest): GraphResponse {
  return listPage(request, {
    items: listApplications(request).map((app) => ({
      ...app,
      publisherDomain: publisherDomainOf(request.context, app),
    })),
    contextPath: "applications",
    fields,
    known: applicationProperties,
    view: (app) => ({ defaults: viewApplication(request, app) }),
  });
}

function getApplication(request: GraphRequest): GraphResponse {
  allowOnly(request.query, ["$select"]);
  const select = parseSelect(request.query, { type: "application", known: applicationProperties });
  return ok({
    "@odata.context": contextOf(request, "applications/$entity"),
    ...selectProperties(viewApplication(request, findApplication(request)), select),
  });
}

/** POST /applications: usable at Entra at once; whoever made it owns it. Its service principal is created apart. */
function createApplication(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const { context, caller } = request;
  const body = parseRequestBody(applicationBody, request.body, "application");
  if (body.displayName === undefined) throw invalidRequest("A value is required for property 'displayName'.");
  const fresh: Application = {
    id: randomUUID(),
    appId: randomUUID(),
    displayName: body.displayName,
    homeTenantId: caller.tenant.id,
    // The default of the API, not of the portal (resources/application).
    signInAudience: "AzureADandPersonalMicrosoftAccount",
    createdDateTime: context.clock.now().toISOString(),
    verifiedPublisher: null,
    requiredResourceAccess: [],
    redirectUris: [],
    isFallbackPublicClient: false,
    ownerIds: caller.user ? [caller.user.id] : [],
    secrets: [],
  };
  const app = applyApplicationBody(fresh, body);
  directoryOf(context).applications.put(app);
  audit(request, { activity: "Add application", operation: "Add", app });
  return created({
    "@odata.context": contextOf(request, "applications/$entity"),
    ...viewApplication(request, app),
  });
}

function updateApplication(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const app = findApplication(request);
  const changed = applyApplicationBody(app, parseRequestBody(applicationBody, request.body, "application"));
  directoryOf(request.context).applications.put(changed);
  audit(request, { activity: "Update application", operation: "Update", app: changed, before: app });
  return noContent;
}

/** DELETE: the registration goes with its service principal at home; those in other tenants stay without it. */
function deleteApplication(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const { context, caller } = request;
  const app = findApplication(request);
  const { applications, servicePrincipals, grants } = directoryOf(context);
  context.store.transaction(() => {
    const principal = findServicePrincipal(context, { tenantId: caller.tenant.id, appId: app.appId });
    if (principal) {
      for (const grant of grantsOf(context, principal)) grants.delete(grant.id);
      servicePrincipals.delete(principal.id);
    }
    applications.delete(app.id);
    audit(request, { activity: "Delete application", operation: "Delete", app });
  });
  return noContent;
}

function audit(
  request: GraphRequest,
  {
    activity,
    operation,
    app,
    before,
  }: { activity: string; operation: string; app: Application; before?: Application | undefined },
): void {
  const now = viewApplication(request, app);
  const old = before && viewApplication(request, before);
  const changed = [
    ["DisplayName", now.displayName, old?.displayName],
    ["AppAddress", addressesOf(now), old && addressesOf(old)],
    [
      "AvailableToOtherTenants",
      now.signInAudience !== "AzureADMyOrg",
      old && old.signInAudience !== "AzureADMyOrg",
    ],
    ["IsDisabled", now.isDisabled ?? undefined, old?.isDisabled ?? undefined],
    ["RequiredResourceAccess", now.requiredResourceAccess, old?.requiredResourceAccess],
  ] as const;
  auditDirectoryWrite(request, {
    activity,
    operation,
    target: {
      id: app.id,
      displayName: app.displayName,
      type: "Application",
      modifiedProperties: changed
        .filter(([, value, earlier]) => JSON.stringify(value) !== JSON.stringify(earlier))
        .map(([name, value, earlier]) => auditProperty(name, value, earlier)),
    },
  });
}

function addressesOf({ web, spa, publicClient }: ReturnType<typeof viewApplication>): string[] {
  return [...web.redirectUris, ...spa.redirectUris, ...publicClient.redirectUris];
}

/** "Users can register applications", the default of a new tenant; guests never may. */
function mayRegister({ caller: { user, tenant } }: GraphRequest): boolean {
  return user?.tenantId === tenant.id && tenant.allowedToCreateApps !== false;
}

export const applicationPath = "/applications/{applicationId}";
export const readApplications = [
  "Application.Read.All",
  "Application.ReadWrite.All",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
] as const;
/** Scope and roles of everything that changes a registration. */
export const changesRegistration = {
  scopes: ["Application.ReadWrite.All"],
  roles: registrationWriters,
  isOpenTo: isOwner,
} as const;

export const applicationRoutes: readonly Omit<GraphRoute, "area">[] = [
  { method: "GET", path: "/applications", scopes: readApplications, handle: listApplicationsPage },
  {
    method: "POST",
    path: "/applications",
    scopes: ["Application.ReadWrite.All"],
    roles: applicationCreators,
    isOpenTo: mayRegister,
    handle: createApplication,
  },
  { method: "GET", path: applicationPath, scopes: readApplications, handle: getApplication },
  { method: "PATCH", path: applicationPath, ...changesRegistration, handle: updateApplication },
  { method: "DELETE", path: applicationPath, ...changesRegistration, handle: deleteApplication },
];
