import type { ApprovalEvent } from "@outrigger/api-contract";
import type { ApprovalsMessages } from "./approvals-messages.ts";

/** One entry of the timeline as a sentence. */
export function sayEvent({ kind, actorName, recipient }: ApprovalEvent, messages: ApprovalsMessages): string {
  const by = actorName === null ? "" : ` ${messages.askedBy(actorName)}`;
  const to = recipient ?? messages.somebody;
  const words: Readonly<Record<ApprovalEvent["kind"], string>> = {
    asked: messages.eventAsked + by,
    joined: messages.eventJoined(actorName ?? messages.somebody),
    link_made: messages.eventLinkMade + by,
    mailed: messages.eventMailed(to) + by,
    mail_failed: messages.eventMailFailed(to),
    opened: recipient === null ? messages.eventOpened : messages.eventOpenedBy(recipient),
    went_to_microsoft: messages.eventWentToMicrosoft,
    came_back: messages.eventCameBack,
    reminded: messages.eventReminded(to) + by,
    escalation_named: messages.eventEscalationNamed(to) + by,
    escalated: messages.eventEscalated(to) + by,
    forwarded: recipient === null ? messages.eventForwarded : messages.eventForwardedTo(recipient),
    link_revoked:
      (recipient === null ? messages.eventLinkRevoked : messages.eventLinkRevokedOf(recipient)) + by,
    granted: messages.eventGranted,
    declined: messages.eventDeclined,
    expired: messages.eventExpired,
    revoked: messages.eventRevoked + by,
    everybody_connected: messages.eventEverybodyConnected,
  };
  return words[kind];
}
