import { z } from "zod";
import { conditionSetSchema } from "./consent-case.ts";
import { consentRequestsShape } from "./consent-requests/consent-requests.schema.ts";
import { microsoftGraph } from "./permission-catalog.ts";
import { signInConditionsShape } from "./sign-in-conditions/sign-in-conditions.schema.ts";

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
  adminConsentWorkflow: z
    .strictObject({
      isEnabled: z.boolean(),
      reviewerIds: names.default([]),
      reviewerQueries: names.optional(),
      notifyReviewers: z.boolean().optional(),
      remindersEnabled: z.boolean().optional(),
      requestDurationInDays: z.int().min(1).max(60).optional(),
    })
    .optional(),
  allowedToCreateApps: z.boolean().optional(),
  hasPremiumLicense: z.boolean().optional(),
  kind: z.enum(["b2c", "email_verified"]).optional(),
  blockUserConsentForRiskyApps: z.boolean().optional(),
  groupOwnerConsent: z.enum(["all_groups", "selected_groups", "disabled"]).optional(),
};

/** `tenant` is an id or a verified domain; `user` a sign-in name or an object id. */
export const entraScenarioShape = {
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
        /** Ends the person's refresh tokens, as a password reset does. */
        revokeSessions: z.boolean().default(false),
        /** Takes the person out of the directory. */
        removed: z.boolean().default(false),
      }),
    )
    .max(20_000),
  roles: z.array(z.strictObject({ user: name, directoryRoles: names })),
  partnerAccounts: z.array(
    z.strictObject({
      id: z.string().regex(/^\d{1,10}$/),
      displayName: name,
      tenant: name,
      domains: names.default([]),
      state: z.enum(["ready", "location", "not_vetted", "without_publisher_id"]).default("ready"),
    }),
  ),
  /** `members` are sign-in names or ids of users, `memberGroups` ids of groups. */
  groups: z.array(
    z.strictObject({
      tenant: name,
      id: z.uuid(),
      displayName: name.optional(),
      description: z.string().max(1_024).nullable().optional(),
      members: names.optional(),
      memberGroups: names.optional(),
    }),
  ),
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
      requiredResourceAccess: z
        .array(z.strictObject({ resourceAppId: name, scopes: names, roles: names.optional() }))
        .optional(),
      redirectUris: z.array(z.url()).optional(),
      /** "Allow public client flows": the device code flow without a secret. */
      isFallbackPublicClient: z.boolean().optional(),
      publicClientRedirectUris: z.array(z.url()).optional(),
      spaRedirectUris: z.array(z.url()).optional(),
      isDisabled: z.boolean().optional(),
      disabledByMicrosoftStatus: name.nullable().optional(),
      ownerIds: names.optional(),
      publisherDomain: name.nullable().optional(),
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
      /** Ids of groups. */
      assignedGroups: names.optional(),
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
  ...signInConditionsShape,
  ...consentRequestsShape,
  entraSettings: z.strictObject({
    restrictAccessToTenants: z.array(name.toLowerCase()).max(100).optional(),
    personalAccounts: z.enum(["error", "stay_on_page"]).optional(),
    consentReplicationSeconds: z.number().min(0).max(86_400).optional(),
    oldRefreshTokensSeeNewGrants: z.boolean().optional(),
    deactivatedAppCode: z.literal([7000112, 70001]).optional(),
    severalResourcesCode: z.literal([28000, 700022, 70011]).optional(),
    failNextConsents: z.int().min(0).max(1_000).optional(),
    rotatedRefreshTokensStillWork: z.boolean().optional(),
    declinedConsentError: z.enum(["access_denied", "consent_required"]).optional(),
    portalGrantReplaces: z.boolean().optional(),
    accessTokenSeconds: z.int().min(1).max(100_000).optional(),
    deviceCodeSeconds: z.int().min(1).max(86_400).optional(),
    deviceCodeIntervalSeconds: z.int().min(1).max(600).optional(),
    devicePollingSlowsDown: z.boolean().optional(),
    assignedGrantPolicyMayBeDeleted: z.boolean().optional(),
    signInLogLagSeconds: z.number().min(0).max(86_400).optional(),
    reportingThrottle: z.boolean().optional(),
    principalReplicationSeconds: z.number().min(0).max(86_400).optional(),
  }),
};

export const entraScenarioSchema = z.object(entraScenarioShape).partial();
export type EntraScenario = z.infer<typeof entraScenarioSchema>;
