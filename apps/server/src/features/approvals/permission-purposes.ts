import type { AskedPermission } from "@outrigger/api-contract";

interface PermissionPurpose {
  group: AskedPermission["group"];
  usedFor: string;
  withoutIt: string;
}

/**
 * Why each permission is asked, in the words that the administrator reads, and true of this version: what nothing uses
 * yet says so. Keys are claim values.
 */
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
    usedFor:
      "For recognising colleagues in other domains by their address. Not used yet; asked now so that you are asked once.",
    withoutIt: "Nothing changes today: colleagues are recognised by mail domain.",
  },
  "Mail.Read": {
    group: "mail",
    usedFor: "Reads the person's own mail to save what concerns a customer.",
    withoutIt: "No mail is saved by itself.",
  },
  "Mail.ReadWrite": {
    group: "mail",
    usedFor:
      "Reads the person's own mail to save what concerns a customer. Writing is for marking saved mail, which comes later.",
    withoutIt: "No mail is saved by itself.",
  },
  "Mail.Send": {
    group: "mail",
    usedFor: "For sending mail written in the sidebar. Not used yet.",
    withoutIt: "Nothing changes today.",
  },
  "Calendars.Read": {
    group: "calendar",
    usedFor: "For saving meetings with customers. Not used yet; asked now so that you are asked once.",
    withoutIt: "Nothing changes today.",
  },
  "Calendars.ReadWrite": {
    group: "calendar",
    usedFor:
      "For keeping meetings with customers in step with Salesforce. Not used yet; asked now so that you are asked once.",
    withoutIt: "Nothing changes today.",
  },
  "Contacts.ReadWrite": {
    group: "contacts",
    usedFor: "For keeping Outlook contacts in step with Salesforce. Not used yet.",
    withoutIt: "Nothing changes today.",
  },
  "Tasks.ReadWrite": {
    group: "tasks",
    usedFor: "For keeping tasks in step with Salesforce. Not used yet.",
    withoutIt: "Nothing changes today.",
  },
  "MailboxSettings.ReadWrite": {
    group: "mail",
    usedFor:
      "For the categories that will mark saved mail. Not used yet; asked now so that you are asked once.",
    withoutIt: "Nothing changes today.",
  },
  "MailboxSettings.Read": {
    group: "mail",
    usedFor: "For the mailbox's time zone and language. Not used yet.",
    withoutIt: "Nothing changes today.",
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

/** The groups in a few words, for a mail. */
export const groupNames: Readonly<Record<AskedPermission["group"], string>> = {
  sign_in: "Sign-in of each person",
  directory: "Colleagues' names and addresses",
  mail: "Each person's own mail",
  calendar: "Each person's own calendar",
  contacts: "Each person's own contacts",
  tasks: "Each person's own tasks",
  legacy: "Each person's own mailbox through Exchange Web Services",
};

/**
 * A permission that reaches less and still does something, and what is lost with it. The organization chooses what is
 * asked; an administrator who wants less tells them which.
 */
const lesserChoices: Readonly<Record<string, NonNullable<AskedPermission["lesserChoice"]>>> = {
  "Mail.ReadWrite": {
    claimValue: "Mail.Read",
    whatChanges: "Mail is read and saved as before. It cannot be marked in Outlook as saved.",
  },
  "Calendars.ReadWrite": {
    claimValue: "Calendars.Read",
    whatChanges: "Meetings can be read, but nothing is written to the calendar.",
  },
  "Contacts.ReadWrite": {
    claimValue: "Contacts.Read",
    whatChanges: "Contacts can be read, but nothing is written to Outlook.",
  },
  "MailboxSettings.ReadWrite": {
    claimValue: "MailboxSettings.Read",
    whatChanges: "Time zone and language can be read, but no categories are made.",
  },
  "Tasks.ReadWrite": {
    claimValue: "Tasks.Read",
    whatChanges: "Tasks can be read, but nothing is written to Outlook.",
  },
};

export function findLesserChoice(claimValue: string): AskedPermission["lesserChoice"] {
  return lesserChoices[claimValue] ?? null;
}

/** What the permissions do not allow; each sentence holds for every tier. */
export const whatIsNotAllowed: readonly string[] = [
  "It cannot read the mailbox of anybody who has not connected it.",
  "It cannot act with more rights than the person who is signed in.",
  "It cannot read files, chats or Teams messages.",
  "It cannot change accounts, groups or settings of your organization.",
];
