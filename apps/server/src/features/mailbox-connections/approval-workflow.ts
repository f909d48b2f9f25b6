import type { sawOnMicrosoftPage } from "@outrigger/api-contract";
import type { MailboxConnection, Repositories } from "@outrigger/storage";

/** Whether the connection's tenant shows a form for approval requests; undefined where nobody has seen either wall. */
export async function knowsApprovalWorkflow(
  { organizationId, tenantId }: Pick<MailboxConnection, "organizationId" | "tenantId">,
  { tenantFindings }: Pick<Repositories, "tenantFindings">,
): Promise<boolean | undefined> {
  if (tenantId === null) return undefined;
  const found = await tenantFindings.find(organizationId, tenantId, "approval_workflow");
  return typeof found?.value === "boolean" ? found.value : undefined;
}

/** What one person has seen of the two walls is known for the next: a tenant has one or the other. */
export async function noteApprovalWorkflow(
  { organizationId, tenantId }: Pick<MailboxConnection, "organizationId" | "tenantId">,
  saw: (typeof sawOnMicrosoftPage)[number],
  { tenantFindings }: Pick<Repositories, "tenantFindings">,
): Promise<void> {
  if (tenantId === null || (saw !== "approval_required" && saw !== "need_admin_approval")) return;
  await tenantFindings.note(organizationId, {
    tenantId,
    finding: "approval_workflow",
    value: saw === "approval_required",
    source: "user_answer",
  });
}
