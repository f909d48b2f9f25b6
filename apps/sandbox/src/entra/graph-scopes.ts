/** A delegated permission as its API publishes it (Graph: `oauth2PermissionScopes`). */
export interface PublishedScope {
  readonly id: string;
  readonly value: string;
  /** `Admin` means that only an administrator may ever consent to it. */
  readonly type: "User" | "Admin";
  readonly adminConsentDisplayName: string;
  readonly adminConsentDescription: string;
  readonly userConsentDisplayName: string;
  readonly userConsentDescription: string;
}

/**
 * Microsoft Graph's delegated permissions that the sandbox knows, with the strings of Graph's own service principal.
 * Trailing spaces in some names are Microsoft's.
 */
export const graphScopes: readonly PublishedScope[] = [
  {
    id: "37f7f235-527c-4136-accd-4a02d197296e",
    value: "openid",
    type: "User",
    adminConsentDisplayName: "Sign users in",
    adminConsentDescription:
      "Allows users to sign in to the app with their work or school accounts and allows the app to see basic user profile information.",
    userConsentDisplayName: "Sign in as you",
    userConsentDescription:
      "Allows you to sign in to the app with your work or school account and allows the app to read your basic profile information.",
  },
  {
    id: "14dad69e-099b-42c9-810b-d002981feec1",
    value: "profile",
    type: "User",
    adminConsentDisplayName: "View users' basic profile",
    adminConsentDescription:
      "Allows the app to see your users' basic profile (e.g., name, picture, user name, email address)",
    userConsentDisplayName: "View your basic profile",
    userConsentDescription:
      "Allows the app to see your basic profile (e.g., name, picture, user name, email address)",
  },
  {
    id: "64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0",
    value: "email",
    type: "User",
    adminConsentDisplayName: "View users' email address",
    adminConsentDescription: "Allows the app to read your users' primary email address",
    userConsentDisplayName: "View your email address",
    userConsentDescription: "Allows the app to read your primary email address",
  },
  {
    id: "7427e0e9-2fba-42fe-b0c0-848c9e6a8182",
    value: "offline_access",
    type: "User",
    adminConsentDisplayName: "Maintain access to data you have given it access to",
    adminConsentDescription:
      "Allows the app to see and update the data you gave it access to, even when users are not currently using the app. This does not give the app any additional permissions.",
    userConsentDisplayName: "Maintain access to data you have given it access to",
    userConsentDescription:
      "Allows the app to see and update the data you gave it access to, even when you are not currently using the app. This does not give the app any additional permissions.",
  },
  {
    id: "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
    value: "User.Read",
    type: "User",
    adminConsentDisplayName: "Sign in and read user profile",
    adminConsentDescription:
      "Allows users to sign-in to the app, and allows the app to read the profile of signed-in users. It also allows the app to read basic company information of signed-in users.",
    userConsentDisplayName: "Sign you in and read your profile",
    userConsentDescription:
      "Allows you to sign in to the app with your organizational account and let the app read your profile. It also allows the app to read basic company information.",
  },
  {
    id: "b340eb25-3456-403f-be2f-af7a0d370277",
    value: "User.ReadBasic.All",
    type: "User",
    adminConsentDisplayName: "Read all users' basic profiles",
    adminConsentDescription:
      "Allows the app to read a basic set of profile properties of other users in your organization on behalf of the signed-in user. This includes display name, first and last name, email address and photo.",
    userConsentDisplayName: "Read all users' basic profiles",
    userConsentDescription:
      "Allows the app to read a basic set of profile properties of other users in your organization on your behalf. Includes display name, first and last name, email address and photo.",
  },
  {
    id: "a154be20-db9c-4678-8ab7-66f6cc099a59",
    value: "User.Read.All",
    type: "Admin",
    adminConsentDisplayName: "Read all users' full profiles",
    adminConsentDescription:
      "Allows the app to read the full set of profile properties, reports, and managers of other users in your organization, on behalf of the signed-in user.",
    userConsentDisplayName: "Read all users' full profiles",
    userConsentDescription:
      "Allows the app to read the full set of profile properties, reports, and managers of other users in your organization, on your behalf.",
  },
  {
    id: "570282fd-fa5c-430d-a7fd-fc8dc98a9dca",
    value: "Mail.Read",
    type: "User",
    adminConsentDisplayName: "Read user mail ",
    adminConsentDescription: "Allows the app to read email in user mailboxes.",
    userConsentDisplayName: "Read your mail ",
    userConsentDescription: "Allows the app to read email in your mailbox.",
  },
  {
    id: "a4b8392a-d8d1-4954-a029-8e668a39a170",
    value: "Mail.ReadBasic",
    type: "User",
    adminConsentDisplayName: "Read user basic mail",
    adminConsentDescription:
      "Allows the app to read email in user mailboxes without the body, previewBody, attachments and any extended properties.",
    userConsentDisplayName: "Read your basic mail",
    userConsentDescription:
      "Allows the app to read email in your mailbox without the body, previewBody, attachments and any extended properties.",
  },
  {
    id: "024d486e-b451-40bb-833d-3e66d98c5c73",
    value: "Mail.ReadWrite",
    type: "User",
    adminConsentDisplayName: "Read and write access to user mail ",
    adminConsentDescription:
      "Allows the app to create, read, update, and delete email in user mailboxes. Does not include permission to send mail.",
    userConsentDisplayName: "Read and write access to your mail ",
    userConsentDescription:
      "Allows the app to read, update, create and delete email in your mailbox. Does not include permission to send mail.",
  },
  {
    id: "e383f46e-2787-4529-855e-0e479a3ffac0",
    value: "Mail.Send",
    type: "User",
    adminConsentDisplayName: "Send mail as a user ",
    adminConsentDescription: "Allows the app to send mail as users in the organization.",
    userConsentDisplayName: "Send mail as you ",
    userConsentDescription: "Allows the app to send mail as you.",
  },
  {
    id: "7b9103a5-4610-446b-9670-80643382c1fa",
    value: "Mail.Read.Shared",
    type: "User",
    adminConsentDisplayName: "Read user and shared mail",
    adminConsentDescription:
      "Allows the app to read mail a user can access, including their own and shared mail.",
    userConsentDisplayName: "Read mail you can access",
    userConsentDescription: "Allows the app to read mail you can access, including shared mail.",
  },
  {
    id: "5df07973-7d5d-46ed-9847-1271055cbd51",
    value: "Mail.ReadWrite.Shared",
    type: "User",
    adminConsentDisplayName: "Read and write user and shared mail",
    adminConsentDescription:
      "Allows the app to create, read, update, and delete mail a user has permission to access, including their own and shared mail.",
    userConsentDisplayName: "Read and write mail you can access",
    userConsentDescription:
      "Allows the app to read, update, create, and delete mail you have permission to access, including your own and shared mail.",
  },
  {
    id: "a367ab51-6b49-43bf-a716-a1fb06d2a174",
    value: "Mail.Send.Shared",
    type: "User",
    adminConsentDisplayName: "Send mail on behalf of others",
    adminConsentDescription:
      "Allows the app to send mail as the signed-in user, including sending on-behalf of others.",
    userConsentDisplayName: "Send mail on behalf of others or yourself",
    userConsentDescription: "Allows the app to send mail as you or on-behalf of someone else.",
  },
  {
    id: "465a38f9-76ea-45b9-9f34-9e8b0d4b0b42",
    value: "Calendars.Read",
    type: "User",
    adminConsentDisplayName: "Read user calendars ",
    adminConsentDescription: "Allows the app to read events in user calendars.",
    userConsentDisplayName: "Read your calendars ",
    userConsentDescription: "Allows the app to read events in your calendars.",
  },
  {
    id: "662d75ba-a364-42ad-adee-f5f880ea4878",
    value: "Calendars.ReadBasic",
    type: "User",
    adminConsentDisplayName: "Read basic details of user calendars",
    adminConsentDescription:
      "Allows the app to read events in user calendars, except for properties such as body, attachments, and extensions.",
    userConsentDisplayName: "Read basic details of your calendars",
    userConsentDescription:
      "Allows the app to read events in your calendars, except for properties such as body, attachments, and extensions.",
  },
  {
    id: "1ec239c2-d7c9-4623-a91a-a9775856bb36",
    value: "Calendars.ReadWrite",
    type: "User",
    adminConsentDisplayName: "Have full access to user calendars ",
    adminConsentDescription: "Allows the app to create, read, update, and delete events in user calendars.",
    userConsentDisplayName: "Have full access to your calendars  ",
    userConsentDescription: "Allows the app to read, update, create and delete events in your calendars.",
  },
  {
    id: "12466101-c9b8-439a-8589-dd09ee67e8e9",
    value: "Calendars.ReadWrite.Shared",
    type: "User",
    adminConsentDisplayName: "Read and write user and shared calendars",
    adminConsentDescription:
      "Allows the app to create, read, update and delete events in all calendars in the organization user has permissions to access.",
    userConsentDisplayName: "Read and write to your and shared calendars",
    userConsentDescription:
      "Allows the app to read, update, create and delete events in all calendars in your organization you have permissions to access.",
  },
  {
    id: "ff74d97f-43af-4b68-9f2a-b77ee6968c5d",
    value: "Contacts.Read",
    type: "User",
    adminConsentDisplayName: "Read user contacts ",
    adminConsentDescription: "Allows the app to read user contacts.",
    userConsentDisplayName: "Read your contacts ",
    userConsentDescription: "Allows the app to read contacts in your contact folders.",
  },
  {
    id: "d56682ec-c09e-4743-aaf4-1a3aac4caa21",
    value: "Contacts.ReadWrite",
    type: "User",
    adminConsentDisplayName: "Have full access to user contacts ",
    adminConsentDescription: "Allows the app to create, read, update, and delete user contacts.",
    userConsentDisplayName: "Have full access of your contacts ",
    userConsentDescription:
      "Allows the app to read, update, create and delete contacts in your contact folders.",
  },
  {
    id: "87f447af-9fa4-4c32-9dfa-4a57a73d18ce",
    value: "MailboxSettings.Read",
    type: "User",
    adminConsentDisplayName: "Read user mailbox settings",
    adminConsentDescription:
      "Allows the app to read user's mailbox settings. Does not include permission to send mail.",
    userConsentDisplayName: "Read your mailbox settings",
    userConsentDescription: "Allows the app to read your mailbox settings.",
  },
  {
    id: "818c620a-27a9-40bd-a6a5-d96f7d610b4b",
    value: "MailboxSettings.ReadWrite",
    type: "User",
    adminConsentDisplayName: "Read and write user mailbox settings",
    adminConsentDescription:
      "Allows the app to create, read, update, and delete user's mailbox settings. Does not include permission to send mail.",
    userConsentDisplayName: "Read and write to your mailbox settings",
    userConsentDescription: "Allows the app to read, update, create, and delete your mailbox settings.",
  },
  {
    id: "077fde41-7e0b-4c5b-bcd1-e9d743a30c80",
    value: "MailboxFolder.ReadWrite",
    type: "User",
    adminConsentDisplayName: "Read and write user mailbox folders",
    adminConsentDescription:
      "Allows the app to read and write the user's mailbox folders, on behalf of the signed-in user.",
    userConsentDisplayName: "Read and write to your mailbox folders",
    userConsentDescription: "Allows the app to read and write your mailbox folders, on your behalf.",
  },
  {
    id: "82305458-296d-4edd-8b0b-74dd74c34526",
    value: "MailboxItem.Read",
    type: "User",
    adminConsentDisplayName: "Read user mailbox items",
    adminConsentDescription:
      "Allows the app to read the user's mailbox items, on behalf of the signed-in user.",
    userConsentDisplayName: "Read your mailbox items",
    userConsentDescription: "Allows the app to read your mailbox items, on your behalf.",
  },
  {
    id: "f45671fb-e0fe-4b4b-be20-3d3ce43f1bcb",
    value: "Tasks.Read",
    type: "User",
    adminConsentDisplayName: "Read user's tasks and task lists",
    adminConsentDescription:
      "Allows the app to read the signed-in user's tasks and task lists, including any shared with the user.",
    userConsentDisplayName: "Read your tasks and task lists",
    userConsentDescription:
      "Allows the app to read your tasks and task lists, including any shared with you.",
  },
  {
    id: "2219042f-cab5-40cc-b0d2-16b1540b4c5f",
    value: "Tasks.ReadWrite",
    type: "User",
    adminConsentDisplayName: "Create, read, update, and delete user's tasks and task lists",
    adminConsentDescription:
      "Allows the app to create, read, update, and delete the signed-in user's tasks and task lists, including any shared with the user.",
    userConsentDisplayName: "Create, read, update, and delete your tasks and task lists",
    userConsentDescription:
      "Allows the app to create, read, update, and delete your tasks and task lists, including any shared with you.",
  },
  {
    id: "ba47897c-39ec-4d83-8086-ee8256fa737d",
    value: "People.Read",
    type: "User",
    adminConsentDisplayName: "Read users' relevant people lists",
    adminConsentDescription: "Allows the app to read a ranked list of relevant people of the signed-in user.",
    userConsentDisplayName: "Read your relevant people list",
    userConsentDescription:
      "Allows the app to read a list of people in the order that is most relevant to you.",
  },
  {
    id: "9769c687-087d-48ac-9cb3-c37dde652038",
    value: "EWS.AccessAsUser.All",
    type: "User",
    adminConsentDisplayName: "Access mailboxes as the signed-in user via Exchange Web Services",
    adminConsentDescription:
      "Allows the app to have the same access to mailboxes as the signed-in user via Exchange Web Services.",
    userConsentDisplayName: "Access your mailboxes",
    userConsentDescription: "Allows the app full access to your mailboxes on your behalf.",
  },
  {
    id: "5f8c59db-677d-491f-a6b8-5f174b11ec1d",
    value: "Group.Read.All",
    type: "Admin",
    adminConsentDisplayName: "Read all groups",
    adminConsentDescription:
      "Allows the app to list groups, and to read their properties and all group memberships on behalf of the signed-in user.",
    userConsentDisplayName: "Read all groups",
    userConsentDescription:
      "Allows the app to list groups, and to read their properties and all group memberships on your behalf.",
  },
  {
    id: "bc024368-1153-4739-b217-4326f2e966d0",
    value: "GroupMember.Read.All",
    type: "Admin",
    adminConsentDisplayName: "Read group memberships",
    adminConsentDescription:
      "Allows the app to list groups, read basic group properties and read membership of all groups the signed-in user has access to.",
    userConsentDisplayName: "Read group memberships",
    userConsentDescription:
      "Allows the app to list groups, read basic group properties and read membership of all your groups.",
  },
  {
    id: "2f9ee017-59c1-4f1d-9472-bd5529a7b311",
    value: "Domain.Read.All",
    type: "Admin",
    adminConsentDisplayName: "Read domains.",
    adminConsentDescription: "Allows the app to read all domain properties on behalf of the signed-in user.",
    userConsentDisplayName: "Read domains.",
    userConsentDescription: "Allows the app to read all domain properties on your behalf.",
  },
];
