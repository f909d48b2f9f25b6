/**
 * Asked for at sign-in: nothing here is on Microsoft's exclusion list, so a user can consent where the tenant lets Microsoft manage
 * consent, and the refresh token serves the mailbox scopes later without a click.
 */
export const SIGN_IN_SCOPES: readonly string[] = [
  "openid",
  "profile",
  "email",
  "offline_access",
  "User.Read",
];

/** How much an organization lets the product ask of Microsoft, least first. */
export const permissionTiers = ["sidebar_only", "mail_read_only", "mail_and_calendar", "everything"] as const;
export type PermissionTier = (typeof permissionTiers)[number];

/** What people notice, tied to the scopes it cannot do without. */
export const permissionFeatures = [
  "sidebar",
  "recognize_colleagues",
  "automatic_saving",
  "calendar",
  "mark_saved_mail",
  "contacts",
  "tasks",
  "sending",
] as const;
export type PermissionFeature = (typeof permissionFeatures)[number];

interface FeatureNeeds {
  readonly lowestTier: PermissionTier;
  /** Delegated scopes of Microsoft Graph; none where Office.js suffices. */
  readonly scopes: readonly string[];
}

/**
 * The one table that ties features to scopes; what a tier asks follows from it. The order is that in which scopes are
 * asked. Marking mail writes its categories, and the mailbox keeps the list of them in its settings (Graph: message, update;
 * outlookUser, create masterCategory).
 */
const needs: Readonly<Record<PermissionFeature, FeatureNeeds>> = {
  sidebar: { lowestTier: "sidebar_only", scopes: [] },
  recognize_colleagues: { lowestTier: "mail_read_only", scopes: ["User.ReadBasic.All"] },
  automatic_saving: { lowestTier: "mail_read_only", scopes: ["Mail.Read"] },
  calendar: { lowestTier: "mail_and_calendar", scopes: ["Calendars.ReadWrite"] },
  mark_saved_mail: {
    lowestTier: "mail_and_calendar",
    scopes: ["Mail.ReadWrite", "MailboxSettings.ReadWrite"],
  },
  contacts: { lowestTier: "everything", scopes: ["Contacts.ReadWrite"] },
  tasks: { lowestTier: "everything", scopes: ["Tasks.ReadWrite"] },
  sending: { lowestTier: "everything", scopes: ["Mail.Send"] },
};

/** A scope that allows all that another one does. Entra does not know this: it refuses the narrower one where only the wider is granted. */
const wider: ReadonlyMap<string, string> = new Map([
  ["Mail.Read", "Mail.ReadWrite"],
  ["Calendars.Read", "Calendars.ReadWrite"],
  ["Contacts.Read", "Contacts.ReadWrite"],
  ["Tasks.Read", "Tasks.ReadWrite"],
  ["MailboxSettings.Read", "MailboxSettings.ReadWrite"],
]);

/** Names from before organizations chose for themselves; still accepted in configuration. */
const formerNames: ReadonlyMap<string, PermissionTier> = new Map([
  ["read", "mail_read_only"],
  ["standard", "mail_and_calendar"],
  ["extended", "everything"],
]);

/** Undefined for text that names no tier. Takes the former names `read`, `standard` and `extended`. */
export function parsePermissionTier(text: unknown): PermissionTier | undefined {
  if (typeof text !== "string") return undefined;
  return permissionTiers.find((tier) => tier === text) ?? formerNames.get(text);
}

/** Negative where `a` asks less than `b`. */
export function compareTiers(a: PermissionTier, b: PermissionTier): number {
  return permissionTiers.indexOf(a) - permissionTiers.indexOf(b);
}

export function featureScopes(feature: PermissionFeature): readonly string[] {
  return needs[feature].scopes;
}

export function featureLowestTier(feature: PermissionFeature): PermissionTier {
  return needs[feature].lowestTier;
}

export function isFeatureInTier(feature: PermissionFeature, tier: PermissionTier): boolean {
  return compareTiers(needs[feature].lowestTier, tier) <= 0;
}

/** The Graph scopes of a tier, without the sign-in scopes; empty for `sidebar_only`. */
export function mailboxScopes(tier: PermissionTier): string[] {
  const needed = permissionFeatures
    .filter((feature) => isFeatureInTier(feature, tier))
    .flatMap((feature) => featureScopes(feature));
  const asked = needed.map((scope) => {
    const more = wider.get(scope);
    return more !== undefined && needed.includes(more) ? more : scope;
  });
  return [...new Set(asked)];
}

/** Everything that any tier can ask: what the registration's static list has to hold. */
export function allMailboxScopes(): string[] {
  return [...new Set(permissionTiers.toReversed().flatMap((tier) => mailboxScopes(tier)))];
}

/** The one of `granted` that allows what `scope` does, itself before a wider one; undefined where none does. Case does not count, as at Entra. */
export function findCovering(granted: readonly string[], scope: string): string | undefined {
  const find = (name: string | undefined): string | undefined =>
    granted.find((candidate) => candidate.toLowerCase() === name?.toLowerCase());
  return find(scope) ?? find(wider.get(scope));
}
