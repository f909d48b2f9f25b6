/** The `format` of a tenant reading, as the consent package reads it. */
export const READING_FORMAT = "outrigger-tenant-reading-1";

export interface ReadingPath {
  /** The part's name in the file. */
  readonly part: string;
  /** Below Graph's v1.0. */
  readonly path: string;
}

export interface ReadingWish {
  readonly appId: string;
  /** Requests of the admin consent workflow. */
  readonly withRequests?: boolean | undefined;
  /** Sign-ins of the app that were refused, and audit rows about its grants. */
  readonly withLogs?: boolean | undefined;
  /** How far back the logs are read; Entra keeps 30 days (7 without P1). */
  readonly since?: Date | undefined;
}

const APP_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const GRAPH_PRINCIPAL = "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')";

/** Audit rows that tell who granted or revoked something. */
const GRANT_ACTIVITIES = [
  "Consent to application",
  "Add delegated permission grant",
  "Remove delegated permission grant",
];

/**
 * Each part of the file and the request that answers it, GET alone ("Graph objects for consent").
 * @throws {TypeError} when the app id is no GUID: it becomes part of an address.
 */
export function readingPaths(wish: ReadingWish): ReadingPath[] {
  if (!APP_ID.test(wish.appId)) throw new TypeError("The app id must be a GUID.");
  const appId = wish.appId.toLowerCase();
  const principal = `/servicePrincipals(appId='${appId}')`;
  return [
    { part: "organization", path: "/organization?$select=id,displayName,verifiedDomains" },
    { part: "reader", path: "/me?$select=id,displayName,userPrincipalName" },
    { part: "readerRoles", path: "/me/memberOf/microsoft.graph.directoryRole" },
    { part: "authorizationPolicy", path: "/policies/authorizationPolicy" },
    { part: "permissionGrantPolicies", path: "/policies/permissionGrantPolicies" },
    { part: "adminConsentRequestPolicy", path: "/policies/adminConsentRequestPolicy" },
    { part: "groupSettings", path: "/groupSettings" },
    { part: "servicePrincipal", path: principal },
    { part: "application", path: `/applications(appId='${appId}')` },
    { part: "graphServicePrincipal", path: `${GRAPH_PRINCIPAL}?$select=id,appId,displayName` },
    {
      part: "delegatedPermissionClassifications",
      path: `${GRAPH_PRINCIPAL}/delegatedPermissionClassifications`,
    },
    { part: "oauth2PermissionGrants", path: `${principal}/oauth2PermissionGrants` },
    { part: "appRoleAssignedTo", path: `${principal}/appRoleAssignedTo` },
    ...(wish.withRequests === true ? requestPaths(appId) : []),
    ...(wish.withLogs === true ? logPaths(appId, wish.since) : []),
  ];
}

function requestPaths(appId: string): ReadingPath[] {
  const filter = encodeURIComponent(`appId eq '${appId}'`);
  return [
    {
      part: "appConsentRequests",
      path: `/identityGovernance/appConsent/appConsentRequests?$filter=${filter}`,
    },
  ];
}

function logPaths(appId: string, since: Date | undefined): ReadingPath[] {
  const from = since?.toISOString().replace(/\.\d+Z$/, "Z");
  const activities = GRANT_ACTIVITIES.map((name) => `activityDisplayName eq '${name}'`).join(" or ");
  const audits = from === undefined ? activities : `activityDateTime ge ${from} and (${activities})`;
  // Not by error code: the documented filter of signIns compares it with `eq` alone.
  const signIns = `appId eq '${appId}'${from === undefined ? "" : ` and createdDateTime ge ${from}`}`;
  return [
    { part: "signIns", path: `/auditLogs/signIns?$top=200&$filter=${encodeURIComponent(signIns)}` },
    {
      part: "directoryAudits",
      path: `/auditLogs/directoryAudits?$top=200&$filter=${encodeURIComponent(audits)}`,
    },
  ];
}

/** The least delegated scopes that the whole reading needs; none of them can change anything. */
export function readingScopes(wish: Pick<ReadingWish, "withLogs" | "withRequests"> = {}): string[] {
  return [
    "User.Read",
    "Policy.Read.All",
    "Policy.Read.PermissionGrant",
    "Application.Read.All",
    // Grants, and the directory's settings (groupSettings).
    "Directory.Read.All",
    ...(wish.withRequests === true ? ["ConsentRequest.Read.All"] : []),
    ...(wish.withLogs === true ? ["AuditLog.Read.All"] : []),
  ];
}
