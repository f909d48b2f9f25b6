import type { ConsentCase, CustomConsentPolicy, PermissionGrant } from "@outrigger/consent";
import { EXCHANGE_ONLINE_APP_ID, MICROSOFT_GRAPH_APP_ID } from "@outrigger/consent";
import * as fc from "fast-check";

/** A case for `decide`, and how the request names the tenant. */
export interface Situation {
  readonly input: ConsentCase;
  readonly segment: string;
}

export const customer = { id: "c0ffee00-0000-4000-8000-000000000001", domain: "customer.example" } as const;
export const vendor = { id: "c0ffee00-0000-4000-8000-000000000002", domain: "vendor.example" } as const;
/** Who asks (a member, or somebody of the vendor's tenant), and people whose grants and assignments are others'. */
export const people = {
  member: { id: "pia", userPrincipalName: `pia@${customer.domain}` },
  outsider: { id: "gus", userPrincipalName: `gus@${vendor.domain}` },
  colleague: { id: "cole", userPrincipalName: `cole@${customer.domain}` },
  administrator: { id: "ada", userPrincipalName: `ada@${customer.domain}` },
} as const;
const thunderbird = "9e5f94bc-e8a4-4e73-b8be-63364c29d753";
const anotherApp = "c0ffee00-0000-4000-8000-00000000000b";
export const appIds = ["c0ffee00-0000-4000-8000-00000000000a", thunderbird] as const;

const basic = ["openid", "profile", "email", "offline_access", "User.Read"];
const graph = [
  ...basic,
  "User.ReadBasic.All",
  "Mail.Read",
  "Mail.ReadWrite",
  "Mail.Send",
  "Calendars.ReadWrite",
  "Contacts.Read",
  "MailboxSettings.ReadWrite",
  "Files.Read.All",
  "IMAP.AccessAsUser.All",
  "Directory.Read.All",
];
const ews = "EWS.AccessAsUser.All";
const prefix = "https://graph.microsoft.com/";

const someGraph = fc.subarray(graph, { minLength: 1, maxLength: 7 });
const written = fc
  .tuple(someGraph, fc.constantFrom("", "", prefix), fc.boolean())
  .map(([names, before, isLower]) =>
    names
      .map((name) => (basic.includes(name) && name !== "User.Read" ? name : before + name))
      .map((name) => (isLower ? name.toLowerCase() : name)),
  );
const wellFormedScope = fc.oneof(
  { weight: 3, arbitrary: fc.subarray(basic, { minLength: 1 }).map((names) => names.join(" ")) },
  { weight: 8, arbitrary: written.map((names) => names.join(" ")) },
  {
    weight: 2,
    arbitrary: written.map((names) => [...names, `https://outlook.office365.com/${ews}`].join(" ")),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      `${prefix}.default`,
      `openid offline_access ${prefix}.default`,
      "https://outlook.office.com/.default",
    ),
  },
);
const malformedScope = fc.constantFrom(
  "openid Mail.Everything",
  `${prefix}.default Mail.Read`,
  `${prefix}.default https://outlook.office365.com/.default`,
  "https://unknown.example/api/Read",
  `https://outlook.office365.com/Mail.Everything`,
);

const conditionSet: fc.Arbitrary<CustomConsentPolicy["includes"][number]> = fc.record(
  {
    permissionType: fc.constantFrom("delegated", "delegatedUserConsentable", "application"),
    permissionClassification: fc.constantFrom("low", "medium", "all"),
    permissions: fc.oneof(
      fc.constantFrom<string[]>(["all"]),
      fc.subarray(["Mail.Read", "User.Read", "Mail.Send", ...basic]),
    ),
    resourceApplication: fc.constantFrom("any", MICROSOFT_GRAPH_APP_ID, EXCHANGE_ONLINE_APP_ID),
    clientApplicationIds: fc.constantFrom<string[]>(["all"], [...appIds], [anotherApp]),
    clientApplicationTenantIds: fc.constantFrom<string[]>(["all"], [vendor.id], [customer.id]),
    clientApplicationPublisherIds: fc.constantFrom<string[]>(["all"], ["7001"], ["9999"]),
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
  { selector: (policy) => policy.id, maxLength: 2 },
);

const assigned = fc
  .tuple(
    fc.subarray(
      [
        "microsoft-user-default-legacy",
        "microsoft-user-default-low",
        "microsoft-user-default-recommended",
        "microsoft-user-default-allow-consent-apps",
        "ours",
        "theirs",
      ],
      { maxLength: 3 },
    ),
    fc.constantFrom("managePermissionGrantsForSelf", "ManagePermissionGrantsForSelf"),
  )
  .map(([ids, action]) => [
    ...ids.map((id) => `${action}.${id}`),
    "ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team",
  ]);

const roles: fc.Arbitrary<string[]> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<string[]>([]) },
  {
    weight: 3,
    arbitrary: fc.subarray(
      [
        "Exchange Administrator",
        "Cloud Application Administrator",
        "Application Administrator",
        "Privileged Role Administrator",
        "Global Administrator",
      ],
      { minLength: 1, maxLength: 2 },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<string[]>(
      ["microsoft.directory/servicePrincipals/managePermissionGrantsForAll.ours"],
      ["microsoft.directory/servicePrincipals/managePermissionGrantsForSelf.ours"],
    ),
  },
);

const grant = fc.record({
  principal: fc.constantFrom(null, null, "asker" as const, people.colleague.id),
  resourceAppId: fc.constantFrom(MICROSOFT_GRAPH_APP_ID, MICROSOFT_GRAPH_APP_ID, EXCHANGE_ONLINE_APP_ID),
  scopes: fc.oneof(fc.subarray(graph), fc.constant(graph)),
});
const grants = fc.uniqueArray(grant, {
  // Entra keeps one row per client, API and principal.
  selector: (one) => `${one.principal} ${one.resourceAppId}`,
  maxLength: 3,
});

