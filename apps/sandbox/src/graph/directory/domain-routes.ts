import type { Tenant } from "../../core/directory.ts";
import { resourceNotFound } from "../graph-error.ts";
import {
  contextOf,
  ok,
  paramOf,
  type GraphRequest,
  type GraphResponse,
  type GraphRoute,
} from "../graph-request.ts";
import { listPage } from "../list-page.ts";
import { allowOnly } from "../odata-query.ts";

function viewDomain(name: string, { domains }: Tenant) {
  return {
    id: name,
    authenticationType: "Managed",
    availabilityStatus: null,
    isAdminManaged: true,
    isDefault: name === domains[0],
    isInitial: name === domains.at(-1),
    isRoot: true,
    isVerified: true,
    supportedServices: ["Email", "OfficeCommunicationsOnline"],
  };
}

function listDomains(request: GraphRequest): GraphResponse {
  const { tenant } = request.caller;
  return listPage(request, {
    items: tenant.domains,
    contextPath: "domains",
    fields: { type: "domain", fields: new Map([["id", (name: string) => name]]) },
    known: new Set(Object.keys(viewDomain("", tenant))),
    view: (name) => ({ defaults: viewDomain(name, tenant) }),
  });
}

function getDomain(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const { tenant } = request.caller;
  const name = paramOf(request, "domainId").toLowerCase();
  if (!tenant.domains.includes(name)) throw resourceNotFound(name);
  return ok({ "@odata.context": contextOf(request, "domains/$entity"), ...viewDomain(name, tenant) });
}

const scopes = ["Domain.Read.All", "Directory.Read.All"];

export const domainRoutes: readonly Omit<GraphRoute, "area">[] = [
  { method: "GET", path: "/domains", scopes, handle: listDomains },
  { method: "GET", path: "/domains/{domainId}", scopes, handle: getDomain },
];
