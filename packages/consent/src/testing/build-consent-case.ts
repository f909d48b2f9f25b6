import type {
  ApplicationReading,
  ConsentCase,
  ConsentRequest,
  PermissionGrant,
  ServicePrincipalReading,
  TenantReading,
  UserReading,
} from "../consent-case.ts";
import { EXCHANGE_ONLINE_APP_ID, MICROSOFT_GRAPH_APP_ID } from "../resources.ts";

export const TENANT_ID = "11111111-1111-4111-8111-111111111111";
export const VENDOR_TENANT_ID = "99999999-9999-4999-8999-999999999999";
export const APP_ID = "0a0a0a0a-0000-4000-8000-00000000000a";

export const SIGN_IN_SCOPES = "openid profile email offline_access User.Read";
export const MAILBOX_SCOPES = `${SIGN_IN_SCOPES} Mail.ReadWrite Calendars.ReadWrite MailboxSettings.ReadWrite`;
export const EWS_SCOPE = "https://outlook.office365.com/EWS.AccessAsUser.All";

export const POLICIES = {
  off: ["managePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team"],
  legacy: ["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"],
  low: ["ManagePermissionGrantsForSelf.microsoft-user-default-low"],
  recommended: [
    "ManagePermissionGrantsForSelf.microsoft-user-default-recommended",
    "ManagePermissionGrantsForSelf.microsoft-user-default-allow-consent-apps",
  ],
} as const;

type Parts = {
  tenant?: Partial<TenantReading>;
  app?: Partial<ApplicationReading>;
  servicePrincipal?: Partial<ServicePrincipalReading> | null;
  user?: Partial<UserReading>;
  grants?: PermissionGrant[];
  request?: Partial<ConsentRequest>;
};

/** A verified vendor's app, registered for everything, in a tenant with Microsoft's managed policy; nothing granted. */
export function buildCase(parts: Parts = {}): ConsentCase {
  return {
    tenant: {
      id: TENANT_ID,
      displayName: "Contoso",
      permissionGrantPoliciesAssigned: [...POLICIES.recommended],
      customPolicies: [],
      classifications: [],
      adminConsentWorkflow: { isEnabled: false, reviewerIds: [] },
      blockUserConsentForRiskyApps: true,
      ...parts.tenant,
    },
    app: {
      appId: APP_ID,
      displayName: "Outrigger",
      homeTenantId: VENDOR_TENANT_ID,
      signInAudience: "AzureADMultipleOrgs",
      createdDateTime: "2026-03-01T00:00:00Z",
      verifiedPublisher: { displayName: "Outrigger Ltd", verifiedPublisherId: "5555555" },
      requiredResourceAccess: [
        { resourceAppId: MICROSOFT_GRAPH_APP_ID, scopes: MAILBOX_SCOPES.split(" ") },
        { resourceAppId: EXCHANGE_ONLINE_APP_ID, scopes: ["EWS.AccessAsUser.All"] },
      ],
      servicePrincipal:
        parts.servicePrincipal === null
          ? null
          : {
              accountEnabled: true,
              appRoleAssignmentRequired: false,
              assignedUserIds: [],
              ...parts.servicePrincipal,
            },
      ...parts.app,
    },
    user: {
      id: "adele",
      homeTenantId: TENANT_ID,
      directoryRoles: [],
      isGuest: false,
      ...parts.user,
    },
    grants: parts.grants ?? [],
    request: { endpoint: "authorize", scope: MAILBOX_SCOPES, prompt: null, ...parts.request },
  };
}

export function grantForAll(scope = MAILBOX_SCOPES): PermissionGrant {
  return { consentType: "AllPrincipals", principalId: null, resourceAppId: MICROSOFT_GRAPH_APP_ID, scope };
}

export function grantFor(principalId: string, scope = MAILBOX_SCOPES): PermissionGrant {
  return { consentType: "Principal", principalId, resourceAppId: MICROSOFT_GRAPH_APP_ID, scope };
}
