import type { ConsentCase, PermissionGrant } from "../consent-case.ts";
import type { Blocker, Remedy } from "../decision.ts";
import { OPENID_SCOPES, formatScope, parseScopes } from "../parse-scopes.ts";
import { registeredPermissions, resolveRequest } from "../resolve-request.ts";
import { MICROSOFT_GRAPH_APP_ID } from "../resources.ts";
import { TENANT_ID } from "./build-consent-case.ts";

/** The case after somebody has done what the remedy says; undefined where a case cannot express it. */
export function applyRemedy(
  input: ConsentCase,
  remedy: Remedy,
  blockers: readonly Blocker[],
): ConsentCase | undefined {
  const { app, tenant, user, request } = input;
  const { requested, unregistered, unlistedDefaults } = resolveRequest(input);
  const servicePrincipal = app.servicePrincipal ?? {
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    assignedUserIds: [],
  };
  switch (remedy.code) {
    case "admin_consent_link":
    case "admin_signs_in_first":
    case "graph_grant":
    case "approve_pending_request":
      return withGrant({ ...input, user: takeOver(input, remedy) }, requested, servicePrincipal);
    case "grant_in_portal": {
      const openId = OPENID_SCOPES.map((value) => ({ resourceAppId: MICROSOFT_GRAPH_APP_ID, value }));
      const listed = [...registeredPermissions(app), ...openId];
      return withGrant({ ...input, user: takeOver(input, remedy) }, listed, servicePrincipal);
    }
    case "custom_consent_policy": {
      const include = { clientApplicationIds: [app.appId], permissions: requested.map(({ value }) => value) };
      return withTenant(input, {
        customPolicies: [...tenant.customPolicies, { id: "remedy", includes: [include], excludes: [] }],
        permissionGrantPoliciesAssigned: [
          ...tenant.permissionGrantPoliciesAssigned,
          "managePermissionGrantsForSelf.remedy",
        ],
      });
    }
    case "classify_permission": {
      const permissions =
        blockers.find(({ code }) => code === "permission_not_classified")?.permissions ?? [];
      return withTenant(input, {
        classifications: [
          ...permissions.map((permission) => ({ ...permission, classification: "low" })),
          ...tenant.classifications,
        ],
      });
    }
    case "allow_user_consent":
      return withTenant(input, {
        permissionGrantPoliciesAssigned: ["managePermissionGrantsForSelf.microsoft-user-default-legacy"],
      });
    case "enable_consent_workflow":
      return withTenant(input, { adminConsentWorkflow: { isEnabled: true, reviewerIds: ["megan"] } });
    case "assign_user":
      return withApp(input, { servicePrincipal: { ...servicePrincipal, assignedUserIds: [user.id] } });
    case "turn_off_assignment":
      return withApp(input, { servicePrincipal: { ...servicePrincipal, appRoleAssignmentRequired: false } });
    case "enable_app":
      return withApp(input, { servicePrincipal: { ...servicePrincipal, accountEnabled: true } });
    case "register_in_own_tenant":
      return withApp(input, { homeTenantId: TENANT_ID });
    case "verify_publisher":
      return withApp(input, { verifiedPublisher: { displayName: "V", verifiedPublisherId: "1" } });
    case "sign_in_to_right_tenant":
      return { ...input, user: { ...user, homeTenantId: TENANT_ID } };
    case "drop_prompt_consent":
    case "sign_in_interactively":
      return { ...input, request: { ...request, prompt: null } };
    case "use_graph_instead_of_ews":
      return withApp(
        {
          ...input,
          request: { ...request, scope: request.scope.replace(/\S*(EWS|outlook\.)\S*/, "Mail.ReadWrite") },
        },
        {
          requiredResourceAccess: app.requiredResourceAccess.map(({ scopes, ...rest }) => ({
            ...rest,
            scopes: scopes.filter((value) => !value.startsWith("EWS.")),
          })),
        },
      );
    case "fix_registration":
      return withApp(
        {
          ...input,
          request: {
            ...request,
            scope: wellFormed(input),
            prompt: request.prompt === "admin_consent" ? null : request.prompt,
          },
        },
        {
          signInAudience: "AzureADMultipleOrgs",
          requiredResourceAccess: [
            ...app.requiredResourceAccess,
            ...[...unregistered, ...unlistedDefaults.map(somePermissionOf)].map(
              ({ resourceAppId, value }) => ({ resourceAppId, scopes: [value] }),
            ),
          ],
        },
      );
    case "provision_resource":
      return undefined;
  }
}

function somePermissionOf(resourceAppId: string): { resourceAppId: string; value: string } {
  return { resourceAppId, value: resourceAppId === MICROSOFT_GRAPH_APP_ID ? "User.Read" : "SMTP.Send" };
}

/** The scope parameter without what Microsoft refuses in it. */
function wellFormed({ app, request }: ConsentCase): string {
  const { permissions, defaultResources, unknownScopes, unknownResources } = parseScopes(
    request.scope,
    registeredPermissions(app),
  );
  const isMixed = defaultResources.length > 1 || (defaultResources.length > 0 && permissions.some(isNamed));
  const isFaulty = isMixed || unknownScopes.length + unknownResources.length > 0;
  if (!isFaulty) return request.scope.trim() === "" ? "User.Read" : request.scope;
  return permissions.length > 0 ? permissions.map(formatScope).join(" ") : "User.Read";
}

function isNamed({ value }: { value: string }): boolean {
  return !OPENID_SCOPES.includes(value);
}

/** At /adminconsent the remedy is that somebody with a role opens the link. */
function takeOver({ user, request }: ConsentCase, remedy: Remedy): ConsentCase["user"] {
  return request.endpoint === "adminconsent" ? { ...user, directoryRoles: [remedy.actors[0] ?? ""] } : user;
}

function withGrant(
  input: ConsentCase,
  permissions: readonly { resourceAppId: string; value: string }[],
  servicePrincipal: NonNullable<ConsentCase["app"]["servicePrincipal"]>,
): ConsentCase {
  const grants: PermissionGrant[] = permissions.map(({ resourceAppId, value }) => ({
    consentType: "AllPrincipals",
    principalId: null,
    resourceAppId,
    scope: value,
  }));
  return withApp({ ...input, grants: [...input.grants, ...grants] }, { servicePrincipal });
}

function withApp(input: ConsentCase, changes: Partial<ConsentCase["app"]>): ConsentCase {
  return { ...input, app: { ...input.app, ...changes } };
}

function withTenant(input: ConsentCase, changes: Partial<ConsentCase["tenant"]>): ConsentCase {
  return { ...input, tenant: { ...input.tenant, ...changes } };
}
