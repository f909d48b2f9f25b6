import { defineMessages } from "@outrigger/ui";

export const runsMessagesOf = defineMessages({
  title: "Runs",
  lead: "Each pass of the sync over a mailbox: what it looked at, what it saved, what went wrong.",
  emptyTitle: "No run yet",
  empty: "The first run starts by itself as soon as somebody's mailbox is connected.",
  tableLabel: "Sync runs",
  person: "Person",
  outcome: "Outcome",
  running: "Running",
  finished: "Finished",
  failed: "Failed",
  abandoned: "Taken over",
  started: "Started",
  took: "Took",
  stillRunning: "Still running",
  examined: "Looked at",
  saved: "Saved",
  skipped: "Left out",
  issues: "Issues",
});
