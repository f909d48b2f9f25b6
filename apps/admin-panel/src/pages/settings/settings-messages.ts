import { defineMessages } from "@outrigger/ui";

export const settingsMessagesOf = defineMessages({
  title: "Settings",
  lead: "Rules for everybody in this organization. They apply from the next sync on.",
  windowTitle: "How far back the first sync reads",
  windowHint: "For mailboxes connected from now on. Mail that is already saved stays saved.",
  windowDays: "The last days only",
  windowEverything: "Everything",
  windowEverythingHint: "Large mailboxes take hours, and Salesforce's storage fills accordingly.",
  days: "Days",
  daysInvalid: "Write a whole number from 1 to 3650.",
  domainsTitle: "Internal domains",
  domainsHint:
    "Mail among these people only is never saved. Your Microsoft organization's own domains and your users' domains count anyway. One domain a line.",
  domainsLabel: "Further domains of colleagues",
  domainInvalid: (line: number, text: string) =>
    `Line ${line}: “${text}” is no domain. Write it like contoso.example.`,
  domainsTooMany: "At most 200 domains.",
  save: "Save",
  saving: "Saving…",
  saved: "Saved.",
  unsaved: "Not saved yet.",
});
