import { EXCHANGE_ONLINE_APP_ID, MICROSOFT_GRAPH_APP_ID } from "@outrigger/consent";

type Row = readonly [id: string, value: string, displayName: string, description: string];

/** Application permissions that the APIs publish, out of many; the sandbox grants none of them. */
const rows: Readonly<Record<string, readonly Row[]>> = {
  [MICROSOFT_GRAPH_APP_ID]: [
    [
      "810c84a8-4a9e-49e6-bf7d-12d183f40d01",
      "Mail.Read",
      "Read mail in all mailboxes",
      "Allows the app to read mail in all mailboxes without a signed-in user.",
    ],
    [
      "e2a3a72e-5f79-4c64-b1b1-878b674786c9",
      "Mail.ReadWrite",
      "Read and write mail in all mailboxes",
      "Allows the app to create, read, update, and delete mail in all mailboxes without a signed-in user. Does not include permission to send mail.",
    ],
    [
      "b633e1c5-b582-4048-a93e-9f11b44c7e96",
      "Mail.Send",
      "Send mail as any user",
      "Allows the app to send mail as any user without a signed-in user.",
    ],
    [
      "ef54d2bf-783f-4e0f-bca1-3210c0444d99",
      "Calendars.ReadWrite",
      "Read and write calendars in all mailboxes",
      "Allows the app to create, read, update, and delete events of all calendars without a signed-in user.",
    ],
    [
      "df021288-bdef-4463-88db-98f22de89214",
      "User.Read.All",
      "Read all users' full profiles",
      "Allows the app to read user profiles without a signed in user.",
    ],
    [
      "7ab1d382-f21e-4acd-a863-ba3e13f7da61",
      "Directory.Read.All",
      "Read directory data",
      "Allows the app to read data in your organization's directory, such as users, groups and apps, without a signed-in user.",
    ],
  ],
  [EXCHANGE_ONLINE_APP_ID]: [
    [
      "dc890d15-9560-4a4c-9b7f-a736ec74ec40",
      "full_access_as_app",
      "Use Exchange Web Services with full access to all mailboxes",
      "Allows the app to have full access via Exchange Web Services to all mailboxes without a signed-in user.",
    ],
  ],
};

/** Graph's appRole of each; empty for applications that are no API of Microsoft's. */
export function appRolesOf(appId: string) {
  return (rows[appId] ?? []).map(([id, value, displayName, description]) => ({
    allowedMemberTypes: ["Application"],
    description,
    displayName,
    id,
    isEnabled: true,
    origin: "Application",
    value,
  }));
}
