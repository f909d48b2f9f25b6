import { randomUUID } from "node:crypto";
import { z } from "zod";
import {
  directoryOf,
  type Application,
  type DirectoryUser,
  type ServicePrincipal,
  type Tenant,
} from "../core/directory.ts";
import { ScenarioError, type SandboxContext, type ScenarioSection } from "../core/part.ts";
import { conditionSetSchema, findServicePrincipal } from "./consent-case.ts";
import { entraRecords, newOpaqueValue } from "./entra-records.ts";
import { microsoftGraph } from "./permission-catalog.ts";

const name = z.string().min(1).max(320);
const names = z.array(name).max(1_000);

const policyFields = {
  permissionGrantPoliciesAssigned: names.optional(),
  customPolicies: z
    .array(
      z.strictObject({
        id: name,
        displayName: z.string().optional(),
        description: z.string().optional(),
        includes: z.array(conditionSetSchema).default([]),
        excludes: z.array(conditionSetSchema).default([]),
      }),
    )
    .optional(),
  classifications: z
    .array(
      z.strictObject({
        resourceAppId: name.default(microsoftGraph.appId),
        value: name,
        classification: z.enum(["low", "medium", "high"]),
      }),
    )
    .optional(),
  adminConsentWorkflow: z.strictObject({ isEnabled: z.boolean(), reviewerIds: names.default([]) }).optional(),
  blockUserConsentForRiskyApps: z.boolean().optional(),
  groupOwnerConsent: z.enum(["all_groups", "selected_groups", "disabled"]).optional(),
};

/** `tenant` is an id or a verified domain; `user` a sign-in name or an object id. */
const shape = {
  tenants: z.array(
    z.strictObject({
      id: z.uuid(),
      displayName: name.optional(),
      domains: z.array(name.toLowerCase()).min(1).optional(),
      mailboxHost: z.enum(["exchange_online", "exchange_server"]).optional(),
      ...policyFields,
    }),
  ),
  policies: z.array(z.strictObject({ tenant: name, ...policyFields })),
  users: z
    .array(
      z.strictObject({
        userPrincipalName: z.email(),
        id: name.optional(),
        displayName: name.optional(),
        givenName: name.optional(),
        surname: name.optional(),
        jobTitle: z.string().nullable().optional(),
        mail: z.email().nullable().optional(),
        accountEnabled: z.boolean().optional(),
        directoryRoles: names.optional(),
        guestInTenantIds: names.optional(),
      }),
    )
    .max(20_000),
  roles: z.array(z.strictObject({ user: name, directoryRoles: names })),
  apps: z.array(
    z.strictObject({
      appId: z.uuid(),
      displayName: name.optional(),
      homeTenantId: z.uuid().optional(),
      signInAudience: z
        .enum(["AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount"])
        .optional(),
      createdDateTime: z.iso.datetime().optional(),
      verifiedPublisher: z
        .strictObject({ displayName: name, verifiedPublisherId: name })
        .nullable()
        .optional(),
      requiredResourceAccess: z.array(z.strictObject({ resourceAppId: name, scopes: names })).optional(),
      redirectUris: z.array(z.url()).optional(),
      secrets: z
        .array(z.strictObject({ keyId: name, value: name, endDateTime: z.iso.datetime() }))
        .optional(),
    }),
  ),
  servicePrincipals: z.array(
    z.strictObject({
      tenant: name,
      appId: z.uuid(),
      accountEnabled: z.boolean().optional(),
      appRoleAssignmentRequired: z.boolean().optional(),
      /** Sign-in names or ids. */
      assignedUsers: names.optional(),
      /** Takes the application out of the tenant, with its grants. */
      removed: z.boolean().default(false),
    }),
  ),
  grants: z.array(
    z.strictObject({
      tenant: name,
      appId: z.uuid(),
      consentType: z.enum(["AllPrincipals", "Principal"]),
      user: name.optional(),
      resourceAppId: name.default(microsoftGraph.appId),
      scope: z.string(),
    }),
  ),
  entraSettings: z.strictObject({
    rotatedRefreshTokensStillWork: z.boolean().optional(),
    declinedConsentError: z.enum(["access_denied", "consent_required"]).optional(),
    portalGrantReplaces: z.boolean().optional(),
    accessTokenSeconds: z.int().min(1).max(100_000).optional(),
  }),
};

const sectionsSchema = z.object(shape).partial();
type Sections = z.infer<typeof sectionsSchema>;

/** The directory's sections of a scenario: what is named is changed, what is new is added, the rest stays. */
export const entraScenario: ScenarioSection = {
  shape,
  merge: (raw, context) => {
    const sections = sectionsSchema.parse(raw);
    for (const tenant of sections.tenants ?? []) mergeTenant(context, tenant);
    for (const { tenant, ...policy } of sections.policies ?? []) {
      directoryOf(context).tenants.put({ ...tenantOf(context, tenant), ...given(policy) });
    }
    for (const user of sections.users ?? []) mergeUser(context, user);
    for (const { user, directoryRoles } of sections.roles ?? []) {
      directoryOf(context).users.put({ ...userOf(context, user), directoryRoles });
    }
    for (const app of sections.apps ?? []) mergeApplication(context, app);
    for (const principal of sections.servicePrincipals ?? []) mergeServicePrincipal(context, principal);
    for (const grant of sections.grants ?? []) mergeGrant(context, grant);
    if (sections.entraSettings) entraRecords(context).changeSettings(given(sections.entraSettings));
  },
};

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Only the properties that were set. */
function given<T extends object>(fields: T): Given<T> {
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

function mergeTenant(context: SandboxContext, fields: NonNullable<Sections["tenants"]>[number]): void {
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

function mergeUser(context: SandboxContext, fields: NonNullable<Sections["users"]>[number]): void {
  const { users, findUserByName } = directoryOf(context);
  const found = findUserByName(fields.userPrincipalName);
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
  const { id: _id, userPrincipalName: _name, ...changes } = fields;
  users.put({ ...(found ?? fresh), ...given(changes) });
}

function mergeApplication(context: SandboxContext, fields: NonNullable<Sections["apps"]>[number]): void {
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
    secrets: [],
  };
  applications.put({ ...(found ?? fresh), ...given(fields) });
}

function mergeServicePrincipal(
  context: SandboxContext,
  fields: NonNullable<Sections["servicePrincipals"]>[number],
): void {
  const { servicePrincipals, grants } = directoryOf(context);
  const { tenant, appId, assignedUsers, removed, ...changes } = fields;
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

function mergeGrant(context: SandboxContext, fields: NonNullable<Sections["grants"]>[number]): void {
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
  grants.put({
    id: before?.id ?? newOpaqueValue(),
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

function tenantOf(context: SandboxContext, reference: string): Tenant {
  const tenant = directoryOf(context).findTenant(reference);
  if (!tenant) throw new ScenarioError(`There is no tenant "${reference}".`);
  return tenant;
}

function userOf(context: SandboxContext, reference: string): DirectoryUser {
  const { users, findUserByName } = directoryOf(context);
  const user = findUserByName(reference) ?? users.get(reference);
  if (!user) throw new ScenarioError(`There is no user "${reference}".`);
  return user;
}
