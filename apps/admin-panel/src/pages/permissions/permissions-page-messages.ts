import { defineMessages } from "@outrigger/ui";

export const permissionsPageMessagesOf = defineMessages({
  title: "Permissions",
  lead: "What Microsoft has granted, as far as tokens prove it. A permission counts as granted once a token that carries it was issued to somebody.",
  emptyTitle: "No Microsoft organization yet",
  empty:
    "One appears as soon as the first person chooses Set up sync in the sidebar and signs in to Microsoft.",
  noPermissions: "Nothing was asked for here yet.",
  confirmedFor: "Confirmed for",
  when: "When",
  tableLabel: (tenant: string) => `Permissions of ${tenant}`,
});
