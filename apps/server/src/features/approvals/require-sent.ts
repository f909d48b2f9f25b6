import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";
import type { ApprovalMailOutcome } from "./send-approval-mail.ts";

/** @throws {RequestError} where the operator set up no mail server. */
export function requireMailer({ mailer }: Pick<FeatureContext, "mailer">): void {
  if (mailer.canSend) return;
  throw new RequestError(
    "vendor_unavailable",
    "No mail server is set up here. Copy the link and send it yourself.",
  );
}

/** @throws {RequestError} for a mail that did not go out, in the words of whoever asked for it. */
export function requireSent(outcome: ApprovalMailOutcome): void {
  switch (outcome) {
    case "sent":
      return;
    case "too_many":
      throw new RequestError(
        "too_many_requests",
        "Enough mail has gone out for now, to this address or in all. Copy the link, or try again later.",
      );
    case "failed":
      throw new RequestError(
        "vendor_unavailable",
        "The mail could not be sent. Copy the link and send it yourself.",
      );
    case "decided":
    case "claimed":
      throw new RequestError("conflict");
  }
}
