import { defineMessages } from "./define-messages.ts";

export const messagesOf = defineMessages({
  copy: "Copy",
  copied: "Copied",
  copyFailed: "Could not copy. Select the text and copy it by hand.",
  loading: "Loading",
  retry: "Try again",
  details: "Technical details",
  aboutThisCode: "What this code means, and what to do",
  network: "Nobody answered.",
  networkNextStep: "Check your connection and try again. Nothing was changed.",
  unexpectedAnswer: "The server answered in a way we did not expect.",
  unexpectedAnswerNextStep:
    "Try again in a minute. If it stays, give the details below to your administrator.",
  unknownFault: "This part of the screen stopped working.",
  unknownFaultNextStep: "Reload the page. If it happens again, give the details below to your administrator.",
});
