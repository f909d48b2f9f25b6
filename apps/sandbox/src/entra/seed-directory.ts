import { randomUUID } from "node:crypto";
import { demoMicrosoftApp, demoTenants, demoUsers } from "../core/demo-ids.ts";
import { directoryOf, type Application, type DirectoryUser, type Tenant } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { registerMicrosoftClients } from "./register-microsoft-clients.ts";
import { administratorRegistration, productPermissions, productRedirectUris } from "./register-product.ts";

/** Policies that a tenant assigns beside user consent: owners' consent for teams and chats. */
const ownedResourcePolicies = [
  "ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-chat",
  "ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team",
];

const tenantDefaults = {
  customPolicies: [],
  classifications: [],
  adminConsentWorkflow: { isEnabled: false, reviewerIds: [] },
  blockUserConsentForRiskyApps: true,
  groupOwnerConsent: "all_groups",
  mailboxHost: "exchange_online",
} as const;

/** Ids of the people of the other demo companies. */
const neighbourIds = {
  diego: "b0000000-0000-4000-8000-000000000001",
  nina: "b0000000-0000-4000-8000-000000000002",
  theo: "c0000000-0000-4000-8000-000000000001",
  tara: "c0000000-0000-4000-8000-000000000002",
};

const tenants: readonly Tenant[] = [
  {
    ...tenantDefaults,
    id: demoTenants.contoso,
    displayName: "Contoso",
    domains: ["contoso.example"],
    permissionGrantPoliciesAssigned: [
      "ManagePermissionGrantsForSelf.microsoft-user-default-recommended",
      "ManagePermissionGrantsForSelf.microsoft-user-default-allow-consent-apps",
      ...ownedResourcePolicies,
    ],
  },
  {
    ...tenantDefaults,
    id: demoTenants.fabrikam,
    displayName: "Fabrikam",
    domains: ["fabrikam.example"],
    permissionGrantPoliciesAssigned: ownedResourcePolicies,
    adminConsentWorkflow: { isEnabled: true, reviewerIds: [neighbourIds.nina] },
  },
  {
    ...tenantDefaults,
    id: demoTenants.tailspin,
    displayName: "Tailspin Toys",
    domains: ["tailspin.example"],
    permissionGrantPoliciesAssigned: [
      "ManagePermissionGrantsForSelf.microsoft-user-default-legacy",
      ...ownedResourcePolicies,
    ],
    mailboxHost: "exchange_server",
  },
  {
    ...tenantDefaults,
    id: demoTenants.outriggerVendor,
    displayName: "Outrigger Ltd",
    domains: ["outrigger.example"],
    permissionGrantPoliciesAssigned: [
      "ManagePermissionGrantsForSelf.microsoft-user-default-recommended",
      ...ownedResourcePolicies,
    ],
  },
];

type Person = Pick<DirectoryUser, "id" | "tenantId" | "givenName" | "surname" | "jobTitle"> & {
  address: string;
  roles?: readonly string[];
};

const people: readonly Person[] = [
  person(demoUsers.adele, "contoso", "Adele Vance adele@contoso.example", "Account Executive"),
  person(demoUsers.alex, "contoso", "Alex Wilber alex@contoso.example", "Account Executive"),
  person(demoUsers.megan, "contoso", "Megan Bowen megan@contoso.example", "IT Director", [
    "Global Administrator",
  ]),
  person(demoUsers.isaiah, "contoso", "Isaiah Langer isaiah@contoso.example", "Cloud Engineer", [
    "Cloud Application Administrator",
  ]),
  person(demoUsers.lidia, "contoso", "Lidia Holloway lidia@contoso.example", "Messaging Engineer", [
    "Exchange Administrator",
  ]),
  person(demoUsers.pradeep, "contoso", "Pradeep Gupta pradeep@contoso.example", "Revenue Operations"),
  person(neighbourIds.diego, "fabrikam", "Diego Siciliani diego@fabrikam.example", "Account Executive"),
  person(neighbourIds.nina, "fabrikam", "Nina Brandt nina@fabrikam.example", "IT Manager", [
    "Global Administrator",
  ]),
  person(neighbourIds.theo, "tailspin", "Theo Marsh theo@tailspin.example", "Account Executive"),
  person(neighbourIds.tara, "tailspin", "Tara Lindqvist tara@tailspin.example", "IT Manager", [
    "Global Administrator",
  ]),
];

function person(
  id: string,
  tenant: keyof typeof demoTenants,
  name: string,
  ...[jobTitle, roles]: [jobTitle: string, roles?: readonly string[]]
): Person {
  const [givenName = "", surname = "", address = ""] = name.split(" ");
  return { id, tenantId: demoTenants[tenant], givenName, surname, address, jobTitle, roles: roles ?? [] };
}

/** Writes the demo companies, their people and the product's registration; nobody has consented to anything yet. */
export function seedDirectory(context: SandboxContext): void {
  const directory = directoryOf(context);
  for (const tenant of tenants) directory.tenants.put(tenant);
  for (const { address, roles, ...names } of people) {
    directory.users.put({
      ...names,
      userPrincipalName: address,
      displayName: `${names.givenName} ${names.surname}`,
      mail: address,
      accountEnabled: true,
      directoryRoles: roles ?? [],
      guestInTenantIds: [],
    });
  }
  const product: Application = {
    id: demoMicrosoftApp.objectId,
    appId: demoMicrosoftApp.appId,
    displayName: context.settings.productName,
    homeTenantId: demoTenants.outriggerVendor,
    signInAudience: "AzureADMultipleOrgs",
    createdDateTime: "2026-03-01T00:00:00Z",
    verifiedPublisher: { displayName: "Outrigger Ltd", verifiedPublisherId: "5555555" },
    requiredResourceAccess: productPermissions(context),
    redirectUris: productRedirectUris(context),
    isFallbackPublicClient: true,
    secrets: [
      { keyId: randomUUID(), value: demoMicrosoftApp.clientSecret, endDateTime: "2099-12-31T00:00:00Z" },
    ],
  };
  directory.applications.put(product);
  directory.applications.put(administratorRegistration(context));
  directory.partnerAccounts.put({
    id: "5555555",
    displayName: "Outrigger Ltd",
    tenantId: product.homeTenantId,
    domains: ["outrigger.example"],
    state: "ready",
  });
  registerMicrosoftClients(context);
  // Registering an application creates its service principal in the home tenant, and only there.
  directory.servicePrincipals.put({
    id: randomUUID(),
    tenantId: product.homeTenantId,
    appId: product.appId,
    displayName: product.displayName,
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    assignedUserIds: [],
    createdDateTime: product.createdDateTime,
  });
}
