import { ScenarioError, type SandboxContext } from "../../core/part.ts";
import { given, tenantOf, userOf } from "../merge-directory.ts";
import { conditionalAccessOf, type ConditionalAccessPolicy } from "./conditional-access.ts";
import { signInConditionsSchema, type SignInConditions } from "./sign-in-conditions.schema.ts";
import { tenantAccessOf } from "./tenant-access.ts";

export function mergeSignInConditions(raw: Record<string, unknown>, context: SandboxContext): void {
  const { conditionalAccess = [], tenantAccess = [] } = signInConditionsSchema.parse(raw);
  for (const policy of conditionalAccess) mergePolicy(context, policy);
  for (const { tenant, ...access } of tenantAccess) {
    const doors = tenantAccessOf(context);
    doors.put({ ...doors.get(tenantOf(context, tenant).id), ...given(access) });
  }
}

function mergePolicy(
  context: SandboxContext,
  fields: NonNullable<SignInConditions["conditionalAccess"]>[number],
): void {
  const policies = conditionalAccessOf(context);
  const { id, tenant, removed, includeUsers, excludeUsers, ...changes } = fields;
  const found = policies.get(id);
  if (removed) {
    policies.delete(id);
    return;
  }
  if (!found && fields.control === undefined) {
    throw new ScenarioError(`The new Conditional Access policy ${id} needs a control.`);
  }
  const idsOf = (people: readonly string[]) => people.map((one) => userOf(context, one).id);
  const fresh: ConditionalAccessPolicy = {
    id,
    tenantId: tenantOf(context, tenant).id,
    displayName: "Conditional Access policy",
    state: "enabled",
    control: fields.control ?? "block",
    hours: 24,
    includeUserIds: "all",
    excludeUserIds: [],
    appIds: "all",
  };
  policies.put({
    ...(found ?? fresh),
    ...given(changes),
    ...(includeUsers === undefined
      ? {}
      : { includeUserIds: includeUsers === "all" ? "all" : idsOf(includeUsers) }),
    ...(excludeUsers === undefined ? {} : { excludeUserIds: idsOf(excludeUsers) }),
  });
}
