import type { DialogMessage } from "@outrigger/api-contract";
import { defineMessages } from "@outrigger/ui";

export const dialogMessagesOf = defineMessages({
  signedIn: "Signed in successfully",
  signedInText: "You can go on in Outlook. This window closes by itself.",
  blocked: "Your organization has a say in this",
  blockedText: "The sidebar in Outlook explains what happened and who can help. You can close this window.",
  failed: "Microsoft did not connect your mailbox",
  failedText: "Nothing was changed. The sidebar in Outlook says what to do next.",
  signInFailed: "Salesforce did not sign you in",
  signInFailedText: "Nothing was changed. Go back to Outlook and try again from the sidebar.",
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
    return { title: messages.signInFailed, text: messages.signInFailedText, closesItself: false };
  }
  if (message.type === "signed_in" || message.outcome === "connected") {
    return { title: messages.signedIn, text: messages.signedInText, closesItself: true };
  }
  return message.outcome === "blocked"
    ? { title: messages.blocked, text: messages.blockedText, closesItself: false }
    : { title: messages.failed, text: messages.failedText, closesItself: false };
}
