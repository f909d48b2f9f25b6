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
  followUpTitle: "When an administrator does not answer",
  followUpHint:
    "For approvals that were mailed. A reminder goes to the same address; then a second administrator is asked, where one is named here or at the approval.",
  reminderDays: "Days until a reminder",
  reminderCount: "Reminders at most (0: none)",
  reminderCountInvalid: "Write a whole number from 0 to 5.",
  escalationDays: "Days until the second is asked",
  followUpDaysInvalid: "Write a whole number from 1 to 30.",
  escalationAddress: "Second administrator's email (optional)",
  escalationAddressInvalid: "Enter one email address, or leave it empty.",
  save: "Save",
  saving: "Saving…",
  saved: "Saved.",
  unsaved: "Not saved yet.",
});
