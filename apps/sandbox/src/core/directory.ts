import type { SandboxContext } from "./part.ts";

/**
 * The documents that Entra owns and the other parts read. Shapes follow Graph's resources where one exists
 * (Graph: authorizationPolicy, servicePrincipal, oauth2PermissionGrant).
 */
export interface Tenant {
  readonly id: string;
  readonly displayName: string;
  /** Verified domains, the default one first. */
  readonly domains: readonly string[];
  readonly permissionGrantPoliciesAssigned: readonly string[];
  readonly customPolicies: readonly PermissionGrantPolicy[];
  readonly classifications: readonly {
    resourceAppId: string;
    value: string;
    classification: "low" | "medium" | "high";
  }[];
  readonly adminConsentWorkflow: AdminConsentWorkflow;
  readonly blockUserConsentForRiskyApps: boolean;
  /** Group owner consent: a setting of its own, without effect on mail. */
  readonly groupOwnerConsent: "all_groups" | "selected_groups" | "disabled";
  /** With `selected_groups`: the group whose members may consent for the groups that they own. */
  readonly groupOwnerConsentGroupId?: string | undefined;
  /** Whether the tenant has the settings object "Consent Policy Settings", whatever stands in it. */
  readonly hasConsentSettings?: boolean | undefined;
  /** Where the mailboxes of this tenant live. */
  readonly mailboxHost: "exchange_online" | "exchange_server";
  /** What the tenant was made for; unset: an organization's own. In the others no publisher can be verified. */
  readonly kind?: "b2c" | "email_verified" | undefined;
  /** Whether every user may register applications; unset: yes, as in a new tenant. */
  readonly allowedToCreateApps?: boolean | undefined;
  /** Whether there is a Microsoft Entra ID P1 licence, without which Graph shows no sign-ins; unset: yes. */
  readonly hasPremiumLicense?: boolean | undefined;
}

/** What the portal proposes when the workflow is switched on (configure-admin-consent-workflow). */
export const defaultRequestDays = 30;

/** Graph's adminConsentRequestPolicy; what is unset has Microsoft's default. */
export interface AdminConsentWorkflow {
  readonly isEnabled: boolean;
  /** Users that review by themselves. */
  readonly reviewerIds: readonly string[];
  /** Queries that name groups or directory roles whose members review. */
  readonly reviewerQueries?: readonly string[] | undefined;
  readonly notifyReviewers?: boolean | undefined;
  readonly remindersEnabled?: boolean | undefined;
  readonly requestDurationInDays?: number | undefined;
  /** Grows by one with each change. */
  readonly version?: number | undefined;
}

export interface PermissionGrantPolicy {
  readonly id: string;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly includes: readonly Record<string, unknown>[];
  readonly excludes: readonly Record<string, unknown>[];
}

export interface DirectoryUser {
  readonly id: string;
  /** The tenant that this account belongs to. */
  readonly tenantId: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  readonly jobTitle: string | null;
  readonly mail: string | null;
  readonly accountEnabled: boolean;
  /** Names of directory roles, as in "Cloud Application Administrator". */
  readonly directoryRoles: readonly string[];
  /** Other tenants in which this account is a guest. */
  readonly guestInTenantIds: readonly string[];
}

/** An account of the partner program, whose id verifies the publisher of an application. */
export interface PartnerAccount {
  /** The Partner One ID. */
  readonly id: string;
  readonly displayName: string;
  /** The tenant that it is associated with. */
  readonly tenantId: string;
  /** Verified domains of the Partner Global Account. */
  readonly domains: readonly string[];
  readonly state: "ready" | "location" | "not_vetted" | "without_publisher_id";
}

/** A security group; members are users of the tenant and other groups. */
export interface DirectoryGroup {
  readonly id: string;
  readonly tenantId: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly memberUserIds: readonly string[];
  readonly memberGroupIds: readonly string[];
  readonly createdDateTime: string;
}

