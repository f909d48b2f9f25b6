import { builtInRoles } from "../core/directory-roles.ts";
import { microsoftServicesTenantId } from "../core/demo-ids.ts";
import {
  directoryOf,
  type DirectoryGroup,
  type DirectoryUser,
  type PermissionGrant,
  type ServicePrincipal,
  type Tenant,
} from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { stableUuid } from "../core/stable-uuid.ts";
import { appRolesOf } from "../entra/api-app-roles.ts";
import { listServicePrincipals } from "../entra/list-service-principals.ts";
import { findResource } from "../entra/permission-catalog.ts";
import { viewVerifiedPublisher } from "./registrations/view-verified-publisher.ts";

type View = Readonly<Record<string, unknown>>;

/** Graph's user. User.ReadBasic.All shows the first seven only (permissions reference). */
export function viewUser(user: DirectoryUser, { basicOnly }: { basicOnly: boolean }): View {
  return {
    id: user.id,
    displayName: user.displayName,
    givenName: user.givenName,
    surname: user.surname,
    mail: user.mail,
    userPrincipalName: user.userPrincipalName,
    ...(basicOnly
      ? {}
      : {
          businessPhones: [],
          jobTitle: user.jobTitle,
          mobilePhone: null,
          officeLocation: null,
          preferredLanguage: null,
        }),
  };
}

/** Properties that `$select` must name. */
export function viewUserOnRequest(user: DirectoryUser, tenantId: string): View {
  return {
    accountEnabled: user.accountEnabled,
    userType: user.tenantId === tenantId ? "Member" : "Guest",
    proxyAddresses: user.mail === null ? [] : [`SMTP:${user.mail}`],
  };
}

export const userProperties: ReadonlySet<string> = new Set([
  "id",
  "displayName",
  "givenName",
  "surname",
  "mail",
  "userPrincipalName",
  "businessPhones",
  "jobTitle",
  "mobilePhone",
  "officeLocation",
  "preferredLanguage",
  "accountEnabled",
  "userType",
  "proxyAddresses",
]);

export function viewOrganization(tenant: Tenant): View {
  return {
    id: tenant.id,
    displayName: tenant.displayName,
    tenantType: "AAD",
    verifiedDomains: tenant.domains.map((name, index) => ({
      capabilities: "Email, OfficeCommunicationsOnline",
      isDefault: index === 0,
      isInitial: index === tenant.domains.length - 1,
      name,
      type: "Managed",
    })),
  };
}

export const organizationProperties: ReadonlySet<string> = new Set([
  "id",
  "displayName",
  "tenantType",
  "verifiedDomains",
]);

export function viewDirectoryRole(role: string, tenantId: string): View {
  return {
    "@odata.type": "#microsoft.graph.directoryRole",
    id: stableUuid(`${tenantId}/role/${role}`),
    displayName: role,
    description: null,
    roleTemplateId: builtInRoles.get(role) ?? stableUuid(`role/${role}`),
  };
}

/** A security group, as Graph shows it. */
export function viewGroup(group: DirectoryGroup): View {
  return {
    id: group.id,
    deletedDateTime: null,
    createdDateTime: group.createdDateTime,
    description: group.description,
    displayName: group.displayName,
    groupTypes: [],
    mail: null,
    mailEnabled: false,
    mailNickname: group.displayName.replaceAll(/[^\w.-]/g, "") || group.id,
    securityEnabled: true,
    visibility: null,
  };
}

export function viewServicePrincipal(context: SandboxContext, servicePrincipal: ServicePrincipal): View {
  const api = findResource(servicePrincipal.appId);
  const application = directoryOf(context).applications.find(
    (candidate) => candidate.appId === servicePrincipal.appId,
  );
  return {
    id: servicePrincipal.id,
    deletedDateTime: null,
    accountEnabled: servicePrincipal.accountEnabled,
    appDisplayName: application?.displayName ?? servicePrincipal.displayName,
    appId: servicePrincipal.appId,
    appOwnerOrganizationId: api ? microsoftServicesTenantId : (application?.homeTenantId ?? null),
    appRoleAssignmentRequired: servicePrincipal.appRoleAssignmentRequired,
    appDescription: null,
    appRoles: appRolesOf(servicePrincipal.appId),
    description: null,
    disabledByMicrosoftStatus: application?.disabledByMicrosoftStatus ?? null,
    displayName: servicePrincipal.displayName,
    homepage: application?.homePageUrl ?? null,
    isDisabled: application?.isDisabled ?? null,
    keyCredentials: [],
    loginUrl: null,
    logoutUrl: application?.logoutUrl ?? null,
    notes: null,
    oauth2PermissionScopes: (api?.scopes ?? []).map((scope) => ({ ...scope, isEnabled: true })),
    passwordCredentials: [],
    preferredSingleSignOnMode: null,
    preferredTokenSigningKeyThumbprint: null,
    replyUrls: [
      ...(application?.redirectUris ?? []),
      ...(application?.spaRedirectUris ?? []),
      ...(application?.publicClientRedirectUris ?? []),
    ],
    servicePrincipalNames: api ? [...api.identifierUris] : [servicePrincipal.appId],
    servicePrincipalType: "Application",
    signInAudience: application?.signInAudience ?? "AzureADMultipleOrgs",
    tags: api ? [] : ["WindowsAzureActiveDirectoryIntegratedApp"],
    verifiedPublisher: viewVerifiedPublisher(application),
  };
}

export const servicePrincipalProperties: ReadonlySet<string> = new Set([
  "id",
  "deletedDateTime",
  "accountEnabled",
  "appDescription",
  "appDisplayName",
  "appId",
  "description",
  "homepage",
  "isDisabled",
  "keyCredentials",
  "loginUrl",
  "logoutUrl",
  "notes",
  "passwordCredentials",
  "preferredSingleSignOnMode",
  "preferredTokenSigningKeyThumbprint",
  "appOwnerOrganizationId",
  "appRoleAssignmentRequired",
  "appRoles",
  "disabledByMicrosoftStatus",
  "displayName",
  "oauth2PermissionScopes",
  "replyUrls",
  "servicePrincipalNames",
  "servicePrincipalType",
  "signInAudience",
  "tags",
  "verifiedPublisher",
]);

export function viewGrant(context: SandboxContext, grant: PermissionGrant): View {
  const resource = listServicePrincipals(context, grant.tenantId).find(
    (candidate) => candidate.appId === grant.resourceAppId,
  );
  return {
    id: grant.id,
    clientId: grant.clientId,
    consentType: grant.consentType,
    principalId: grant.principalId,
    resourceId: resource?.id ?? grant.resourceAppId,
    scope: grant.scope,
  };
}
