import type { NoticeKind } from "@outrigger/api-contract";
import type { NewNotice, Notice, OrganizationId, Repositories } from "@outrigger/storage";

/** What a notice is raised with; the kind is one of the contract's. */
export type NoticeDraft = NewNotice & { readonly kind: NoticeKind };

/**
 * Raises a notice and writes old → new into the audit log, in the caller's transaction. Nothing happens where the same one is open:
 * a change is told once.
 */
export async function raiseNotice(
  repositories: Pick<Repositories, "notices" | "auditEntries">,
  organizationId: OrganizationId,
  draft: NoticeDraft,
): Promise<Notice | undefined> {
  const raised = await repositories.notices.raise(organizationId, draft);
  if (raised === undefined) return undefined;
  await repositories.auditEntries.add(organizationId, {
    action: "notice.raise",
    summary: `Microsoft tenant ${draft.tenantId}: ${draft.kind.replaceAll("_", " ")} (${sayChange(draft)}).`,
  });
  return raised;
}

/** It is as it was before, or over: the notice goes by itself. */
export async function resolveNotice(
  repositories: Pick<Repositories, "notices" | "auditEntries">,
  notice: Notice,
): Promise<void> {
  const { organizationId, id, tenantId, kind } = notice;
  if (!(await repositories.notices.resolve(organizationId, id))) return;
  await repositories.auditEntries.add(organizationId, {
    action: "notice.resolve",
    summary: `Microsoft tenant ${tenantId}: ${kind.replaceAll("_", " ")} is over (it was ${sayChange(notice)}).`,
  });
}

function sayChange({ before, after }: Pick<Notice, "before" | "after">): string {
  return `${before.join(", ") || "nothing"} → ${after.join(", ") || "nothing"}`;
}
