import { defineMessages } from "@outrigger/ui";
import { formatCount } from "../../count-of.ts";

export const issuesMessagesOf = defineMessages({
  title: "Issues",
  lead: "Single items that could not be saved, and why. Everything else goes on; these are tried again by themselves.",
  emptyTitle: "No issues",
  empty:
    "Everything that should be in Salesforce is there. An item that Salesforce or Microsoft refuses appears here.",
  tableLabel: "Issues",
  person: "Person",
  subject: "Item",
  noSubject: "(no subject)",
  what: "What is wrong",
  attempts: "Tries",
  first: "First seen",
  last: "Last seen",
  shown: (shown: number, total: number) =>
    `The newest ${formatCount(shown)} of ${formatCount(total)} issues.`,
});
