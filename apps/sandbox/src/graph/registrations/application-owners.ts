import { z } from "zod";
import { directoryOf, type Application, type DirectoryUser } from "../../core/directory.ts";
import { auditDirectoryWrite } from "../audit-directory-write.ts";
import { viewUser } from "../directory-views.ts";
import { invalidRequest, resourceNotFound } from "../graph-error.ts";
import {
  noContent,
  paramOf,
  type GraphRequest,
  type GraphResponse,
  type GraphRoute,
} from "../graph-request.ts";
import { listPage } from "../list-page.ts";
import { allowOnly } from "../odata-query.ts";
import { parseRequestBody } from "../parse-request-body.ts";
import { applicationPath, changesRegistration, readApplications } from "./application-routes.ts";
import { findApplication } from "./find-application.ts";

function listOwners(request: GraphRequest): GraphResponse {
  const { users } = directoryOf(request.context);
  const owners = (findApplication(request).ownerIds ?? []).flatMap((id) => users.get(id) ?? []);
  return listPage(request, {
    items: owners,
    contextPath: "directoryObjects",
    fields: { type: "user", fields: new Map([["id", ({ id }: DirectoryUser) => id]]) },
    known: new Set(["id", "displayName", "givenName", "surname", "mail", "userPrincipalName"]),
    view: (owner) => ({
      defaults: { "@odata.type": "#microsoft.graph.user", ...viewUser(owner, { basicOnly: true }) },
    }),
  });
}

const ownerSchema = z.strictObject({ "@odata.id": z.string().max(500) });

/** POST …/owners/$ref: the body names the new owner by address (application-post-owners). */
function addOwner(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const app = findApplication(request);
  const address = parseRequestBody(ownerSchema, request.body, "directoryObject")["@odata.id"];
  const id = /\/(?:directoryObjects|users)\/([\w-]{1,100})$/.exec(address)?.[1];
  const owner = id === undefined ? undefined : directoryOf(request.context).users.get(id);
  if (owner?.tenantId !== request.caller.tenant.id) throw resourceNotFound(id ?? address);
  if (app.ownerIds?.includes(owner.id)) {
    throw invalidRequest(
      "One or more added object references already exist for the following modified properties: 'owners'.",
    );
  }
  save(request, app, { ownerIds: [...(app.ownerIds ?? []), owner.id], activity: "Add owner to application" });
  return noContent;
}

function removeOwner(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const app = findApplication(request);
  const id = paramOf(request, "ownerId");
  if (!app.ownerIds?.includes(id)) throw resourceNotFound(id);
  const ownerIds = app.ownerIds.filter((owner) => owner !== id);
  save(request, app, { ownerIds, activity: "Remove owner from application" });
  return noContent;
}

function save(
  request: GraphRequest,
  app: Application,
  { ownerIds, activity }: { ownerIds: readonly string[]; activity: string },
): void {
  directoryOf(request.context).applications.put({ ...app, ownerIds });
  auditDirectoryWrite(request, {
    activity,
    operation: "Assign",
    target: { id: app.id, displayName: app.displayName, type: "Application" },
  });
}

export const applicationOwnerRoutes: readonly Omit<GraphRoute, "area">[] = [
  { method: "GET", path: `${applicationPath}/owners`, scopes: readApplications, handle: listOwners },
  { method: "POST", path: `${applicationPath}/owners/$ref`, ...changesRegistration, handle: addOwner },
  {
    method: "DELETE",
    path: `${applicationPath}/owners/{ownerId}/$ref`,
    ...changesRegistration,
    handle: removeOwner,
  },
];
