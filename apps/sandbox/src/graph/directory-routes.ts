import { domainRoutes } from "./directory/domain-routes.ts";
import { groupRoutes } from "./directory/group-routes.ts";
import { membershipRoutes } from "./directory/memberships.ts";
import { roleRoutes } from "./directory/role-routes.ts";
import { appRoleAssignmentRoutes } from "./app-role-assignments.ts";
import { applicationWriters, policyWriters } from "./directory-roles.ts";
import { getAuthorizationPolicy, updateAuthorizationPolicy } from "./authorization-policy.ts";
import { classificationRoutes } from "./classification-routes.ts";
import { consentWorkflowRoutes } from "./consent-workflow-routes.ts";
import { listGrantChanges } from "./grant-delta.ts";
import type { GraphRoute } from "./graph-request.ts";
import { adminConsentRequestPolicyRoutes } from "./policies/admin-consent-request-policy.ts";
import { conditionSetRoutes } from "./policies/condition-set-routes.ts";
import { groupSettingRoutes } from "./policies/group-settings.ts";
import { permissionGrantPolicyRoutes } from "./policies/permission-grant-policies.ts";
import {
  createGrant,
  deleteGrant,
  getGrant,
  listGrants,
  listGrantsOfServicePrincipal,
  listGrantsOfUser,
  listMyGrants,
  updateGrant,
} from "./permission-grants.ts";
import { auditLogRoutes } from "./read-audit-logs.ts";
import { getMe, getOrganization, getUser, listOrganizations, listUsers } from "./read-directory.ts";
import { applicationOwnerRoutes } from "./registrations/application-owners.ts";
import { applicationPasswordRoutes } from "./registrations/application-passwords.ts";
import { applicationRoutes } from "./registrations/application-routes.ts";
import { verifiedPublisherRoutes } from "./registrations/verified-publisher.ts";
import {
  createServicePrincipal,
  deleteServicePrincipal,
  getServicePrincipal,
  listServicePrincipalsPage,
  updateServicePrincipal,
} from "./service-principals.ts";

const wholeDirectory = ["Directory.Read.All", "Directory.ReadWrite.All"] as const;
const readOthers = ["User.ReadBasic.All", "User.Read.All", "User.ReadWrite.All", ...wholeDirectory] as const;
const readMe = ["User.Read", "User.ReadWrite", ...readOthers] as const;
const readOrganization = ["User.Read", "Organization.Read.All", "User.Read.All", ...wholeDirectory] as const;
const readApplications = ["Application.Read.All", "Application.ReadWrite.All", ...wholeDirectory] as const;
const writeApplications = ["Application.ReadWrite.All", "Directory.ReadWrite.All"] as const;
// The catalogue lacks DelegatedPermissionGrant.Read.All, which the reference of the API names as the least.
const readGrants = [
  "DelegatedPermissionGrant.Read.All",
  "DelegatedPermissionGrant.ReadWrite.All",
  ...wholeDirectory,
] as const;
const writeGrants = ["DelegatedPermissionGrant.ReadWrite.All", "Directory.ReadWrite.All"] as const;

const routes: readonly Omit<GraphRoute, "area">[] = [
  { method: "GET", path: "/me", scopes: readMe, handle: getMe },
  { method: "GET", path: "/users", scopes: readOthers, handle: listUsers },
  { method: "GET", path: "/users/{userId}", scopes: readMe, handle: getUser },
  { method: "GET", path: "/organization", scopes: readOrganization, handle: listOrganizations },
  {
    method: "GET",
    path: "/organization/{organizationId}",
    scopes: readOrganization,
    handle: getOrganization,
  },
  { method: "GET", path: "/servicePrincipals", scopes: readApplications, handle: listServicePrincipalsPage },
  {
    method: "POST",
    path: "/servicePrincipals",
    scopes: writeApplications,
    roles: applicationWriters,
    handle: createServicePrincipal,
  },
  {
    method: "GET",
    path: "/servicePrincipals/{servicePrincipalId}",
    scopes: readApplications,
    handle: getServicePrincipal,
  },
  {
    method: "PATCH",
    path: "/servicePrincipals/{servicePrincipalId}",
    scopes: writeApplications,
    roles: applicationWriters,
    handle: updateServicePrincipal,
  },
  {
    method: "DELETE",
    path: "/servicePrincipals/{servicePrincipalId}",
    scopes: writeApplications,
    roles: applicationWriters,
    handle: deleteServicePrincipal,
  },
  {
    method: "GET",
    path: "/servicePrincipals/{servicePrincipalId}/oauth2PermissionGrants",
    scopes: readGrants,
    handle: listGrantsOfServicePrincipal,
  },
  { method: "GET", path: "/oauth2PermissionGrants/delta", scopes: wholeDirectory, handle: listGrantChanges },
  {
    method: "GET",
    path: "/users/{userId}/oauth2PermissionGrants",
    scopes: readGrants,
    handle: listGrantsOfUser,
  },
  { method: "GET", path: "/me/oauth2PermissionGrants", scopes: readGrants, handle: listMyGrants },
  { method: "GET", path: "/oauth2PermissionGrants", scopes: readGrants, handle: listGrants },
  {
    method: "POST",
    path: "/oauth2PermissionGrants",
    scopes: writeGrants,
    roles: applicationWriters,
    handle: createGrant,
  },
  { method: "GET", path: "/oauth2PermissionGrants/{grantId}", scopes: readGrants, handle: getGrant },
  {
    method: "PATCH",
    path: "/oauth2PermissionGrants/{grantId}",
    scopes: writeGrants,
    roles: applicationWriters,
    handle: updateGrant,
  },
  {
    method: "DELETE",
    path: "/oauth2PermissionGrants/{grantId}",
    scopes: writeGrants,
    roles: applicationWriters,
    handle: deleteGrant,
  },
  {
    method: "GET",
    path: "/policies/authorizationPolicy",
    scopes: ["Policy.Read.All", "Policy.ReadWrite.Authorization"],
    handle: getAuthorizationPolicy,
  },
  {
    method: "PATCH",
    path: "/policies/authorizationPolicy",
    scopes: ["Policy.ReadWrite.Authorization"],
    roles: policyWriters,
    handle: updateAuthorizationPolicy,
  },
  ...membershipRoutes,
  ...roleRoutes,
  ...groupRoutes,
  ...domainRoutes,
  ...permissionGrantPolicyRoutes,
  ...conditionSetRoutes,
  ...adminConsentRequestPolicyRoutes,
  ...groupSettingRoutes,
  ...auditLogRoutes,
  ...classificationRoutes,
  ...consentWorkflowRoutes,
  ...appRoleAssignmentRoutes,
  ...applicationRoutes,
  ...applicationPasswordRoutes,
  ...applicationOwnerRoutes,
  ...verifiedPublisherRoutes,
];

export const directoryRoutes: readonly GraphRoute[] = routes.map((route) => ({
  ...route,
  area: "directory",
}));
