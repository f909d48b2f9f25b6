import { defineMessages } from "@outrigger/ui";
import { countOf, formatCount } from "../../count-of.ts";

export const overviewMessagesOf = defineMessages({
  title: "Is everyone working?",
  nobody:
    "Nobody is here yet. People appear when they sign in to the sidebar, or when you add them under Users.",
  everybody: (connected: number) =>
    `Yes. ${countOf(connected, "person is", "people are")} connected and nobody is stuck.`,
  waitingOnly: (waiting: number) =>
    `Nearly. Nobody is stuck; ${countOf(waiting, "person waits", "people wait")} for an administrator's approval.`,
  noneConnected: (count: number) =>
    `Not yet. ${countOf(count, "person has", "people have")} not set up sync; nobody is stuck.`,
  stuck: (stuck: number, total: number) =>
    `Not quite. ${formatCount(stuck)} of ${countOf(total, "person", "people")} ${stuck === 1 ? "is" : "are"} stuck.`,
  connected: "Connected",
  waiting: "Waiting",
  stuckLabel: "Stuck",
  notConnected: "Not set up",
  connectedHint: "Mail flows to Salesforce",
  waitingHint: "An administrator was asked",
  stuckHint: "Somebody has to act",
  notConnectedHint: "Have not chosen Set up sync",
  bestFix: "The one fix that helps most",
  helps: (count: number) => `Helps ${countOf(count, "person", "people")}.`,
  openFix: "Go to it",
  savedTitle: "Saved to Salesforce, last 24 hours",
  savedTotal: (count: number) => `${countOf(count, "item", "items")} in 24 hours`,
  savedNone: "Nothing was saved in the last 24 hours.",
  plotLabel: (total: number, highest: number, at: string) =>
    `Bars of saved items per hour: ${formatCount(total)} in all, at most ${formatCount(highest)} in the hour from ${at}.`,
  showTable: "Show as a table",
  hour: "Hour",
  saved: "Saved items",
  tableLabel: "Saved items per hour",
});
