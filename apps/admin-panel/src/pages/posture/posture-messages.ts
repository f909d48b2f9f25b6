import type { PostureOutcome, PosturePermissionKind, TenantPosture } from "@outrigger/api-contract";
import { defineMessages } from "@outrigger/ui";
import { countOf, listNames } from "../../count-of.ts";

type Person = TenantPosture["rows"][number]["person"];
type Source = NonNullable<TenantPosture["reading"]>["source"];

const people: Readonly<Record<Person, string>> = {
  user: "Ordinary user",
  assigned_user: "Assigned user",
  guest: "Guest",
  cloud_application_administrator: "Cloud Application Administrator",
  global_administrator: "Global Administrator",
};
const kinds: Readonly<Record<PosturePermissionKind, string>> = {
  sign_in: "Sign in",
  people: "See colleagues",
  read_mail: "Read mail",
  write_mail: "Read and file mail",
  send_mail: "Send mail",
  calendar: "Calendar",
  contacts: "Contacts",
  tasks: "Tasks",
  mailbox_settings: "Mailbox settings",
  other: "Other",
  mailbox: "Everything",
};
const outcomes: Readonly<Record<PostureOutcome, string>> = {
  code: "Goes through",
  consent_prompt: "Is asked, may accept",
  need_admin_approval: "Need admin approval",
  approval_request: "Approval required",
  error: "Error page",
};
const sources: Readonly<Record<Source, (reader: string) => string>> = {
  administrator: (reader) => `with the sign-in of ${reader}`,
  file: (reader) => `from a file that ${reader} brought`,
  watch: (reader) => `by itself, with the leave of ${reader}`,
};

export const postureMessagesOf = defineMessages({
  title: "Posture",
  lead: (product: string) =>
    `What the settings of your company's Microsoft 365 mean for ${product}: who gets through, who does not, and which setting decides.`,
  emptyTitle: "No Microsoft 365 tenant is known yet",
  empty:
    "It becomes known with the first person who sets up sync, or when an administrator signs in here to read the settings.",
  readFirst: "Read the settings",
  readAgain: "Read again",
  reading: "Reading…",
  goingToMicrosoft: "Going to Microsoft…",
  readWhy:
    "An administrator signs in at Microsoft. Only read permissions are asked, for an hour; nothing in Microsoft 365 is changed.",
  notRead: (product: string) =>
    `Nobody has read these settings yet. Below is what Microsoft's defaults would mean for ${product}; yours may differ.`,
  readBy: (source: Source, reader: string) => sources[source](reader),
  readAt: "Last read:",
  signedInAs: (name: string) => `Signed in at Microsoft as ${name}.`,
  signOut: "Sign out there",
  verdictClear: "Nothing blocks an ordinary user.",
  verdictMaybeClear: "Nothing that is known blocks an ordinary user.",
  verdictBlocked: "This blocks people",
  verdictMaybe: "This probably blocks people",
  whoCanChange: (actors: readonly string[]) =>
    `Who can change it: ${new Intl.ListFormat("en", { type: "disjunction" }).format(actors)}.`,
  leastFix: "The least fix",
  behind: "Behind it",
  toApprovals: "Ask for the approval",
  toMicrosoft: "Open it at Microsoft",
  matrixTitle: "Who will see what",
  matrixHint: "For somebody who is not connected yet. Open a cell for the setting that decides it.",
  matrixLabel: (tenant: string) => `Who will see what in ${tenant}`,
  who: "Who",
  showAll: "Show permissions that are not asked",
  showAsked: "Show only what is asked",
  notAsked: "not asked",
  person: (person: Person) => people[person],
  kind: (kind: PosturePermissionKind) => kinds[kind],
  outcome: (outcome: PostureOutcome) => outcomes[outcome],
  notKnown: "Not known",
  either: (possible: readonly PostureOutcome[]) =>
    `Either: ${possible.map((outcome) => outcomes[outcome]).join(", or ")}.`,
  hangsOn: (parts: readonly string[]) => `It hangs on ${listNames([...parts], 4)}, which was not read.`,
  setting: "Setting",
  grantsTitle: "What is granted",
  grantsLabel: (tenant: string) => `Permissions granted in ${tenant}`,
  grantsNone: "Nothing is granted to anybody yet.",
  grantsUnread: "Grants were not read. This is what the tokens of connected people prove:",
  apiName: "API name",
  claimValue: "Claim value",
  permission: "Permission",
  type: "Type",
  grantedThrough: "Granted through",
  adminConsent: "Admin consent",
  userConsent: (name: string) => `User consent: ${name}`,
  grantedBy: "Granted by",
  when: "When",
  notTold: "Not told",
  grantedByHint: "Microsoft's audit log tells who granted something, for 30 days at most.",
  unknownTitle: (count: number) => `${countOf(count, "part is", "parts are")} not known`,
  unknownLine: (part: string, reason: string, assumed: string) => `${part} ${reason}. Supposed: ${assumed}.`,
  wouldTell: (scope: string) => `${scope} would tell.`,
  everythingRead: "Every part was read.",
  requestsTitle: "Requests at Microsoft",
  secretsTitle: "Secrets of the registration",
  secretEnds: (name: string) => `${name === "" ? "A secret" : name} ends`,
  historyTitle: (count: number) => `${countOf(count, "reading", "readings")} so far`,
  watchTitle: "Keep watching",
  watchOff: (product: string) =>
    `${product} can read these settings every day and tell you when something changes, before people meet a wall. An administrator gives leave for that, read-only, and you can end it here.`,
  watchOn: (reader: string) => `${reader} lets these settings be read every day.`,
  watchEnded: (reader: string) =>
    `Microsoft no longer takes the sign-in of ${reader}: nobody watches at the moment.`,
  watchAsked: "Asked for",
  lastRead: "Last read",
  neverRead: "not yet",
  startWatching: "Sign in to keep watching",
  signInAgain: "Sign in again",
  readNow: "Read now",
  stopWatching: "Stop watching",
  stopTitle: "Stop watching?",
  stopBody:
    "The administrator's leave and its token are deleted. Readings and notices so far stay. Watching again takes a new sign-in.",
  cancel: "Keep watching",
  ownTitle: "Read it without signing in here",
  ownHint:
    "For administrators who trust nobody: run these read-only commands yourself, look at the file they leave, and bring it here.",
  upload: "Bring the file",
  uploading: "Reading the file…",
  notJson: "This is no JSON file. Bring the file tenant-reading.json that the commands leave.",
  tooLarge: "This file is larger than 3 MB. A reading never is.",
  commandTitle: (kind: "graph" | "powershell" | "azure-cli") =>
    ({ graph: "Graph", powershell: "PowerShell", "azure-cli": "Azure CLI" })[kind],
});
