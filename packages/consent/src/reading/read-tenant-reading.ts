import type { TenantReading } from "../consent-case.ts";
import { ConsentCaseError, child, optional, readObject, readString } from "../read-field.ts";
import { readApplication } from "./read-application.ts";
import { readDetails } from "./read-details.ts";
import { readEntries, readPart, readSingle } from "./read-graph-part.ts";
import { readGrants } from "./read-grants.ts";
import { readPolicies } from "./read-policies.ts";
import type { TenantSnapshot } from "./tenant-snapshot.ts";

/** The value of `format` in a file that this version reads. */
export const TENANT_READING_FORMAT = "outrigger-tenant-reading-1";

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What a part reader fills in: the snapshot under construction and the file's root. */
export type ReadingContext = { root: ReturnType<typeof readObject>; snapshot: TenantSnapshot };

/**
 * Reads a tenant from one JSON value made of Graph v1.0 answers: `{ format, appId, organization, authorizationPolicy,
 * permissionGrantPolicies, adminConsentRequestPolicy, delegatedPermissionClassifications, groupSettings, servicePrincipal,
 * application, graphServicePrincipal, oauth2PermissionGrants, appRoleAssignedTo, reader, readerRoles, resources,
 * appConsentRequests, signIns, directoryAudits }`. Lists are Graph's (`{ value: […] }`). Beyond `format`, `appId` and
 * `organization` every part may be missing, null, or Graph's error body: what decides about consent is then listed in
 * `unknown`, what only explains (from `appRoleAssignedTo` on) when Graph refused it. Pure.
 * @throws {ConsentCaseError} naming the field that does not have Graph's form.
 */
export function readTenantReading(value: unknown): TenantSnapshot {
  const root = readObject({ path: "", value });
  const format = readString(child(root, "format"));
  if (format !== TENANT_READING_FORMAT) {
    throw new ConsentCaseError("format", `must be ${JSON.stringify(TENANT_READING_FORMAT)}`);
  }
  const appId = readGuid(root, "appId");
  const snapshot = openSnapshot(root, appId);
  const context = { root, snapshot };
  readPolicies(context);
  readApplication(context);
  readGrants(context);
  readDetails(context);
  return snapshot;
}

function readGuid(parent: ReadingContext["root"], key: string): string {
  const field = child(parent, key);
  const text = readString(field);
  if (!GUID.test(text)) throw new ConsentCaseError(field.path, "must be a GUID");
  return text.toLowerCase();
}

function openSnapshot(root: ReadingContext["root"], appId: string): TenantSnapshot {
  const part = readSingle(readPart(root, "organization"));
  if (part.state !== "read") throw new ConsentCaseError("organization", "is missing: it names the tenant");
  const id = readGuid(part.field, "id");
  const tenant: TenantReading = {
    id,
    displayName: optional(child(part.field, "displayName"), readString) ?? id,
    permissionGrantPoliciesAssigned: [],
    customPolicies: [],
    classifications: [],
    adminConsentWorkflow: { isEnabled: false, reviewerIds: [] },
    blockUserConsentForRiskyApps: true,
  };
  const domains = Array.isArray(child(part.field, "verifiedDomains").value)
    ? readEntries({ path: part.field.path, value: { value: part.field.value["verifiedDomains"] } }, (entry) =>
        readString(child(readObject(entry), "name")).toLowerCase(),
      ).entries
    : [];
  return {
    tenant,
    app: {
      appId,
      displayName: appId,
      homeTenantId: "",
      signInAudience: "AzureADMultipleOrgs",
      createdDateTime: "2026-01-01T00:00:00Z",
      verifiedPublisher: null,
      requiredResourceAccess: [],
      servicePrincipal: null,
    },
    grants: [],
    domains,
    details: {
      reader: null,
      credentials: [],
      assignments: [],
      permissions: [],
      requests: [],
      areRequestsRead: false,
      refusedSignIns: [],
      events: [],
      registered: null,
    },
    unknown: [],
    alternatives: [],
  };
}
