import { defineMessages } from "@outrigger/ui";

export const auditMessagesOf = defineMessages({
  title: "Audit",
  lead: "Who changed what, and when; the newest first.",
  emptyTitle: "Nothing was changed yet",
  empty: "Every change that a person or the system makes leaves a line here.",
  tableLabel: "Audit log",
  search: "Search in these entries",
  what: "What happened",
  who: "Who",
  bySystem: "No user",
  action: "Action",
  when: "When",
  noMatchTitle: "No entry matches",
  noMatch: "Try fewer letters.",
});
