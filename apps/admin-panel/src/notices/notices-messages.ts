import { defineMessages } from "@outrigger/ui";

export const noticesMessagesOf = defineMessages({
  label: "What changed at Microsoft",
  dismiss: "Dismiss",
  dismissFor: (sentence: string) => `Dismiss: ${sentence}`,
  toPosture: "See what it means",
  more: (count: number) => `${count} more under Posture`,
});
