import { z } from "zod";
import { directoryOf, type Tenant } from "../core/directory.ts";
import { auditProperty } from "../entra/write-audit.ts";
import { auditDirectoryWrite } from "./audit-directory-write.ts";
import { clip, GraphError } from "./graph-error.ts";
import { contextOf, noContent, ok, type GraphRequest, type GraphResponse } from "./graph-request.ts";
import { allowOnly, parseSelect, selectProperties } from "./odata-query.ts";
import { parseRequestBody } from "./parse-request-body.ts";
import { listGrantPolicies } from "./policies/permission-grant-policies.ts";

const policyProperties: ReadonlySet<string> = new Set([
  "id",
  "displayName",
  "description",
  "allowInvitesFrom",
  "allowedToSignUpEmailBasedSubscriptions",
  "allowedToUseSSPR",
  "allowEmailVerifiedUsersToJoinOrganization",
  "allowUserConsentForRiskyApps",
  "blockMsolPowerShell",
  "defaultUserRolePermissions",
  "guestUserRoleId",
]);

export function viewAuthorizationPolicy(tenant: Tenant): Readonly<Record<string, unknown>> {
  return {
    id: "authorizationPolicy",
    displayName: "Authorization Policy",
    description: "Used to manage authorization related settings across the company.",
    allowInvitesFrom: "everyone",
    allowedToSignUpEmailBasedSubscriptions: true,
    allowedToUseSSPR: true,
    allowEmailVerifiedUsersToJoinOrganization: false,
    allowUserConsentForRiskyApps: !tenant.blockUserConsentForRiskyApps,
    blockMsolPowerShell: false,
    guestUserRoleId: "10dae51f-b6af-4016-8d66-8c2a99b929b3",
    defaultUserRolePermissions: {
      allowedToCreateApps: tenant.allowedToCreateApps ?? true,
      allowedToCreateSecurityGroups: true,
      allowedToCreateTenants: true,
      allowedToReadBitlockerKeysForOwnedDevice: true,
      allowedToReadOtherUsers: true,
      permissionGrantPoliciesAssigned: tenant.permissionGrantPoliciesAssigned,
    },
  };
}

export function getAuthorizationPolicy(request: GraphRequest): GraphResponse {
  allowOnly(request.query, ["$select"]);
  const select = parseSelect(request.query, { type: "authorizationPolicy", known: policyProperties });
  return ok({
    "@odata.context": contextOf(request, "policies/authorizationPolicy/$entity"),
    ...selectProperties(viewAuthorizationPolicy(request.caller.tenant), select),
  });
}

const changeSchema = z.strictObject({
  allowUserConsentForRiskyApps: z.boolean().nullish(),
  defaultUserRolePermissions: z
    .strictObject({
      permissionGrantPoliciesAssigned: z.array(z.string().max(300)).max(50).optional(),
      allowedToCreateApps: z.boolean().optional(),
    })
    .optional(),
});

/** PATCH replaces the whole list of policies (authorizationpolicy-update; at least Privileged Role Administrator). */
export function updateAuthorizationPolicy(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const change = parseRequestBody(changeSchema, request.body, "authorizationPolicy");
  const { tenant } = request.caller;
  const assigned =
    change.defaultUserRolePermissions?.permissionGrantPoliciesAssigned ??
    tenant.permissionGrantPoliciesAssigned;
  for (const policy of assigned) refuseUnknownPolicy(tenant, policy);
  directoryOf(request.context).tenants.put({
    ...tenant,
    permissionGrantPoliciesAssigned: assigned,
    allowedToCreateApps: change.defaultUserRolePermissions?.allowedToCreateApps ?? tenant.allowedToCreateApps,
    blockUserConsentForRiskyApps:
      typeof change.allowUserConsentForRiskyApps !== "boolean"
        ? tenant.blockUserConsentForRiskyApps
        : !change.allowUserConsentForRiskyApps,
  });
  auditDirectoryWrite(request, {
    activity: "Update authorization policy",
    operation: "Update",
    category: "AuthorizationPolicy",
    target: {
      id: "authorizationPolicy",
      displayName: "Authorization Policy",
      type: "Policy",
      modifiedProperties: [
        auditProperty(
          "PermissionGrantPolicyIdsAssignedToDefaultUserRole",
          assigned,
          tenant.permissionGrantPoliciesAssigned,
        ),
      ],
    },
  });
  return noContent;
}

/** Two of Microsoft's pages spell the companion policy of the mail clients differently; both are taken. */
function spelledOnce(id: string): string {
  return id === "microsoft-user-allow-default-consent-apps"
    ? "microsoft-user-default-allow-consent-apps"
    : id;
}

function refuseUnknownPolicy(tenant: Tenant, assigned: string): void {
  const id = /^managePermissionGrantsFor(?:Self|OwnedResource)\.(.+)$/i.exec(assigned)?.[1];
  const isKnown =
    id !== undefined &&
    listGrantPolicies(tenant).some((policy) => policy.id.toLowerCase() === spelledOnce(id.toLowerCase()));
  if (isKnown) return;
  throw new GraphError(
    400,
    "Request_BadRequest",
    `The permission grant policy '${clip(assigned)}' does not exist in this tenant.`,
  );
}
