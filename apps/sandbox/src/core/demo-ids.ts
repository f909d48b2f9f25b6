/** Fixed identities of the demo company: the same in every sandbox, so that scripts, docs and screens can name them. */
export const demoTenants = {
  contoso: "11111111-1111-4111-8111-111111111111",
  fabrikam: "22222222-2222-4222-8222-222222222222",
  tailspin: "33333333-3333-4333-8333-333333333333",
  /** Home of the product's own registration. */
  outriggerVendor: "99999999-9999-4999-8999-999999999999",
} as const;

export const demoUsers = {
  adele: "a0000000-0000-4000-8000-000000000001",
  alex: "a0000000-0000-4000-8000-000000000002",
  megan: "a0000000-0000-4000-8000-000000000003",
  isaiah: "a0000000-0000-4000-8000-000000000004",
  lidia: "a0000000-0000-4000-8000-000000000005",
  /** Runs RevOps: Salesforce's System Administrator, an ordinary user in Microsoft 365. */
  pradeep: "a0000000-0000-4000-8000-000000000006",
} as const;

/** The product's registration in the sandbox's Entra. */
export const demoMicrosoftApp = {
  appId: "0a0a0a0a-0000-4000-8000-00000000000a",
  objectId: "0a0a0a0a-0000-4000-8000-0000000000aa",
  clientSecret: "sandbox-microsoft-secret",
} as const;

/** The product's second registration, to which administrators sign in who have changes made. */
export const demoMicrosoftAdministratorApp = {
  appId: "0a0a0a0a-0000-4000-8000-00000000000d",
  objectId: "0a0a0a0a-0000-4000-8000-0000000000dd",
  clientSecret: "sandbox-microsoft-administrator-secret",
} as const;

/** Microsoft Services: the tenant that owns Microsoft's APIs and clients. */
export const microsoftServicesTenantId = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

/** Microsoft Graph Command Line Tools, the client behind Microsoft's PowerShell for Graph. */
export const microsoftGraphCommandLine = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

/** The product's External Client App in the sandbox's Salesforce. */
export const demoSalesforceApp = {
  clientId: "3MVG9outrigger.sandbox.client.id",
  clientSecret: "sandbox-salesforce-secret",
} as const;

/** Paths of the product that the sandbox's registrations list as redirect URIs. */
export const productRedirectPaths = {
  microsoft: "/connect/microsoft/callback",
  microsoftAdminConsent: "/approval/callback",
  microsoftAdministrator: "/administrator/callback",
  salesforce: "/sign-in/salesforce/callback",
} as const;
