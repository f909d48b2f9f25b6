import { directoryOf } from "./directory.ts";
import type { SandboxContext } from "./part.ts";

type Context = Pick<SandboxContext, "store">;

/** Who is in a group itself; members of groups in it do not count, as for assignments to applications. */
export function directMembers(context: Context, groupId: string): readonly string[] {
  return directoryOf(context).groups.get(groupId)?.memberUserIds ?? [];
}

/** Who is in a group or in a group within it; circles are walked once. */
export function transitiveMembers(context: Context, groupId: string): readonly string[] {
  const { groups } = directoryOf(context);
  const seen = new Set<string>();
  const members = new Set<string>();
  const open = [groupId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const group = groups.get(id);
    if (!group || seen.has(id)) continue;
    seen.add(id);
    for (const member of group.memberUserIds) members.add(member);
    open.push(...group.memberGroupIds);
  }
  return [...members];
}
