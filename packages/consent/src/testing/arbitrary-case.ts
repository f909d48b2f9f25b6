import * as fc from "fast-check";
import type { ConsentCase, CustomConsentPolicy, PermissionGrant } from "../consent-case.ts";
import { EXCHANGE_ONLINE_APP_ID, MICROSOFT_GRAPH_APP_ID } from "../resources.ts";
import { APP_ID, POLICIES, TENANT_ID, VENDOR_TENANT_ID, buildCase } from "./build-consent-case.ts";

const GRAPH_SCOPES = [
  "openid",
  "profile",
  "offline_access",
  "User.Read",
  "Mail.Read",
  "Mail.ReadWrite",
  "Mail.Send",
  "Calendars.ReadWrite",
  "Contacts.Read",
  "Directory.Read.All",
];
const EWS = "https://outlook.office365.com/EWS.AccessAsUser.All";
const DOT_DEFAULT = "https://graph.microsoft.com/.default";

const scopeList = fc.uniqueArray(fc.constantFrom(...GRAPH_SCOPES), { minLength: 1, maxLength: 6 });

const requestScope = fc.oneof(
  { weight: 6, arbitrary: scopeList.map((list) => list.join(" ")) },
  { weight: 1, arbitrary: scopeList.map((list) => [...list, EWS].join(" ")) },
  { weight: 1, arbitrary: fc.constantFrom(DOT_DEFAULT, `openid ${DOT_DEFAULT}`) },
);

export const arbitraryGrant: fc.Arbitrary<PermissionGrant> = fc.record({
  consentType: fc.constantFrom("AllPrincipals" as const, "Principal" as const),
  principalId: fc.constantFrom("adele", "megan"),
  resourceAppId: fc.constantFrom(MICROSOFT_GRAPH_APP_ID, EXCHANGE_ONLINE_APP_ID),
  scope: scopeList.map((list) => list.join(" ")),
});

const policies = fc
  .subarray([
    ...POLICIES.recommended,
    ...POLICIES.legacy,
    ...POLICIES.low,
    "managePermissionGrantsForSelf.ours",
  ])
  .map((list) => [...list, ...POLICIES.off]);

const customPolicies = fc.constantFrom<CustomConsentPolicy[]>(
  [],
  [
    {
      id: "ours",
      includes: [{ clientApplicationIds: [APP_ID], permissions: ["Mail.Read", "User.Read"] }],
      excludes: [],
    },
  ],
  [{ id: "ours", includes: [{}], excludes: [{ permissions: ["Mail.ReadWrite"] }] }],
  [{ id: "ours", includes: [{ clientApplicationIds: ["another"] }], excludes: [] }],
);

const servicePrincipal = fc.option(
  fc.record({
    accountEnabled: fc.boolean(),
    appRoleAssignmentRequired: fc.boolean(),
    assignedUserIds: fc.subarray(["adele", "megan"]),
  }),
);

/** Cases over every setting that `decide` looks at. */
export const arbitraryCase: fc.Arbitrary<ConsentCase> = fc
  .record({
    policies,
    customPolicies,
    lowScopes: fc.subarray(GRAPH_SCOPES),
    isWorkflowOn: fc.boolean(),
    isStepUpOn: fc.boolean(),
    servicePrincipal,
    homeTenantId: fc.constantFrom(TENANT_ID, VENDOR_TENANT_ID),
    signInAudience: fc.constantFrom("AzureADMultipleOrgs", "AzureADMyOrg"),
    isVerified: fc.boolean(),
    registered: fc.subarray(GRAPH_SCOPES),
    roles: fc.subarray(
      ["Exchange Administrator", "Cloud Application Administrator", "Global Administrator"],
      {
        maxLength: 1,
      },
    ),
    userTenantId: fc.constantFrom(TENANT_ID, VENDOR_TENANT_ID),
    grants: fc.array(arbitraryGrant, { maxLength: 3 }),
    endpoint: fc.constantFrom("authorize" as const, "authorize" as const, "adminconsent" as const),
    scope: requestScope,
    prompt: fc.constantFrom(null, "none", "consent", "login", "admin_consent"),
  })
  .map((parts) =>
    buildCase({
      tenant: {
        permissionGrantPoliciesAssigned: parts.policies,
        customPolicies: parts.customPolicies,
        classifications: parts.lowScopes.map((value) => ({
          resourceAppId: MICROSOFT_GRAPH_APP_ID,
          value,
          classification: "low",
        })),
        adminConsentWorkflow: { isEnabled: parts.isWorkflowOn, reviewerIds: [] },
        blockUserConsentForRiskyApps: parts.isStepUpOn,
      },
      app: {
        homeTenantId: parts.homeTenantId,
        signInAudience: parts.signInAudience,
        verifiedPublisher: parts.isVerified ? { displayName: "V", verifiedPublisherId: "1" } : null,
        requiredResourceAccess: [{ resourceAppId: MICROSOFT_GRAPH_APP_ID, scopes: parts.registered }],
        servicePrincipal: parts.servicePrincipal,
      },
      user: { directoryRoles: parts.roles, homeTenantId: parts.userTenantId },
      grants: parts.grants,
      request: { endpoint: parts.endpoint, scope: parts.scope, prompt: parts.prompt },
    }),
  );