const servicePrincipal = fc.option(
  fc.record({
    accountEnabled: fc.constantFrom(true, true, true, false),
    appRoleAssignmentRequired: fc.constantFrom(false, false, true),
    assigned: fc.subarray(["asker" as const, people.colleague.id]),
  }),
);

function situations(scope: fc.Arbitrary<string>): fc.Arbitrary<Situation> {
  return fc
    .record({
      assigned,
      customPolicies,
      roles,
      grants,
      servicePrincipal,
      scope,
      low: fc.subarray(graph),
      classification: fc.constantFrom("low" as const, "low" as const, "medium" as const),
      isWorkflowOn: fc.boolean(),
      isStepUpOn: fc.boolean(),
      appId: fc.constantFrom(...appIds),
      homeTenantId: fc.constantFrom(vendor.id, vendor.id, customer.id),
      signInAudience: fc.constantFrom(
        "AzureADMultipleOrgs",
        "AzureADMultipleOrgs",
        "AzureADandPersonalMicrosoftAccount",
        "AzureADMyOrg",
      ),
      createdDateTime: fc.constantFrom(
        "2026-03-01T00:00:00Z",
        "2020-11-09T00:00:00Z",
        "2020-11-08T12:00:00Z",
        "2019-01-01T00:00:00Z",
      ),
      isVerified: fc.boolean(),
      registered: fc.oneof(fc.constant(graph), fc.subarray(graph)),
      isEwsRegistered: fc.boolean(),
      asker: fc.constantFrom("member", "member", "member", "guest", "stranger"),
      endpoint: fc.constantFrom("authorize" as const, "authorize" as const, "adminconsent" as const),
      prompt: fc.constantFrom(
        null,
        null,
        null,
        "none",
        "consent",
        "login",
        "select_account",
        "admin_consent",
      ),
      segment: fc.constantFrom<string>(customer.id, customer.domain, "organizations"),
    })
    .map((parts) => {
      const person = parts.asker === "member" ? people.member : people.outsider;
      const idOf = (name: string) => (name === "asker" ? person.id : name);
      const input: ConsentCase = {
        tenant: {
          id: customer.id,
          displayName: "Customer",
          permissionGrantPoliciesAssigned: parts.assigned,
          customPolicies: parts.customPolicies,
          classifications: parts.low.map((value) => ({
            resourceAppId: MICROSOFT_GRAPH_APP_ID,
            value,
            classification: parts.classification,
          })),
          adminConsentWorkflow: { isEnabled: parts.isWorkflowOn, reviewerIds: [people.administrator.id] },
          blockUserConsentForRiskyApps: parts.isStepUpOn,
        },
        app: {
          appId: parts.appId,
          displayName: "Mail Sync",
          homeTenantId: parts.homeTenantId,
          signInAudience: parts.signInAudience,
          createdDateTime: parts.createdDateTime,
          verifiedPublisher: parts.isVerified
            ? { displayName: "Vendor Ltd", verifiedPublisherId: "7001" }
            : null,
          requiredResourceAccess: [
            { resourceAppId: MICROSOFT_GRAPH_APP_ID, scopes: parts.registered },
            ...(parts.isEwsRegistered ? [{ resourceAppId: EXCHANGE_ONLINE_APP_ID, scopes: [ews] }] : []),
          ],
          servicePrincipal: parts.servicePrincipal && {
            accountEnabled: parts.servicePrincipal.accountEnabled,
            appRoleAssignmentRequired: parts.servicePrincipal.appRoleAssignmentRequired,
            assignedUserIds: parts.servicePrincipal.assigned.map(idOf),
          },
        },
        user: {
          id: person.id,
          homeTenantId: parts.asker === "member" ? customer.id : vendor.id,
          // A guest's roles are those in its own tenant and count for nothing here.
          directoryRoles: parts.asker === "member" ? parts.roles : [],
          isGuest: parts.asker === "guest",
        },
        grants: parts.servicePrincipal === null ? [] : parts.grants.map((one) => readGrant(one, idOf)),
        request: {
          endpoint: parts.endpoint,
          scope: parts.scope,
          prompt: parts.endpoint === "adminconsent" ? null : parts.prompt,
        },
      };
      // An alias leads to the account's own tenant, and a single-tenant app has none (AADSTS50194).
      const mayUseAlias = parts.asker === "member" && parts.signInAudience !== "AzureADMyOrg";
      const segment = parts.segment === "organizations" && !mayUseAlias ? customer.id : parts.segment;
      return { input, segment };
    });
}

function readGrant(
  one: { principal: string | null; resourceAppId: string; scopes: string[] },
  idOf: (name: string) => string,
): PermissionGrant {
  return {
    consentType: one.principal === null ? "AllPrincipals" : "Principal",
    principalId: one.principal === null ? null : idOf(one.principal),
    resourceAppId: one.resourceAppId,
    scope: one.resourceAppId === EXCHANGE_ONLINE_APP_ID ? ews : one.scopes.join(" "),
  };
}

/** Requests as products send them. */
export const arbitrarySituation = situations(wellFormedScope);

/** The same with faults in the scope parameter among them. */
export const arbitrarySituationWithFaults = situations(
  fc.oneof({ weight: 12, arbitrary: wellFormedScope }, { weight: 1, arbitrary: malformedScope }),
);

export function anyone(userId: string): { id: string; userPrincipalName: string } {
  const person = Object.values(people).find(({ id }) => id === userId);
  if (!person) throw new Error(`Nobody is called ${userId}.`);
  return person;
}
