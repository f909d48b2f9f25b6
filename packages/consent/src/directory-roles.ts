import type { PermissionName } from "./decision.ts";
import { MICROSOFT_GRAPH_APP_ID } from "./resources.ts";

/** A built-in Entra role: its template id is the same in every tenant. */
export type DirectoryRole = { name: string; templateId: string };

// Template ids: Entra built-in roles reference; who may consent: "Grant tenant-wide admin consent".
export const GLOBAL_ADMINISTRATOR: DirectoryRole = {
  name: "Global Administrator",
  templateId: "62e90394-69f5-4237-9190-012177145e10",
};
export const PRIVILEGED_ROLE_ADMINISTRATOR: DirectoryRole = {
  name: "Privileged Role Administrator",
  templateId: "e8611ab8-c189-46e8-94e1-60213ab1f814",
};
export const CLOUD_APPLICATION_ADMINISTRATOR: DirectoryRole = {
  name: "Cloud Application Administrator",
  templateId: "158c047a-c907-4556-b7ef-446551a6b5f7",
};
export const APPLICATION_ADMINISTRATOR: DirectoryRole = {
  name: "Application Administrator",
  templateId: "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
};

/** The roles that may grant delegated permissions for everybody, least privilege first. */
export const consentRoles: readonly DirectoryRole[] = [
  CLOUD_APPLICATION_ADMINISTRATOR,
  APPLICATION_ADMINISTRATOR,
  PRIVILEGED_ROLE_ADMINISTRATOR,
  GLOBAL_ADMINISTRATOR,
];

/** Further roles that people expect to be enough and that are not, so that they can be named. */
const otherRoles: readonly DirectoryRole[] = [
  { name: "Exchange Administrator", templateId: "29232cdf-9323-42fd-ade2-1d097af3e4de" },
  { name: "User Administrator", templateId: "fe930be7-5e62-47db-91af-98c3a49a38b1" },
  { name: "Security Administrator", templateId: "194ae4cb-b126-40b2-bd5b-6091b380977d" },
  { name: "Global Reader", templateId: "f2ef992c-3afb-46b9-b7cf-a126ee74c451" },
  { name: "Application Developer", templateId: "cf1c38e5-3621-4004-a7cb-879624dced7c" },
];

/** A built-in role by its name or template id, in any letter case. Company Administrator is Graph's old name of the Global Administrator. */
export function findDirectoryRole(nameOrTemplateId: string): DirectoryRole | undefined {
  const wanted = nameOrTemplateId.trim().toLowerCase();
  if (wanted === "company administrator") return GLOBAL_ADMINISTRATOR;
  return [...consentRoles, ...otherRoles].find(
    (role) => role.name.toLowerCase() === wanted || role.templateId === wanted,
  );
}

/** How far a person's roles reach: `anything`, all but Graph's app roles, or nothing. */
export type ConsentReach = "anything" | "all_but_graph_app_roles" | "nothing";

/** The widest reach of the given roles (names or template ids). */
export function consentReach(roles: readonly string[]): ConsentReach {
  const held = new Set(roles.map((role) => findDirectoryRole(role)));
  if (held.has(GLOBAL_ADMINISTRATOR) || held.has(PRIVILEGED_ROLE_ADMINISTRATOR)) return "anything";
  if (held.has(CLOUD_APPLICATION_ADMINISTRATOR) || held.has(APPLICATION_ADMINISTRATOR)) {
    return "all_but_graph_app_roles";
  }
  return "nothing";
}

/** A permission to be granted; `type` is `Role` for an app role (application permission), else a delegated scope. */
export type GrantablePermission = PermissionName & { type?: "Scope" | "Role" | undefined };

/**
 * Whether somebody with these roles (names or template ids, any letter case) may grant all these permissions
 * for everybody. Custom roles depend on a policy and are judged by `decide`.
 */
export function mayGrantTenantWide(
  roles: readonly string[],
  permissions: readonly GrantablePermission[],
): boolean {
  const reach = consentReach(roles);
  if (reach === "nothing") return false;
  return reach === "anything" || !permissions.some(isGraphAppRole);
}

export function isGraphAppRole(permission: GrantablePermission): boolean {
  return permission.type === "Role" && permission.resourceAppId.toLowerCase() === MICROSOFT_GRAPH_APP_ID;
}

/** Policy ids a person holds through a custom role's actions `…/managePermissionGrantsForAll|ForSelf.{policyId}`. */
export function customRolePolicies(roles: readonly string[], reach: "ForAll" | "ForSelf"): string[] {
  const pattern = new RegExp(`(?:^|/)managePermissionGrants${reach}\\.(.+)$`, "i");
  return roles.flatMap((role) => {
    const id = pattern.exec(role.trim())?.[1];
    return id === undefined ? [] : [id];
  });
}
