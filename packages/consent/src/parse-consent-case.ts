import type {
  ApplicationReading,
  ConsentCase,
  ConsentRequest,
  CustomConsentPolicy,
  PermissionGrant,
  PermissionGrantConditionSet,
  RequiredResourceAccess,
  ServicePrincipalReading,
  TenantReading,
  UserReading,
} from "./consent-case.ts";
import {
  ConsentCaseError,
  child,
  optional,
  readBoolean,
  readList,
  readNullable,
  readObject,
  readOneOf,
  readString,
  readStrings,
  type Field,
} from "./read-field.ts";

/**
 * Reads a consent case of unknown origin. Unknown fields are ignored; a missing or wrong one throws
 * `ConsentCaseError`, whose message and `path` name the field (`app.servicePrincipal.accountEnabled`).
 */
export function parseConsentCase(value: unknown): ConsentCase {
  const root = readObject({ path: "", value });
  return {
    tenant: readTenant(child(root, "tenant")),
    app: readApp(child(root, "app")),
    user: readUser(child(root, "user")),
    grants: readList(child(root, "grants"), readGrant),
    request: readRequest(child(root, "request")),
  };
}

function readTenant(field: Field): TenantReading {
  const tenant = readObject(field);
  const workflow = readObject(child(tenant, "adminConsentWorkflow"));
  const id = readString(child(tenant, "id"));
  return {
    id,
    displayName: optional(child(tenant, "displayName"), readString) ?? id,
    permissionGrantPoliciesAssigned: readStrings(child(tenant, "permissionGrantPoliciesAssigned")),
    customPolicies:
      optional(child(tenant, "customPolicies"), (list) => readList(list, readCustomPolicy)) ?? [],
    classifications:
      optional(child(tenant, "classifications"), (list) => readList(list, readClassification)) ?? [],
    adminConsentWorkflow: {
      isEnabled: readBoolean(child(workflow, "isEnabled")),
      reviewerIds: optional(child(workflow, "reviewerIds"), readStrings) ?? [],
    },
    blockUserConsentForRiskyApps: readBoolean(child(tenant, "blockUserConsentForRiskyApps")),
  };
}

function readCustomPolicy(field: Field): CustomConsentPolicy {
  const policy = readObject(field);
  return {
    id: readString(child(policy, "id")),
    includes: readList(child(policy, "includes"), readConditionSet),
    excludes: optional(child(policy, "excludes"), (list) => readList(list, readConditionSet)) ?? [],
  };
}

export function readConditionSet(field: Field): PermissionGrantConditionSet {
  const set = readObject(field);
  return {
    permissionType: optional(child(set, "permissionType"), (type) =>
      readOneOf(type, ["delegated", "application", "delegatedUserConsentable"] as const),
    ),
    permissionClassification: optional(child(set, "permissionClassification"), (level) =>
      readOneOf(level, ["low", "medium", "high", "all"] as const),
    ),
    permissions: optional(child(set, "permissions"), readStrings),
    resourceApplication: optional(child(set, "resourceApplication"), readString),
    clientApplicationIds: optional(child(set, "clientApplicationIds"), readStrings),
    clientApplicationTenantIds: optional(child(set, "clientApplicationTenantIds"), readStrings),
    clientApplicationPublisherIds: optional(child(set, "clientApplicationPublisherIds"), readStrings),
    clientApplicationsFromVerifiedPublisherOnly: optional(
      child(set, "clientApplicationsFromVerifiedPublisherOnly"),
      readBoolean,
    ),
  };
}

function readClassification(field: Field): TenantReading["classifications"][number] {
  const entry = readObject(field);
  return {
    resourceAppId: readString(child(entry, "resourceAppId")),
    value: readString(child(entry, "value")),
    classification: readString(child(entry, "classification")),
  };
}

function readApp(field: Field): ApplicationReading {
  const app = readObject(field);
  const appId = readString(child(app, "appId"));
  return {
    appId,
    displayName: optional(child(app, "displayName"), readString) ?? appId,
    homeTenantId: readString(child(app, "homeTenantId")),
    signInAudience: readString(child(app, "signInAudience")),
    createdDateTime: readDateTime(child(app, "createdDateTime")),
    verifiedPublisher: readNullable(child(app, "verifiedPublisher"), readPublisher),
    requiredResourceAccess: readList(child(app, "requiredResourceAccess"), readResourceAccess),
    servicePrincipal: readNullable(child(app, "servicePrincipal"), readServicePrincipal),
  };
}

function readPublisher(field: Field): ApplicationReading["verifiedPublisher"] {
  const publisher = readObject(field);
  const displayName = optional(child(publisher, "displayName"), readString) ?? "";
  const verifiedPublisherId = optional(child(publisher, "verifiedPublisherId"), readString) ?? "";
  // Graph returns an object of nulls for an app without a verified publisher.
  return displayName + verifiedPublisherId === "" ? null : { displayName, verifiedPublisherId };
}

function readDateTime(field: Field): string {
  const text = readString(field);
  if (Number.isNaN(Date.parse(text))) {
    throw new ConsentCaseError(field.path, "must be an ISO 8601 date and time");
  }
  return text;
}

function readResourceAccess(field: Field): RequiredResourceAccess {
  const entry = readObject(field);
  return {
    resourceAppId: readString(child(entry, "resourceAppId")),
    scopes: readStrings(child(entry, "scopes")),
    roles: optional(child(entry, "roles"), readStrings),
  };
}

function readServicePrincipal(field: Field): ServicePrincipalReading {
  const principal = readObject(field);
  return {
    accountEnabled: readBoolean(child(principal, "accountEnabled")),
    appRoleAssignmentRequired: readBoolean(child(principal, "appRoleAssignmentRequired")),
    assignedUserIds: optional(child(principal, "assignedUserIds"), readStrings) ?? [],
  };
}

function readUser(field: Field): UserReading {
  const user = readObject(field);
  return {
    id: readString(child(user, "id")),
    homeTenantId: readString(child(user, "homeTenantId")),
    directoryRoles: readStrings(child(user, "directoryRoles")),
    isGuest: readBoolean(child(user, "isGuest")),
  };
}

function readGrant(field: Field): PermissionGrant {
  const grant = readObject(field);
  const consentType = readOneOf(child(grant, "consentType"), ["AllPrincipals", "Principal"] as const);
  const principalId = readNullable(child(grant, "principalId"), readString);
  if (consentType === "Principal" && principalId === null) {
    throw new ConsentCaseError(`${field.path}.principalId`, "must be a string for a Principal grant");
  }
  return {
    consentType,
    principalId,
    resourceAppId: readString(child(grant, "resourceAppId")),
    scope: readString(child(grant, "scope")),
  };
}

function readRequest(field: Field): ConsentRequest {
  const request = readObject(field);
  return {
    endpoint: readOneOf(child(request, "endpoint"), ["authorize", "adminconsent"] as const),
    scope: readString(child(request, "scope")),
    prompt: readNullable(child(request, "prompt"), readString),
  };
}
