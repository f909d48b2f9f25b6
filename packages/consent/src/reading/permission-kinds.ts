import { formatScope, parseScopes } from "../parse-scopes.ts";

/** Kinds of permission as people name them, in the order in which they are shown. */
export const permissionKinds = [
  "sign_in",
  "people",
  "read_mail",
  "write_mail",
  "send_mail",
  "calendar",
  "contacts",
  "tasks",
  "mailbox_settings",
  "other",
  "mailbox",
] as const;
export type PermissionKind = (typeof permissionKinds)[number];

/** One kind of permission and the scopes that are asked for it, as they are sent to /authorize. */
export type PermissionQuestion = { kind: PermissionKind; scope: string };

const SIGN_IN = new Set(["openid", "profile", "email", "offline_access", "user.read"]);

function kindOf(value: string): PermissionKind {
  const name = value.toLowerCase();
  if (SIGN_IN.has(name)) return "sign_in";
  if (name.startsWith("mail.send")) return "send_mail";
  if (name.startsWith("mail.readwrite") || name.startsWith("ews.")) return "write_mail";
  if (name.startsWith("mail.read")) return "read_mail";
  if (name.startsWith("calendars.")) return "calendar";
  if (name.startsWith("contacts.")) return "contacts";
  if (name.startsWith("tasks.")) return "tasks";
  if (name.startsWith("mailboxsettings.")) return "mailbox_settings";
  if (name.startsWith("user.") || name.startsWith("people.")) return "people";
  return "other";
}

/** Splits what is asked into its kinds, each asked for on top of the sign-in. Pure. */
export function questionsByKind(signIn: string, scope: string): PermissionQuestion[] {
  const asked = parseScopes(scope).permissions;
  return permissionKinds.flatMap((kind) => {
    const permissions = asked.filter(({ value }) => kindOf(value) === kind);
    if (permissions.length === 0 || kind === "sign_in") return [];
    return [{ kind, scope: [signIn, ...permissions.map((permission) => formatScope(permission))].join(" ") }];
  });
}
