import type { Settings } from "@outrigger/api-contract";
import type { OrganizationSettings } from "@outrigger/storage";

export type FollowUpSettings = Pick<
  Settings,
  "approvalReminderDays" | "approvalReminderCountMax" | "approvalEscalationDays" | "approvalEscalationAddress"
>;

/** The organization's rules for an approval that nobody answers: reminded twice, then somebody else is asked. */
export function followUpSettings(own: OrganizationSettings): FollowUpSettings {
  return {
    approvalReminderDays: own.approvalReminderDays ?? 3,
    approvalReminderCountMax: own.approvalReminderCountMax ?? 2,
    approvalEscalationDays: own.approvalEscalationDays ?? 7,
    approvalEscalationAddress: own.approvalEscalationAddress ?? null,
  };
}
