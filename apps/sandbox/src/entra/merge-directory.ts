import { randomUUID } from "node:crypto";
import {
  directoryOf,
  type Application,
  type DirectoryGroup,
  type DirectoryUser,
  type ServicePrincipal,
  type Tenant,
} from "../core/directory.ts";
import { ScenarioError, type SandboxContext } from "../core/part.ts";
import { findServicePrincipal } from "./consent-case.ts";
import { newOpaqueValue } from "./entra-records.ts";
import { changeGrantScope } from "./grant-history.ts";
import { revokeRefreshTokens } from "./issue-tokens.ts";
import type { EntraScenario } from "./entra-scenario.schema.ts";

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Only the properties that were set. */
export function given<T extends object>(fields: T): Given<T> {
  const kept: Given<T> = {};
  for (const key in fields) {
    const value = fields[key];
    if (isSet(value)) kept[key] = value;
  }
  return kept;
}
function isSet<T>(value: T): value is Exclude<T, undefined> {
  return value !== undefined;
}

export function mergeTenant(
  context: SandboxContext,
  fields: NonNullable<EntraScenario["tenants"]>[number],
): void {
  const { tenants } = directoryOf(context);
  const found = tenants.get(fields.id);
  if (!found && (fields.displayName === undefined || fields.domains === undefined)) {
    throw new ScenarioError(`The new tenant ${fields.id} needs displayName and domains.`);
  }
  const fresh: Tenant = {
    id: fields.id,
    displayName: fields.displayName ?? "",
    domains: fields.domains ?? [],
    permissionGrantPoliciesAssigned: [
      "ManagePermissionGrantsForSelf.microsoft-user-default-recommended",
      "ManagePermissionGrantsForSelf.microsoft-user-default-allow-consent-apps",
    ],
    customPolicies: [],
    classifications: [],
    adminConsentWorkflow: { isEnabled: false, reviewerIds: [] },
    blockUserConsentForRiskyApps: true,
    groupOwnerConsent: "all_groups",
    mailboxHost: "exchange_online",
  };
  tenants.put({ ...(found ?? fresh), ...given(fields) });
}

export function mergeUser(
  context: SandboxContext,
  fields: NonNullable<EntraScenario["users"]>[number],
): void {
  const { users, findUserByName } = directoryOf(context);
  const found = findUserByName(fields.userPrincipalName);
  if (fields.removed) {
    if (found) users.delete(found.id);
    return;
  }
  const [local = "", domain = ""] = fields.userPrincipalName.split("@");
  const fresh: DirectoryUser = {
    id: fields.id ?? randomUUID(),
    tenantId: tenantOf(context, domain).id,
    userPrincipalName: fields.userPrincipalName.toLowerCase(),
    displayName: local,
    givenName: local,
    surname: "",
    jobTitle: null,
    mail: fields.userPrincipalName.toLowerCase(),
    accountEnabled: true,
    directoryRoles: [],
    guestInTenantIds: [],
  };
  const { id: _id, userPrincipalName: _name, revokeSessions, removed: _removed, ...changes } = fields;
  users.put({ ...(found ?? fresh), ...given(changes) });
  if (revokeSessions && found) revokeRefreshTokens(context, found.id);
}

export function mergeApplication(
  context: SandboxContext,
  fields: NonNullable<EntraScenario["apps"]>[number],
): void {
  const { applications } = directoryOf(context);
  const found = applications.find((app) => app.appId === fields.appId);
  if (!found && (fields.displayName === undefined || fields.homeTenantId === undefined)) {
    throw new ScenarioError(`The new app ${fields.appId} needs displayName and homeTenantId.`);
  }
  const fresh: Application = {
    id: randomUUID(),
    appId: fields.appId,
    displayName: fields.displayName ?? "",
    homeTenantId: fields.homeTenantId ?? "",
    signInAudience: "AzureADMultipleOrgs",
    createdDateTime: context.clock.now().toISOString(),
    verifiedPublisher: null,
    requiredResourceAccess: [],
    redirectUris: [],
    isFallbackPublicClient: false,
    secrets: [],
  };
  applications.put({ ...(found ?? fresh), ...given(fields) });
}

