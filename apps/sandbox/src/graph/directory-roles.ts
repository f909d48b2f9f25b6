import { rolesIn } from "../core/directory-roles.ts";
import { insufficientPrivileges } from "./graph-error.ts";
import type { GraphCaller, GraphRequest, GraphRoute } from "./graph-request.ts";

/** Add and change service principals and grants (serviceprincipal-update, oauth2permissiongrant-post). */
export const applicationWriters: readonly string[] = [
  "Cloud Application Administrator",
  "Application Administrator",
  "Privileged Role Administrator",
  "Global Administrator",
];

/** Change registrations of others than their own, and verify their publishers (permissions-reference, publisher-verification-overview). */
export const registrationWriters: readonly string[] = [
  "Cloud Application Administrator",
  "Application Administrator",
  "Global Administrator",
];

/** Register applications where not everybody may. */
export const applicationCreators: readonly string[] = ["Application Developer", ...registrationWriters];

/** Assign people to applications (serviceprincipal-post-approleassignedto). */
export const assignmentWriters: readonly string[] = [...applicationWriters, "User Administrator"];

/** Write what the tenant consents to (authorizationpolicy-update; manage-app-consent-policies, Prerequisites). */
export const policyWriters: readonly string[] = ["Privileged Role Administrator", "Global Administrator"];

/** Read the approval workflow and its requests (adminconsentrequestpolicy-get, appconsentrequest-get). */
export const workflowReaders: readonly string[] = [
  "Cloud Application Administrator",
  "Application Administrator",
  "Global Reader",
  "Global Administrator",
];

/** Change the approval workflow (adminconsentrequestpolicy-update). */
export const workflowWriters: readonly string[] = ["Global Administrator"];

/** Hold auditLogs and signInReports read (directoryaudit-list, signin-list, permissions-reference). */
export const logReaders: readonly string[] = [
  "Reports Reader",
  "Security Reader",
  "Security Operator",
  "Security Administrator",
  "Global Reader",
  "Cloud Application Administrator",
  "Application Administrator",
  "Global Administrator",
];

export function hasDirectoryRole({ user, tenant }: GraphCaller, roles: readonly string[]): boolean {
  // An application's own token counts by its app roles, which the dispatcher has looked at.
  if (!user) return true;
  const held = rolesIn(user, tenant.id);
  return roles.some((role) => held.includes(role));
}

/** A person writes to the directory only with a role that allows it, whatever the token's scopes. */
export function demandDirectoryRole(route: GraphRoute, request: GraphRequest): void {
  const { roles, isOpenTo, refusal = insufficientPrivileges } = route;
  if (roles === undefined || hasDirectoryRole(request.caller, roles) || isOpenTo?.(request)) return;
  throw refusal();
}
