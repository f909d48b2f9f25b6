import type { PermissionGrant } from "../consent-case.ts";
import { child, readNullable, readObject, readOneOf, readString, type Field } from "../read-field.ts";
import { MICROSOFT_GRAPH_APP_ID } from "../resources.ts";
import { readEntries, readPart, readSingle } from "./read-graph-part.ts";
import { noteUnknown } from "./read-policies.ts";
import type { ReadingContext } from "./read-tenant-reading.ts";

/** Every Graph permission of the tables in question, as a grant for everybody would list them. */
const EVERYTHING =
  "openid profile email offline_access User.Read User.ReadBasic.All Mail.Read Mail.ReadWrite Mail.Send Calendars.Read Calendars.ReadWrite MailboxSettings.Read MailboxSettings.ReadWrite Contacts.ReadWrite Tasks.ReadWrite";

/** Fills the app's grants. An app that is not in the tenant has none. */
export function readGrants(context: ReadingContext): void {
  const { root, snapshot } = context;
  const principal = readSingle(readPart(root, "servicePrincipal"));
  if (principal.state === "not_found") return;
  const graph = readSingle(readPart(root, "graphServicePrincipal"));
  const graphId = graph.state === "read" ? readString(child(graph.field, "id")) : undefined;
  const part = readPart(root, "oauth2PermissionGrants");
  if (part.state === "not_found") return;
  if (part.state === "unknown") return noteUnknownGrants(context, part.reason);
  const { entries, isComplete } = readEntries(part.field, (entry) => readGrant(entry, graphId));
  // Without Graph's own object its id is not known, and so not whether a grant is for Graph.
  if (graphId === undefined && entries.length > 0) {
    return noteUnknownGrants(context, "cannot be told apart without graphServicePrincipal");
  }
  snapshot.grants = entries;
  if (!isComplete) noteUnknownGrants(context, "has further pages that are not in the file");
}

function noteUnknownGrants(context: ReadingContext, reason: string): void {
  const all: PermissionGrant = {
    consentType: "AllPrincipals",
    principalId: null,
    resourceAppId: MICROSOFT_GRAPH_APP_ID,
    scope: EVERYTHING,
  };
  noteUnknown(context, { part: "oauth2PermissionGrants", reason, assumed: "nothing more is granted" }, [
    (facts) => ({ ...facts, grants: [...facts.grants, all] }),
  ]);
}

function readGrant(entry: Field, graphId: string | undefined): PermissionGrant {
  const grant = readObject(entry);
  const resourceId = readString(child(grant, "resourceId"));
  return {
    consentType: readOneOf(child(grant, "consentType"), ["AllPrincipals", "Principal"] as const),
    principalId: readNullable(child(grant, "principalId"), readString),
    resourceAppId: resourceId === graphId ? MICROSOFT_GRAPH_APP_ID : resourceId,
    scope: readString(child(grant, "scope")),
  };
}