export function mergeGroup(
  context: SandboxContext,
  fields: NonNullable<EntraScenario["groups"]>[number],
): void {
  const { groups } = directoryOf(context);
  const { tenant, id, members, memberGroups, ...changes } = fields;
  const fresh: DirectoryGroup = {
    id,
    tenantId: tenantOf(context, tenant).id,
    displayName: id,
    description: null,
    memberUserIds: [],
    memberGroupIds: [],
    createdDateTime: context.clock.now().toISOString(),
  };
  groups.put({
    ...(groups.get(id) ?? fresh),
    ...given(changes),
    ...(members ? { memberUserIds: members.map((one) => userOf(context, one).id) } : {}),
    ...(memberGroups ? { memberGroupIds: memberGroups } : {}),
  });
}

export function mergeServicePrincipal(
  context: SandboxContext,
  fields: NonNullable<EntraScenario["servicePrincipals"]>[number],
): void {
  const { servicePrincipals, grants } = directoryOf(context);
  const { tenant, appId, assignedUsers, assignedGroups, removed, ...changes } = fields;
  const tenantId = tenantOf(context, tenant).id;
  const found = findServicePrincipal(context, { tenantId, appId });
  if (removed) {
    for (const grant of grants.filter((candidate) => candidate.clientId === found?.id)) {
      grants.delete(grant.id);
    }
    if (found) servicePrincipals.delete(found.id);
    return;
  }
  servicePrincipals.put({
    ...(found ?? newServicePrincipal(context, { tenantId, appId })),
    ...given(changes),
    ...(assignedGroups ? { assignedGroupIds: assignedGroups } : {}),
    ...(assignedUsers ? { assignedUserIds: assignedUsers.map((one) => userOf(context, one).id) } : {}),
  });
}

function newServicePrincipal(
  context: SandboxContext,
  { tenantId, appId }: { tenantId: string; appId: string },
): ServicePrincipal {
  const app = directoryOf(context).applications.find((candidate) => candidate.appId === appId);
  if (!app) throw new ScenarioError(`There is no app ${appId}.`);
  return {
    id: randomUUID(),
    tenantId,
    appId,
    displayName: app.displayName,
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    assignedUserIds: [],
    createdDateTime: context.clock.now().toISOString(),
  };
}

export function mergeGrant(
  context: SandboxContext,
  fields: NonNullable<EntraScenario["grants"]>[number],
): void {
  const tenantId = tenantOf(context, fields.tenant).id;
  if ((fields.consentType === "Principal") !== (fields.user !== undefined)) {
    throw new ScenarioError("A Principal grant names its user, and an AllPrincipals grant names none.");
  }
  const found = findServicePrincipal(context, { tenantId, appId: fields.appId });
  const client = found ?? newServicePrincipal(context, { tenantId, appId: fields.appId });
  if (!found) directoryOf(context).servicePrincipals.put(client);
  const principalId = fields.user === undefined ? null : userOf(context, fields.user).id;
  const { grants } = directoryOf(context);
  const before = grants.find(
    (grant) =>
      grant.clientId === client.id &&
      grant.resourceAppId === fields.resourceAppId &&
      grant.principalId === principalId,
  );
  if (before) {
    grants.put(changeGrantScope(context, before, fields.scope));
    return;
  }
  grants.put({
    id: newOpaqueValue(),
    tenantId,
    clientId: client.id,
    consentType: fields.consentType,
    principalId,
    resourceAppId: fields.resourceAppId,
    scope: fields.scope,
    grantedByUserId: principalId ?? "",
    createdDateTime: context.clock.now().toISOString(),
  });
}

export function tenantOf(context: SandboxContext, reference: string): Tenant {
  const tenant = directoryOf(context).findTenant(reference);
  if (!tenant) throw new ScenarioError(`There is no tenant "${reference}".`);
  return tenant;
}

export function userOf(context: SandboxContext, reference: string): DirectoryUser {
  const { users, findUserByName } = directoryOf(context);
  const user = findUserByName(reference) ?? users.get(reference);
  if (!user) throw new ScenarioError(`There is no user "${reference}".`);
  return user;
}
