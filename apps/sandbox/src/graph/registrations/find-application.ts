import { directoryOf, type Application } from "../../core/directory.ts";
import { resourceNotFound } from "../graph-error.ts";
import { paramOf, type GraphRequest } from "../graph-request.ts";

/** A registration is seen in its own tenant only, by object id or `(appId='…')`. */
export function findApplication(request: GraphRequest): Application {
  const found = lookUp(request);
  if (!found) throw resourceNotFound(keyOf(request).value);
  return found;
}

/** Who owns a registration changes it without any directory role (application-update; default user permissions). */
export function isOwner(request: GraphRequest): boolean {
  const { user } = request.caller;
  return user !== undefined && lookUp(request)?.ownerIds?.includes(user.id) === true;
}

export function listApplications({ context, caller }: GraphRequest): Application[] {
  return directoryOf(context).applications.filter(({ homeTenantId }) => homeTenantId === caller.tenant.id);
}

function lookUp(request: GraphRequest): Application | undefined {
  const { name, value } = keyOf(request);
  return listApplications(request).find((app) => app[name].toLowerCase() === value);
}

function keyOf(request: GraphRequest): { name: "id" | "appId"; value: string } {
  const key = paramOf(request, "applicationId");
  return key.startsWith("appId=")
    ? { name: "appId", value: key.slice("appId=".length).toLowerCase() }
    : { name: "id", value: key.toLowerCase() };
}
