import type { AskedPermission } from "@outrigger/api-contract";

interface PermissionPurpose {
  group: AskedPermission["group"];
  usedFor: string;
  withoutIt: string;
}

/** Why each permission is asked, in the words that the administrator reads. Keys are claim values. */
const purposes: Record<string, PermissionPurpose> = {
  openid: {
    group: "sign_in",
    usedFor: "Signs a person in with their work account.",
    withoutIt: "Nobody can sign in with Microsoft.",
  },
  profile: {
    group: "sign_in",
    usedFor: "Reads the name of the person who signs in.",
    withoutIt: "The person is shown by address only.",
  },
  email: {
    group: "sign_in",
    usedFor: "Reads the address of the person who signs in, to tell colleagues from customers.",
    withoutIt: "The person has to type the address.",
  },
  offline_access: {
    group: "sign_in",
    usedFor: "Keeps mail in step while Outlook is closed.",
    withoutIt: "The person has to sign in again about every hour.",
  },
  "User.Read": {
    group: "sign_in",
    usedFor: "Reads the profile of the person who signs in.",
    withoutIt: "The mailbox cannot be tied to the right person.",
  },
  "User.ReadBasic.All": {
    group: "directory",
    usedFor: "Recognises colleagues by name and address, so that internal mail stays out of Salesforce.",
    withoutIt: "Colleagues are recognised by mail domain only.",
  },
  "Mail.Read": {
    group: "mail",
    usedFor: "Reads the person's own mail to save what concerns a customer.",
    withoutIt: "No mail is saved by itself.",
  },
  "Mail.ReadWrite": {
    group: "mail",
    usedFor: "Reads the person's own mail to save what concerns a customer, and marks what has been saved.",
    withoutIt: "No mail is saved by itself.",
  },
  "Mail.Send": {
    group: "mail",
    usedFor: "Sends mail that the person has written in the sidebar.",
    withoutIt: "Mail is sent from Outlook only.",
  },
  "Calendars.Read": {
    group: "calendar",
    usedFor: "Reads the person's own meetings to save those with customers.",
    withoutIt: "Meetings are not saved.",
  },
  "Calendars.ReadWrite": {
    group: "calendar",
    usedFor: "Saves meetings with customers, and brings Salesforce events into the calendar.",
    withoutIt: "Meetings are not kept in step.",
  },
  "Contacts.ReadWrite": {
    group: "contacts",
    usedFor: "Keeps the person's Outlook contacts in step with Salesforce.",
    withoutIt: "Contacts are not kept in step.",
  },
  "Tasks.ReadWrite": {
    group: "tasks",
    usedFor: "Keeps the person's tasks in step with Salesforce.",
    withoutIt: "Tasks are not kept in step.",
  },
  "MailboxSettings.ReadWrite": {
    group: "mail",
    usedFor: "Reads the mailbox's time zone and language, and creates the categories that mark saved mail.",
    withoutIt: "Times may be off, and saved mail is not marked.",
  },
  "MailboxSettings.Read": {
    group: "mail",
    usedFor: "Reads the mailbox's time zone and language.",
    withoutIt: "Times may be off.",
  },
  "EWS.AccessAsUser.All": {
    group: "legacy",
    usedFor:
      "Reaches mailboxes through Exchange Web Services where an operator has switched the legacy option on.",
    withoutIt: "Nothing on Exchange Online, where this way in has been switched off.",
  },
};

/** The purpose of a permission that the product asks; throws for one that nobody has explained yet. */
export function getPermissionPurpose(claimValue: string): PermissionPurpose {
  const purpose = purposes[claimValue];
  if (!purpose) throw new Error(`No purpose is written down for the permission ${claimValue}`);
  return purpose;
}

/** What the permissions do not allow; each sentence holds for every tier. */
export const whatIsNotAllowed: readonly string[] = [
  "It cannot read the mailbox of anybody who has not connected it.",
  "It cannot act with more rights than the person who is signed in.",
  "It cannot read files, chats or Teams messages.",
  "It cannot change accounts, groups or settings of your organization.",
];