export interface Application {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly homeTenantId: string;
  readonly signInAudience: "AzureADMyOrg" | "AzureADMultipleOrgs" | "AzureADandPersonalMicrosoftAccount";
  readonly createdDateTime: string;
  readonly verifiedPublisher: {
    readonly displayName: string;
    readonly verifiedPublisherId: string;
    readonly addedDateTime?: string | undefined;
  } | null;
  readonly requiredResourceAccess: readonly {
    readonly resourceAppId: string;
    readonly scopes: readonly string[];
    /** Application permissions, by their values. */
    readonly roles?: readonly string[] | undefined;
  }[];
  readonly redirectUris: readonly string[];
  /** "Allow public client flows". */
  readonly isFallbackPublicClient: boolean;
  /** Redirect URIs of the other platforms. */
  readonly publicClientRedirectUris?: readonly string[] | undefined;
  readonly spaRedirectUris?: readonly string[] | undefined;
  /** Switched off by its owner: no new tokens anywhere, while everything about it is kept. */
  readonly isDisabled?: boolean | undefined;
  /** Why Microsoft has switched it off; null or unset: it has not. */
  readonly disabledByMicrosoftStatus?: string | null | undefined;
  /** Users that own the registration. */
  readonly ownerIds?: readonly string[] | undefined;
  /** A verified domain of the publisher; null: none is set, and the publisher cannot be verified. */
  readonly publisherDomain?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly description?: string | null | undefined;
  readonly notes?: string | null | undefined;
  readonly homePageUrl?: string | null | undefined;
  readonly logoutUrl?: string | null | undefined;
  /** Sandbox secrets guard nothing; they are kept as they are so that wrong ones can be refused. */
  readonly secrets: readonly {
    readonly keyId: string;
    readonly value: string;
    readonly endDateTime: string;
    readonly displayName?: string | undefined;
    readonly startDateTime?: string | undefined;
  }[];
}

export interface ServicePrincipal {
  readonly id: string;
  readonly tenantId: string;
  readonly appId: string;
  readonly displayName: string;
  readonly accountEnabled: boolean;
  readonly appRoleAssignmentRequired: boolean;
  readonly assignedUserIds: readonly string[];
  /** Groups that are assigned; only their direct members count. */
  readonly assignedGroupIds?: readonly string[] | undefined;
  /** Application permissions that an administrator granted it, by API. */
  readonly grantedAppRoles?:
    | readonly { readonly resourceAppId: string; readonly value: string }[]
    | undefined;
  readonly createdDateTime: string;
}

export interface PermissionGrant {
  readonly id: string;
  readonly tenantId: string;
  /** Object id of the client's service principal in this tenant. */
  readonly clientId: string;
  readonly consentType: "AllPrincipals" | "Principal";
  readonly principalId: string | null;
  readonly resourceAppId: string;
  /** Space-separated values, as Graph keeps them. */
  readonly scope: string;
  readonly grantedByUserId: string;
  readonly createdDateTime: string;
  /** What `scope` was before, each until a time, oldest first. */
  readonly earlierScopes?: readonly { readonly scope: string; readonly until: string }[] | undefined;
}

/** Typed doors to the directory's collections. */
export function directoryOf(context: Pick<SandboxContext, "store">) {
  const { store } = context;
  return {
    tenants: store.collection<Tenant>("tenants"),
    users: store.collection<DirectoryUser>("users"),
    groups: store.collection<DirectoryGroup>("groups"),
    partnerAccounts: store.collection<PartnerAccount>("partnerAccounts"),
    applications: store.collection<Application>("applications"),
    servicePrincipals: store.collection<ServicePrincipal>("servicePrincipals"),
    grants: store.collection<PermissionGrant>("permissionGrants"),
    findTenant: (aliasOrDomainOrId: string): Tenant | undefined =>
      store
        .collection<Tenant>("tenants")
        .find(
          (tenant) =>
            tenant.id === aliasOrDomainOrId.toLowerCase() ||
            tenant.domains.includes(aliasOrDomainOrId.toLowerCase()),
        ),
    findUserByName: (userPrincipalName: string): DirectoryUser | undefined =>
      store
        .collection<DirectoryUser>("users")
        .find((user) => user.userPrincipalName.toLowerCase() === userPrincipalName.toLowerCase()),
  };
}
