import { defineMessages } from "@outrigger/ui";
import { countOf } from "../../count-of.ts";

const people = (count: number) => countOf(count, "person", "people");

export const tierMessagesOf = defineMessages({
  title: "What may be asked",
  lead: "Your organization decides how much is asked of Microsoft. Less is approved sooner; features without their permission say so.",
  tableLabel: "The four choices side by side",
  sidebar_only: "Sidebar only",
  mail_read_only: "Read mail",
  mail_and_calendar: "Mail and calendar",
  everything: "Everything",
  sidebar_onlyText: "No mailbox is connected, and nobody signs in to Microsoft.",
  mail_read_onlyText: "Mail is read and saved; nothing in Outlook is changed.",
  mail_and_calendarText: "Also lets saved mail be marked, and meetings be kept in step.",
  everythingText: "Also contacts, tasks and sending.",
  inUse: "In use",
  inUseByDefault: "In use, as installed",
  whatWorks: "What works",
  permissions: "Permissions",
  noPermissions: "None",
  approval: "Administrator's approval",
  nobody: "Not needed",
  user: "Not needed: people agree for themselves",
  administrator: "Needed once, where Microsoft manages consent",
  people: "Connected people",
  nobodyConnected: "Nobody yet",
  connected: (count: number) => `${people(count)} connected`,
  toApprove: (count: number) => (count === 1 ? "1 to be approved again" : `${count} to be approved again`),
  stops: "automatic saving stops",
  choose: (tier: string) => `Choose ${tier}`,
  notAllowed: "This installation does not offer it.",
  yes: "Yes",
  no: "No",
  later: "Not built yet",
  sidebar: "Sidebar, and saving the open email",
  recognize_colleagues: "Recognising colleagues of other domains",
  automatic_saving: "Saving mail by itself",
  calendar: "Meetings",
  mark_saved_mail: "Marking saved mail with a category",
  contacts: "Contacts",
  tasks: "Tasks",
  sending: "Sending mail",

  featuresTitle: "Features and their permissions",
  feature: "Feature",
  from: "From",
  status: "Status",
  available: "Works",
  not_in_tier: "Off: not in your choice",
  not_granted: "Waits for Microsoft's grant",
  not_built: "Not built yet",

  dialogTitle: (tier: string) => `Choose “${tier}”?`,
  dialogGains: (features: string) => `Adds: ${features}.`,
  dialogLoses: (features: string) => `Turns off: ${features}.`,
  dialogAsks: (permissions: string) => `Also asks for ${permissions}.`,
  dialogDrops: (permissions: string) => `No longer asks for ${permissions}.`,
  dialogNobody: "Nobody is connected yet, so nothing changes for anybody today.",
  dialogKeeps: (count: number) =>
    `${people(count)} ${count === 1 ? "is" : "are"} connected and ${count === 1 ? "stays" : "stay"} so.`,
  dialogApprove: (count: number) =>
    `${people(count)} would have to be approved again for what is added. Until then everything goes on with what is granted.`,
  dialogStops: (count: number) =>
    `For ${people(count)}, mail is no longer saved by itself. The connection is kept unused, so that a change of mind costs no click.`,
  dialogGrants:
    "What Microsoft has granted beyond this stays granted until an administrator takes it back; this page then shows how.",
  dialogPending: "Requests that wait at an administrator follow your choice under the same link.",
  dialogWithdrawn: "Requests that wait at an administrator are withdrawn.",
  dialogSubmit: (tier: string) => `Choose ${tier}`,

  addedTitle: (tenant: string) => `${tenant}: an approval is needed for what was added`,
  added: (count: number) => `${people(count)} ${count === 1 ? "is" : "are"} connected without:`,
  addedText:
    "They keep working with what they have. A Microsoft 365 administrator approves the rest once, for everybody.",
  ask: "Make a link for the administrator",
  askedText: "Send this link to a Microsoft 365 administrator. It is shown once and works for 14 days.",
  copyLink: "Copy the link",
  linkLabel: "Link for the administrator",
  takeBackTitle: (tenant: string) => `${tenant}: granted, no longer asked`,
  takeBackText:
    "Microsoft granted these before your organization chose less. They are not asked any more. A Microsoft 365 administrator can take them back, in the Entra admin center (Enterprise applications, Permissions, Revoke permission), or with Microsoft Graph PowerShell:",
  copyCommand: "Copy the commands",
});

export type TierMessages = ReturnType<typeof tierMessagesOf>;
