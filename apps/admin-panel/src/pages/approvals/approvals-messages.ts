import { defineMessages } from "@outrigger/ui";
import { countOf } from "../../count-of.ts";

export const approvalsMessagesOf = defineMessages({
  title: "Approvals",
  lead: "What a Microsoft 365 administrator was asked to approve, and who waits for the answer.",
  emptyTitle: "Nothing was asked yet",
  empty:
    "An approval appears when somebody meets “Need admin approval” at Microsoft and asks their administrator from the sidebar.",
  stateOpen: "Waiting for an answer",
  stateVerifying: "Being verified",
  stateGranted: "Granted",
  stateDeclined: "Declined",
  stateExpired: "Expired",
  stateRevoked: "Link withdrawn",
  unknownTenant: "Microsoft organization not known yet",
  asked: "Asked",
  askedBy: (name: string) => `by ${name}`,
  decided: "Decided",
  waiting: "Waiting",
  nobodyWaits: "Nobody waits any more.",
  reason: "Reason given",
  permissions: (count: number) => `${countOf(count, "permission", "permissions")} asked for`,
  permissionsOf: (tenant: string) => `Permissions asked for at ${tenant}`,
  revoke: "Withdraw the link",
  revokeFor: (tenant: string) => `Withdraw the link for ${tenant}`,
  revokeTitle: "Withdraw the link?",
  revokeText: (count: number) =>
    count === 0
      ? "The link stops working for whoever has it. Nobody waits for it."
      : `The link stops working for whoever has it. ${countOf(count, "person keeps", "people keep")} waiting until somebody asks again.`,
  revokeGrants: "What Microsoft has already granted stays granted.",
  revokeSubmit: "Withdraw",
  tenantChanges: "Changed at Microsoft by an administrator",
  theTenant: "the organization",
  lookOrUndo: "Sign in to look or undo",
});
