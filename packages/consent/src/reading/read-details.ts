import type { PermissionName } from "../decision.ts";
import { findPermission } from "../permissions.ts";
import { child, optional, readList, readObject, readString, type Field } from "../read-field.ts";
import { listGrantedPermissions } from "./list-granted-permissions.ts";
import { readGrantEvents } from "./read-grant-events.ts";
import { readPart, readSingle, type GraphPart } from "./read-graph-part.ts";
import { rowsOf, textOr } from "./read-rows.ts";
import type { ReadingContext } from "./read-tenant-reading.ts";
import type { AppCredential, ConsentRequestRow, TenantReader } from "./tenant-details.ts";

type ObjectField = ReturnType<typeof readObject>;

/** Fills what does not decide about consent, but explains it and shows what is coming. */
export function readDetails(context: ReadingContext): void {
  const { details } = context.snapshot;
  details.reader = readReader(context);
  const application = readSingle(readPart(context.root, "application"));
  if (application.state === "read") {
    details.credentials = readCredentials(application.field);
    details.registered = readRegistered(application.field);
  }
  details.assignments = rowsOf(context, "appRoleAssignedTo", (row) => ({
    principalId: readString(child(row, "principalId")),
    principalType: textOr(row, "principalType", "User"),
    displayName: textOr(row, "principalDisplayName", ""),
  }));
  details.requests = rowsOf(context, "appConsentRequests", readRequests).flat();
  details.areRequestsRead = readPart(context.root, "appConsentRequests").state === "read";
  details.refusedSignIns = rowsOf(context, "signIns", readSignIn).filter(({ errorCode }) => errorCode !== 0);
  details.events = readGrantEvents(context);
  details.permissions = listGrantedPermissions(context);
}

function readReader(context: ReadingContext): TenantReader | null {
  const me: GraphPart = readSingle(readPart(context.root, "reader"));
  if (me.state !== "read") return null;
  const roles = rowsOf(context, "readerRoles", (row) => textOr(row, "displayName", "")).filter(Boolean);
  const userPrincipalName = textOr(me.field, "userPrincipalName", "");
  return {
    id: textOr(me.field, "id", ""),
    displayName: textOr(me.field, "displayName", userPrincipalName),
    userPrincipalName,
    roles,
  };
}

function readCredentials(application: ObjectField): AppCredential[] {
  const read = (key: string, kind: AppCredential["kind"]) =>
    optional(child(application, key), (list) =>
      readList(list, (entry): AppCredential => {
        const row = readObject(entry);
        return {
          kind,
          keyId: textOr(row, "keyId", ""),
          displayName: textOr(row, "displayName", ""),
          endsAt: textOr(row, "endDateTime", ""),
        };
      }),
    ) ?? [];
  return [...read("passwordCredentials", "secret"), ...read("keyCredentials", "certificate")];
}

/** Graph lists ids; a permission that is not catalogued keeps its id as its name. */
function readRegistered(application: ObjectField): PermissionName[] | null {
  const field = child(application, "requiredResourceAccess");
  if (field.value === undefined || field.value === null) return null;
  return readList(field, (entry) => {
    const resource = readObject(entry);
    const resourceAppId = readString(child(resource, "resourceAppId"));
    return readList(child(resource, "resourceAccess"), (access: Field): PermissionName[] => {
      const row = readObject(access);
      const id = readString(child(row, "id"));
      if (textOr(row, "type", "Scope") !== "Scope") return [];
      return [{ resourceAppId, value: findPermission(resourceAppId, id)?.value ?? id }];
    }).flat();
  }).flat();
}

const STATUSES = ["InProgress", "Completed", "Expired"] as const;

function readRequests(row: ObjectField): ConsentRequestRow[] {
  return (
    optional(child(row, "userConsentRequests"), (list) =>
      readList(list, (entry): ConsentRequestRow => {
        const request = readObject(entry);
        const createdBy = optional(child(request, "createdBy"), readObject);
        const user = createdBy && optional(child(createdBy, "user"), readObject);
        const status = textOr(request, "status", "");
        return {
          id: textOr(request, "id", ""),
          status: STATUSES.find((known) => known === status) ?? "unknown",
          requestedBy: user ? textOr(user, "displayName", textOr(user, "id", "")) : "",
          reason: textOr(request, "reason", ""),
          createdAt: textOr(request, "createdDateTime", ""),
        };
      }),
    ) ?? []
  );
}

function readSignIn(row: ObjectField) {
  const code = child(readObject(child(row, "status")), "errorCode").value;
  return {
    at: textOr(row, "createdDateTime", ""),
    errorCode: typeof code === "number" ? code : 0,
    who: textOr(row, "userPrincipalName", textOr(row, "userId", "")),
  };
}
