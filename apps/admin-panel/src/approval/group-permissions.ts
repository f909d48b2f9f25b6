import type { AskedPermission } from "@outrigger/api-contract";

export type PermissionGroupName = AskedPermission["group"];

export interface PermissionGroup {
  name: PermissionGroupName;
  claimValues: string[];
  /** Each sentence once, in the order of the permissions. */
  usedFor: string[];
  withoutIt: string[];
}

/** From what every app asks to what weighs most. */
const order: readonly PermissionGroupName[] = [
  "sign_in",
  "directory",
  "mail",
  "calendar",
  "contacts",
  "tasks",
  "legacy",
];

/** The permissions by what they reach, as an administrator thinks of them. Groups without a permission are left out. */
export function groupPermissions(permissions: readonly AskedPermission[]): PermissionGroup[] {
  const byGroup = Map.groupBy(permissions, (permission) => permission.group);
  return order.flatMap((name) => {
    const members = byGroup.get(name);
    if (!members) return [];
    return {
      name,
      claimValues: members.map((permission) => permission.claimValue),
      usedFor: [...new Set(members.map((permission) => permission.usedFor))],
      withoutIt: [...new Set(members.map((permission) => permission.withoutIt))],
    };
  });
}
