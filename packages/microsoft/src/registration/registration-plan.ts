/** The app registration that an installation needs, in Entra's terms. */
export interface RegistrationPlan {
  readonly displayName: string;
  /** `AzureADMyOrg`: for the own tenant alone; `AzureADMultipleOrgs`: for several. */
  readonly signInAudience: "AzureADMyOrg" | "AzureADMultipleOrgs";
  readonly redirectUris: readonly string[];
  readonly permissions: readonly PlannedPermission[];
}

export interface PlannedPermission {
  readonly resourceAppId: string;
  /** GUID, the same in every tenant. */
  readonly id: string;
  readonly value: string;
}

/** Microsoft Graph's `application`, for `POST /applications`. */
export function buildApplication(plan: RegistrationPlan): object {
  return {
    displayName: plan.displayName,
    signInAudience: plan.signInAudience,
    isFallbackPublicClient: false,
    web: {
      redirectUris: [...plan.redirectUris],
      implicitGrantSettings: { enableIdTokenIssuance: false, enableAccessTokenIssuance: false },
    },
    requiredResourceAccess: requiredResourceAccess(plan),
  };
}

/** The same members in the portal's older manifest format, for editors that still show it. */
export function buildPortalManifest(plan: RegistrationPlan): object {
  return {
    name: plan.displayName,
    signInAudience: plan.signInAudience,
    allowPublicClient: false,
    oauth2AllowIdTokenImplicitFlow: false,
    oauth2AllowImplicitFlow: false,
    replyUrlsWithType: plan.redirectUris.map((url) => ({ url, type: "Web" })),
    requiredResourceAccess: requiredResourceAccess(plan),
  };
}

export function requiredResourceAccess({ permissions }: Pick<RegistrationPlan, "permissions">): object[] {
  const resources = [...new Set(permissions.map(({ resourceAppId }) => resourceAppId))];
  return resources.map((resourceAppId) => ({
    resourceAppId,
    resourceAccess: permissions
      .filter((permission) => permission.resourceAppId === resourceAppId)
      .map(({ id }) => ({ id, type: "Scope" })),
  }));
}
