import { findPermission } from "../permissions.ts";
import { child, readNullable, readObject, readOneOf, readString } from "../read-field.ts";
import { findResource, MICROSOFT_GRAPH_APP_ID } from "../resources.ts";
import { readEntries, readPart, readSingle } from "./read-graph-part.ts";
import { textOr } from "./read-rows.ts";
import type { ReadingContext } from "./read-tenant-reading.ts";
import type { GrantEvent, GrantedPermission } from "./tenant-details.ts";

type Api = { name: string; appId: string };

/** One row per permission and grant, as the Entra admin center lists them; tenant-wide ones first. */
export function listGrantedPermissions(context: ReadingContext): GrantedPermission[] {
  const part = readPart(context.root, "oauth2PermissionGrants");
  if (part.state !== "read") return [];
  const apis = readApis(context);
  const { events } = context.snapshot.details;
  const rows = readEntries(part.field, (entry): GrantedPermission[] => {
    const grant = readObject(entry);
    const resourceId = readString(child(grant, "resourceId"));
    const consentType = readOneOf(child(grant, "consentType"), ["AllPrincipals", "Principal"] as const);
    const principalId = readNullable(child(grant, "principalId"), readString);
    const api = apis.get(resourceId) ?? { name: resourceId, appId: resourceId };
    return textOr(grant, "scope", "")
      .split(/\s+/)
      .filter(Boolean)
      .map((claimValue) => {
        const isForEverybody = consentType === "AllPrincipals";
        const event = findOrigin(events, { claimValue, isForEverybody, principalId });
        return {
          grantId: textOr(grant, "id", ""),
          apiName: api.name,
          claimValue,
          permission: findPermission(api.appId, claimValue)?.adminConsentDisplayName.trim() ?? "",
          type: "Delegated",
          grantedThrough: isForEverybody ? "admin_consent" : "user_consent",
          principalId,
          grantedBy: event?.by ?? null,
          grantedAt: event?.at ?? null,
        };
      });
  }).entries.flat();
  return rows.sort((a, b) => Number(a.principalId !== null) - Number(b.principalId !== null));
}

function readApis({ root }: ReadingContext): Map<string, Api> {
  const apis = new Map<string, Api>();
  const add = (object: ReturnType<typeof readObject>, appId: string) => {
    const name = findResource(appId)?.displayName ?? textOr(object, "displayName", appId);
    apis.set(textOr(object, "id", ""), { name, appId });
  };
  const graph = readSingle(readPart(root, "graphServicePrincipal"));
  if (graph.state === "read") add(graph.field, MICROSOFT_GRAPH_APP_ID);
  const others = readPart(root, "resources");
  if (others.state !== "read") return apis;
  readEntries(others.field, (entry) => {
    const object = readObject(entry);
    add(object, textOr(object, "appId", ""));
  });
  return apis;
}

/** The newest act that added this permission to a grant of the same kind. */
function findOrigin(
  events: readonly GrantEvent[],
  row: { claimValue: string; isForEverybody: boolean; principalId: string | null },
): GrantEvent | undefined {
  return events.find(
    (event) =>
      event.activity === "grant_added" &&
      event.isSuccess &&
      event.isForEverybody === row.isForEverybody &&
      (row.isForEverybody || event.principalId === null || event.principalId === row.principalId) &&
      event.addedScopes.some((scope) => scope.toLowerCase() === row.claimValue.toLowerCase()),
  );
}
