import { FAILURE_REASONS, type FailureReason } from "@outrigger/sync-core";

/** Why a round ended early, in words for the organization's admin, with what happens next. */
const sentences: Record<FailureReason, string> = {
  reauthorization_required: "The sign-in has ended. The person has to sign in once.",
  consent_required: "The permission was taken back at Microsoft. An administrator has to approve again.",
  admin_action_required: "An administrator has blocked the app or the person.",
  permission_missing: "A permission is missing for this person.",
  record_not_found: "A record was deleted meanwhile. The next round goes on.",
  version_conflict: "Somebody changed the same record. It is tried again by itself.",
  record_rejected: "Salesforce refused a record. It stands under Issues.",
  rate_limited: "Microsoft or Salesforce asked to wait. It goes on by itself.",
  cursor_expired: "Microsoft forgot where the last round ended. The folder is read again.",
  temporarily_unavailable: "Microsoft or Salesforce did not answer. It is tried again by itself.",
  unexpected_response:
    "Microsoft or Salesforce answered something unexpected. The operator finds it in the log.",
};

export function describeFailure(reason: string): string {
  if (isFailureReason(reason)) return sentences[reason];
  return reason === "stopping"
    ? "The server was stopped. The next round goes on where this one ended."
    : "Something went wrong on our side. It is tried again; the operator finds it in the log.";
}

function isFailureReason(reason: string): reason is FailureReason {
  return FAILURE_REASONS.some((known) => known === reason);
}
