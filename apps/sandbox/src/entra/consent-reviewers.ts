import { builtInRoles, rolesIn } from "../core/directory-roles.ts";
import { directoryOf, type Tenant } from "../core/directory.ts";
import { transitiveMembers } from "../core/group-members.ts";
import type { SandboxContext } from "../core/part.ts";

/** Who reviews, as a query of adminConsentRequestPolicy names it (accessreview-reviewers; configure-admin-consent-workflow). */
export type ReviewerQuery =
  | { readonly kind: "user" | "group"; readonly id: string }
  | { readonly kind: "role"; readonly role: string };

const uuid = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})";
const userQuery = /^\/users\/([\w-]{1,100})$/i;
const groupQuery = new RegExp(`^/groups/${uuid}/(?:transitiveM|m)embers(?:/microsoft\\.graph\\.user)?$`, "i");
const roleQuery = new RegExp(
  `^/roleManagement/directory/roleAssignments\\?\\$filter=roleDefinitionId eq '${uuid}'$`,
  "i",
);

/** Undefined for a query that Entra does not read as reviewers. */
export function parseReviewerQuery(query: string): ReviewerQuery | undefined {
  const path = query.trim().replace(/^\/(?:v1\.0|beta)(?=\/)/i, "");
  const user = userQuery.exec(path)?.[1];
  if (user) return { kind: "user", id: user.toLowerCase() };
  const group = groupQuery.exec(path)?.[1];
  if (group) return { kind: "group", id: group.toLowerCase() };
  const templateId = roleQuery.exec(path)?.[1]?.toLowerCase();
  const role = [...builtInRoles].find(([, id]) => id === templateId)?.[0];
  return role === undefined ? undefined : { kind: "role", role };
}

/** Everybody who may review requests of the tenant now: members of its groups and roles change by themselves. */
export function listReviewerIds(context: Pick<SandboxContext, "store">, tenant: Tenant): string[] {
  const { reviewerIds, reviewerQueries = [] } = tenant.adminConsentWorkflow;
  const found = reviewerQueries.flatMap((text): readonly string[] => {
    const query = parseReviewerQuery(text);
    switch (query?.kind) {
      case undefined:
        return [];
      case "user":
        return [query.id];
      case "group":
        return transitiveMembers(context, query.id);
      case "role":
        return directoryOf(context)
          .users.filter((user) => rolesIn(user, tenant.id).includes(query.role))
          .map(({ id }) => id);
    }
  });
  return [...new Set([...reviewerIds, ...found])];
}
