import { Badge, type BadgeProps } from "@fluentui/react-components";
import type { ApprovalSummary } from "@outrigger/api-contract";
import { useLanguage } from "@outrigger/ui";
import { approvalsMessagesOf } from "./approvals-messages.ts";

type ApprovalState = ApprovalSummary["state"];

const colors: Readonly<Record<ApprovalState, NonNullable<BadgeProps["color"]>>> = {
  open: "warning",
  verifying: "informative",
  granted: "success",
  declined: "danger",
  expired: "subtle",
  revoked: "subtle",
};

/** Where an approval stands, in words. */
export function ApprovalStateChip({ state }: { state: ApprovalState }) {
  const messages = approvalsMessagesOf(useLanguage());
  const words: Readonly<Record<ApprovalState, string>> = {
    open: messages.stateOpen,
    verifying: messages.stateVerifying,
    granted: messages.stateGranted,
    declined: messages.stateDeclined,
    expired: messages.stateExpired,
    revoked: messages.stateRevoked,
  };
  return (
    <Badge appearance="tint" size="large" shape="rounded" color={colors[state]}>
      {words[state]}
    </Badge>
  );
}
