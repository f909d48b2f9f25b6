import type { ApplicationReading } from "../consent-case.ts";
import { child, optional, readBoolean, readObject, readString, type Field } from "../read-field.ts";
import { readEntries, readPart, readSingle } from "./read-graph-part.ts";
import { noteUnknown } from "./read-policies.ts";
import type { ReadingContext } from "./read-tenant-reading.ts";
import type { TenantFacts } from "./tenant-snapshot.ts";

/** A tenant id that is nobody's: the home of an app of which only that it is another organization's is known. */
const ANOTHER_TENANT = "00000000-0000-0000-0000-000000000000";
const BEFORE_RISK_RULE = "2020-01-01T00:00:00Z";

function withApp(change: Partial<ApplicationReading>): (facts: TenantFacts) => TenantFacts {
  return (facts) => ({ ...facts, app: { ...facts.app, ...change } });
}

/** Fills what is known of the app: from its service principal, else from a registration in this tenant. */
export function readApplication(context: ReadingContext): void {
  const { app, tenant } = context.snapshot;
  const principal = readSingle(readPart(context.root, "servicePrincipal"));
  const registration = readSingle(readPart(context.root, "application"));
  const isOwn = registration.state === "read";
  if (isOwn) readDescription(app, registration.field);
  if (principal.state === "read") {
    readDescription(app, principal.field);
    app.homeTenantId =
      optional(child(principal.field, "appOwnerOrganizationId"), readString)?.toLowerCase() ?? ANOTHER_TENANT;
    readPrincipal(context, principal.field);
  }
  if (isOwn) app.homeTenantId = tenant.id;
  if (app.homeTenantId === "") app.homeTenantId = ANOTHER_TENANT;
  if (principal.state === "unknown") {
    const enabled = { accountEnabled: true, appRoleAssignmentRequired: false, assignedUserIds: [] };
    noteUnknown(
      context,
      { part: "servicePrincipal", reason: principal.reason, assumed: "the app is not in the tenant yet" },
      [
        withApp({ servicePrincipal: { ...enabled, accountEnabled: false } }),
        withApp({ servicePrincipal: { ...enabled, appRoleAssignmentRequired: true } }),
      ],
    );
  }
  if (!isOwn && principal.state !== "read") noteUnknownRegistration(context, registration.state);
  else if (
    !isOwn &&
    !Object.hasOwn(principal.state === "read" ? principal.field.value : {}, "createdDateTime")
  ) {
    // v1.0 does not return it, and only an unverified publisher makes it matter.
    if (app.verifiedPublisher === null && app.homeTenantId !== tenant.id) {
      noteUnknown(
        context,
        {
          part: "application",
          reason: "does not tell when another organization's app was registered",
          assumed: "after 2020-11-08, when Microsoft's rule about risky apps begins",
        },
        [withApp({ createdDateTime: BEFORE_RISK_RULE })],
      );
    }
  }
}

function noteUnknownRegistration(context: ReadingContext, state: "read" | "not_found" | "unknown"): void {
  const { app, tenant } = context.snapshot;
  // Supposed verified, so that a gate that nobody has seen is not named as the one that blocks.
  app.verifiedPublisher = { displayName: "a verified publisher", verifiedPublisherId: "unknown" };
  const others = [withApp({ verifiedPublisher: null })];
  noteUnknown(
    context,
    {
      part: "application",
      reason: state === "not_found" ? "is not registered in this tenant" : "is not in the file",
      assumed: "another organization's app with a verified publisher",
    },
    state === "not_found" ? others : [...others, withApp({ homeTenantId: tenant.id })],
  );
}

function readDescription(app: ApplicationReading, field: ReturnType<typeof readObject>): void {
  app.displayName = optional(child(field, "displayName"), readString) ?? app.displayName;
  app.signInAudience = optional(child(field, "signInAudience"), readString) ?? app.signInAudience;
  const created = optional(child(field, "createdDateTime"), readString);
  if (created !== undefined && !Number.isNaN(Date.parse(created))) app.createdDateTime = created;
  const publisher = optional(child(field, "verifiedPublisher"), readObject);
  const id = publisher && optional(child(publisher, "verifiedPublisherId"), readString);
  if (publisher === undefined || id === undefined) return;
  const displayName = optional(child(publisher, "displayName"), readString) ?? id;
  app.verifiedPublisher = { displayName, verifiedPublisherId: id };
}

function readPrincipal(context: ReadingContext, field: ReturnType<typeof readObject>): void {
  const assigned = readPart(context.root, "appRoleAssignedTo");
  const readPrincipalId = (entry: Field) => readString(child(readObject(entry), "principalId"));
  context.snapshot.app.servicePrincipal = {
    accountEnabled: readBoolean(child(field, "accountEnabled")),
    appRoleAssignmentRequired: readBoolean(child(field, "appRoleAssignmentRequired")),
    assignedUserIds: assigned.state === "read" ? readEntries(assigned.field, readPrincipalId).entries : [],
  };
}
