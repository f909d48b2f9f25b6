import type { DialogMessage } from "@outrigger/api-contract";
import { defineMessages } from "@outrigger/ui";

export const dialogMessagesOf = defineMessages({
  signedIn: "Signed in successfully",
  signedInText: "You can go on in Outlook. This window closes by itself.",
  blocked: "Your mailbox is not connected yet",
  blockedText: "The sidebar in Outlook explains what happened and who can help. You can close this window.",
  administrator: "Your organization has a say in this",
  administratorText:
    "Somebody with an administrator's role has to act once. Ask them from the sidebar in Outlook: you are connected by itself afterwards.",
  reviewers: "Your request is with the reviewers",
  reviewersText:
    "Somebody of your organization decides about new apps. There is nothing to do: you are connected by itself once they have approved.",
  yourself: "The sign-in was not finished",
  yourselfText: "Nothing was changed. Go back to Outlook and start again from the sidebar.",
  operator: "This has to be repaired first",
  operatorText:
    "Microsoft refused the app itself, not you. Whoever runs it has to repair that, and the admins of your organization can see it.",
  unsure: "Microsoft did not say why",
  unsureText: "Answer one question in the sidebar in Outlook, so that the right person is asked.",
  failed: "Microsoft did not connect your mailbox",
  failedText: "Nothing was changed. The sidebar in Outlook says what to do next.",
  signInFailed: "Salesforce did not sign you in",
  signInFailedText: "The sidebar in Outlook says what to do next. This window closes by itself.",
  nothing: "Nothing to do here",
  nothingText: "This window belongs to the sidebar in Outlook. You can close it.",
  noSidebar: "The sidebar that opened this window is gone. Open it again in Outlook.",
  close: "Close this window",
});

/** What the window shows for the way in which its flow ended; `closesItself` where there is nothing to read. */
export function describeOutcome(
  message: DialogMessage | undefined,
  messages = dialogMessagesOf(),
): { title: string; text: string; closesItself: boolean } {
  if (!message) return { title: messages.nothing, text: messages.nothingText, closesItself: false };
  if (message.type === "sign_in_failed") {
    return { title: messages.signInFailed, text: messages.signInFailedText, closesItself: true };
  }
  if (message.type === "signed_in" || message.outcome === "connected") {
    return { title: messages.signedIn, text: messages.signedInText, closesItself: true };
  }
  if (message.outcome === "failed") {
    return { title: messages.failed, text: messages.failedText, closesItself: false };
  }
  const words = {
    administrator: { title: messages.administrator, text: messages.administratorText },
    reviewers: { title: messages.reviewers, text: messages.reviewersText },
    yourself: { title: messages.yourself, text: messages.yourselfText },
    operator: { title: messages.operator, text: messages.operatorText },
    unsure: { title: messages.unsure, text: messages.unsureText },
  };
  const blocked = { title: messages.blocked, text: messages.blockedText };
  return { ...(message.turn ? words[message.turn] : blocked), closesItself: false };
}
