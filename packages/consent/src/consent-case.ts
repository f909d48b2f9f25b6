/** One include or exclude set of a consent policy, with Graph's field names (permissionGrantConditionSet). A field left out means its default: everything. */
export type PermissionGrantConditionSet = {
  permissionType?: "delegated" | "application" | "delegatedUserConsentable" | undefined;
  permissionClassification?: "low" | "medium" | "high" | "all" | undefined;
  /** Permission ids (GUIDs), or `["all"]`. */
  permissions?: string[] | undefined;
  /** The resource's app id, or `any`. */
  resourceApplication?: string | undefined;
  clientApplicationIds?: string[] | undefined;
  clientApplicationTenantIds?: string[] | undefined;
  /** Partner ids of verified publishers. */
  clientApplicationPublisherIds?: string[] | undefined;
  clientApplicationsFromVerifiedPublisherOnly?: boolean | undefined;
};

/** A tenant's own consent policy: an include set must match entirely and no exclude set may. */
export type CustomConsentPolicy = {
  id: string;
  includes: PermissionGrantConditionSet[];
  excludes: PermissionGrantConditionSet[];
};

/** What a Microsoft tenant's settings say about consent. */
export type TenantReading = {
  id: string;
  displayName: string;
  /** As Graph's authorizationPolicy returns them; the prefix's letter case varies. */
  permissionGrantPoliciesAssigned: string[];
  customPolicies: CustomConsentPolicy[];
  classifications: { resourceAppId: string; value: string; classification: string }[];
  adminConsentWorkflow: { isEnabled: boolean; reviewerIds: string[] };
  /** Risk-based step-up consent; on by default in real tenants. */
  blockUserConsentForRiskyApps: boolean;
};

/** The app's object in the tenant; absent (null) where nobody has consented or created it yet. */
export type ServicePrincipalReading = {
  accountEnabled: boolean;
  appRoleAssignmentRequired: boolean;
  /** Users assigned directly or through a group they are direct members of. */
  assignedUserIds: string[];
};

/** The static list of one resource. `roles` (app roles) go beyond Graph's delegated scopes and matter for `.default` at /adminconsent only. */
export type RequiredResourceAccess = {
  resourceAppId: string;
  scopes: string[];
  roles?: string[] | undefined;
};

/** The client application as registered in its home tenant, and as seen in this one. */
export type ApplicationReading = {
  appId: string;
  displayName: string;
  homeTenantId: string;
  signInAudience: string;
  /** ISO 8601. */
  createdDateTime: string;
  verifiedPublisher: { displayName: string; verifiedPublisherId: string } | null;
  requiredResourceAccess: RequiredResourceAccess[];
  servicePrincipal: ServicePrincipalReading | null;
};

/** The person at the sign-in page. */
export type UserReading = {
  id: string;
  homeTenantId: string;
  /** Role names or role template ids, in any letter case; also a custom role's action `…/managePermissionGrantsForAll.{policyId}`. */
  directoryRoles: string[];
  isGuest: boolean;
};

/** An oauth2PermissionGrant of the app in this tenant. */
export type PermissionGrant = {
  consentType: "AllPrincipals" | "Principal";
  principalId: string | null;
  resourceAppId: string;
  /** Space separated. */
  scope: string;
};

/** What is asked at /authorize or at v2 /adminconsent. */
export type ConsentRequest = {
  endpoint: "authorize" | "adminconsent";
  scope: string;
  prompt: string | null;
};

/** Everything Entra looks at when it decides about consent: the input of `decide`. */
export type ConsentCase = {
  tenant: TenantReading;
  app: ApplicationReading;
  user: UserReading;
  grants: PermissionGrant[];
  request: ConsentRequest;
};
