import * as fc from "fast-check";
import type {
  ConsentCase,
  CustomConsentPolicy,
  PermissionGrant,
  PermissionGrantConditionSet,
} from "../consent-case.ts";
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
const EXCHANGE_DEFAULT = "https://outlook.office365.com/.default";
const MALFORMED = [
  "",
  "openid Mail.Everything",
  "https://unknown.example/api/Read Mail.Read",
  `${EXCHANGE_DEFAULT} Mail.Read`,
];
/** One of the six clients that the companion policy names. */
const THUNDERBIRD = "9e5f94bc-e8a4-4e73-b8be-63364c29d753";
const DOT_DEFAULT = "https://graph.microsoft.com/.default";

const scopeList = fc.uniqueArray(fc.constantFrom(...GRAPH_SCOPES), { minLength: 1, maxLength: 6 });

const requestScope = fc.oneof(
  { weight: 10, arbitrary: scopeList.map((list) => list.join(" ")) },
  { weight: 2, arbitrary: scopeList.map((list) => [...list, EWS].join(" ")) },
  { weight: 2, arbitrary: fc.constantFrom(DOT_DEFAULT, `openid ${DOT_DEFAULT}`, EXCHANGE_DEFAULT) },
  { weight: 1, arbitrary: fc.constantFrom(...MALFORMED) },
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
    "managePermissionGrantsForSelf.theirs",
  ])
  .map((list) => [...list, ...POLICIES.off]);

const conditionSet: fc.Arbitrary<PermissionGrantConditionSet> = fc.record(
  {
    permissionType: fc.constantFrom("delegated", "delegatedUserConsentable", "application"),
    permissionClassification: fc.constantFrom("low", "medium", "all"),
    permissions: fc.oneof(fc.constantFrom<string[]>(["all"]), scopeList),
    resourceApplication: fc.constantFrom("any", MICROSOFT_GRAPH_APP_ID, EXCHANGE_ONLINE_APP_ID),
    clientApplicationIds: fc.constantFrom<string[]>(["all"], [APP_ID], [APP_ID], ["another"]),
    clientApplicationTenantIds: fc.constantFrom<string[]>(["all"], [VENDOR_TENANT_ID], [TENANT_ID]),
    clientApplicationPublisherIds: fc.constantFrom<string[]>(["all"], ["1"], ["9"]),
    clientApplicationsFromVerifiedPublisherOnly: fc.boolean(),
  },
  { requiredKeys: [] },
);

const customPolicies: fc.Arbitrary<CustomConsentPolicy[]> = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom("ours", "theirs"),
    includes: fc.array(conditionSet, { maxLength: 2 }),
    excludes: fc.array(conditionSet, { maxLength: 1 }),
  }),
  { selector: ({ id }) => id, maxLength: 2 },
);

/** A gate that fails in nearly every case would hide the ones behind it. */
function mostly<T>(usual: T, rare: T): fc.Arbitrary<T> {
  return fc.constantFrom(usual, usual, usual, usual, rare);
}

const servicePrincipal = fc.option(
  fc.record({
    accountEnabled: mostly(true, false),
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
    appId: fc.constantFrom(APP_ID, APP_ID, THUNDERBIRD),
    createdDateTime: fc.constantFrom("2026-03-01T00:00:00Z", "2020-11-08T12:00:00Z"),
    signInAudience: mostly("AzureADMultipleOrgs", "AzureADMyOrg"),
    isEwsRegistered: fc.boolean(),
    isGuest: fc.boolean(),
    isVerified: fc.boolean(),
    registered: fc.subarray(GRAPH_SCOPES),
    roles: fc.subarray(
      [
        "Exchange Administrator",
        "Cloud Application Administrator",
        "Global Administrator",
        "microsoft.directory/servicePrincipals/managePermissionGrantsForAll.ours",
        "microsoft.directory/servicePrincipals/managePermissionGrantsForSelf.theirs",
      ],
      {
        maxLength: 1,
      },
    ),
    userTenantId: mostly(TENANT_ID, VENDOR_TENANT_ID),
    grants: fc.array(arbitraryGrant, { maxLength: 3 }),
    endpoint: fc.constantFrom("authorize" as const, "authorize" as const, "adminconsent" as const),
    scope: requestScope,
    prompt: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(null, "consent", "login") },
      { weight: 1, arbitrary: fc.constantFrom("none", "admin_consent") },
    ),
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
        appId: parts.appId,
        createdDateTime: parts.createdDateTime,
        requiredResourceAccess: [
          { resourceAppId: MICROSOFT_GRAPH_APP_ID, scopes: parts.registered },
          ...(parts.isEwsRegistered
            ? [{ resourceAppId: EXCHANGE_ONLINE_APP_ID, scopes: ["EWS.AccessAsUser.All"] }]
            : []),
        ],
        servicePrincipal: parts.servicePrincipal,
      },
      user: { directoryRoles: parts.roles, homeTenantId: parts.userTenantId, isGuest: parts.isGuest },
      grants: parts.grants,
      request: { endpoint: parts.endpoint, scope: parts.scope, prompt: parts.prompt },
    }),
  );
