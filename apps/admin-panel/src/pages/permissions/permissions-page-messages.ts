import { defineMessages } from "@outrigger/ui";

export const permissionsPageMessagesOf = defineMessages({
  title: "Permissions",
  lead: "How much is asked of Microsoft, and what it has granted, as far as tokens prove it.",
  grantedTitle: "What is granted",
  emptyTitle: "No Microsoft organization yet",
  empty:
    "One appears as soon as the first person chooses Set up sync in the sidebar and signs in to Microsoft.",
  noPermissions: "Nothing was asked for here yet.",
  confirmedFor: "Confirmed for",
  when: "When",
  tableLabel: (tenant: string) => `Permissions of ${tenant}`,
});
