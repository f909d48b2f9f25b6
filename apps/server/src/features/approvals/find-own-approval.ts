import { parseApprovalId, type Approval } from "@outrigger/storage";
import type { Caller } from "../../http/caller.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";

/** An approval that the caller waits for, or any of the organization for its admin; others do not exist for them. */
export async function findOwnApproval(
  { organizationId, user }: Caller,
  approvalId: string,
  { database }: Pick<FeatureContext, "database">,
): Promise<Approval> {
  const approval = await database.approvals.findById(organizationId, parseApprovalId(approvalId));
  if (!approval) throw new RequestError("not_found");
  const waiters = await database.approvals.listWaiters(organizationId, approval.id);
  if (!user.isAdmin && !waiters.some(({ userId }) => userId === user.id)) throw new RequestError("not_found");
  return approval;
}
