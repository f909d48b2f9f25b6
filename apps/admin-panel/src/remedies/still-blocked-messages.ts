import { defineMessages } from "@outrigger/ui";

export const stillBlockedMessagesOf = defineMessages({
  title: "Why people are still blocked",
  looking: "Looking at your tenant…",
  clear: "Nothing is in the way any more.",
  clearNobody: "Nobody waits.",
  connected: (names: string) => `Connected just now: ${names}.`,
  waiting: (names: string) => `Still waiting: ${names}.`,
  pending: "It takes a little longer. There is nothing to do; we go on trying.",
  blocked: "This is in the way:",
  likely: (sentence: string) => `Probably: ${sentence}`,
  whoActs: (roles: string) => `Who can do it: ${roles}`,
  concerns: (names: string) => `Concerns ${names}.`,
  unread: (parts: string) => `Microsoft did not show these to your account: ${parts}.`,
  lookAgain: "Look again",
  ask: "Approved, and they are still blocked?",
  askText: "We try it for those who wait, and read Microsoft's refusal.",
  isDone: "It is done: check again",
  checking: "Checking…",
  noCause:
    "Microsoft refuses without saying why. With a sign-in of yours that only reads, we can look at the settings and name the cause.",
  signInToRead: "Sign in so that we can look",
  openOwnLink: "Open the link from your message again to have it looked at more closely.",
});
