import type { RemedyCode } from "@outrigger/api-contract";
import type { RemedyChange } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";
import { wakeWaiting } from "../mailbox-connections/connect-waiting.job.ts";

/**
 * The tenant has changed: whoever waits there is tried at once. Where people may now agree themselves, no silent token
 * can come: they are told to sign in once.
 */
export async function wakeAfterChange(
  {
    organizationId,
    code,
    tenantId,
    approvalId,
  }: Pick<RemedyChange, "organizationId" | "tenantId" | "approvalId"> & {
    readonly code: RemedyCode;
  },
  context: Pick<FeatureContext, "database" | "jobs">,
): Promise<void> {
  // The workflow only opens a way to ask: nobody gets through by it.
  if (code === "enable_consent_workflow") return;
  if (approvalId !== null && code === "grant_tenant_wide") {
    await context.database.approvals.moveTo(organizationId, approvalId, { state: "verifying" });
  }
  const mayAgreeThemselves = code === "custom_consent_policy";
  const opensSignIn = code === "enable_app" || code === "assign_users";
  await wakeWaiting({ organizationId, tenantId, mayAgreeThemselves, opensSignIn }, context);
}
