import type {
  ApplicationReading,
  ConsentCase,
  PermissionGrantConditionSet,
  TenantReading,
} from "./consent-case.ts";
import type { BlockerCode, PermissionName } from "./decision.ts";
import { findKnownPermission, permissionKey } from "./permissions.ts";
import { EXCHANGE_ONLINE_APP_ID, MICROSOFT_GRAPH_APP_ID } from "./resources.ts";

/** What users can no longer consent to under the policy that Microsoft manages, as of July 2026 (message center MC1097272, MC1163922, MC1304287). */
export const MICROSOFT_MANAGED_EXCLUSIONS: readonly PermissionName[] = [
  ...`Files.Read.All Files.ReadWrite.All Sites.Read.All Sites.ReadWrite.All
Mail.Read Mail.ReadWrite Mail.ReadBasic Mail.Read.Shared Mail.ReadBasic.Shared Mail.ReadWrite.Shared MailboxItem.Read
Calendars.Read Calendars.ReadBasic Calendars.ReadWrite Calendars.Read.Shared Calendars.ReadWrite.Shared
Chat.Read Chat.ReadWrite OnlineMeetings.Read OnlineMeetings.ReadWrite
MailboxFolder.Read MailboxFolder.ReadWrite MailboxSettings.Read MailboxSettings.ReadWrite
Contacts.ReadWrite Contacts.Read.Shared Contacts.ReadWrite.Shared
Tasks.Read Tasks.ReadWrite Tasks.Read.Shared Tasks.ReadWrite.Shared People.Read
EWS.AccessAsUser.All EAS.AccessAsUser.All IMAP.AccessAsUser.All POP.AccessAsUser.All`
    .split(/\s+/)
    .map((value) => ({ resourceAppId: MICROSOFT_GRAPH_APP_ID, value })),
  ...["EWS", "EAS", "IMAP", "POP"].map((protocol) => ({
    resourceAppId: EXCHANGE_ONLINE_APP_ID,
    value: `${protocol}.AccessAsUser.All`,
  })),
];

const managedExclusionKeys = new Set(
  MICROSOFT_MANAGED_EXCLUSIONS.map((entry) => permissionKey(entry.resourceAppId, entry.value)),
);

/** Mail clients that the companion policy still lets users consent to: app id → name ("Manage app consent policies"). */
export const EXEMPT_MAIL_CLIENTS: Readonly<Record<string, string>> = {
  "f8d98a96-0999-43f5-8af3-69971c7bb423": "Apple Mail",
  "b50c1dbd-1855-4e54-b07c-d3c3029e93d3": "Spark",
  "e9a7fea1-1cc0-4cd9-a31b-9137ca5deedd": "eM Client",
  "8acd33ea-7197-4a96-bc33-d7cc7101262f": "Samsung Mail",
  "2cee05de-2b8f-45a2-8289-2a06ca32c4c8": "Android mail",
  "9e5f94bc-e8a4-4e73-b8be-63364c29d753": "Thunderbird",
};

const LEGACY = "microsoft-user-default-legacy";
const LOW = "microsoft-user-default-low";
const RECOMMENDED = "microsoft-user-default-recommended";
// Two of Microsoft's pages spell the companion policy differently.
const COMPANION = ["microsoft-user-default-allow-consent-apps", "microsoft-user-allow-default-consent-apps"];
const USER_POLICIES = [LEGACY, LOW, RECOMMENDED, ...COMPANION];
const ADMIN_POLICIES = ["microsoft-application-admin", "microsoft-company-admin"];

/** Ids of the policies that say what users may consent to for themselves; none means that user consent is off. */
export function selfConsentPolicies(tenant: TenantReading): string[] {
  // Real tenants return the prefix capitalised, the documentation writes it small.
  const prefix = /^managepermissiongrantsforself\./i;
  return tenant.permissionGrantPoliciesAssigned.flatMap((entry) => {
    const trimmed = entry.trim();
    return prefix.test(trimmed) ? [trimmed.replace(prefix, "").toLowerCase()] : [];
  });
}

/** Why a policy does not allow a permission; `not_aimed_at_app` says that the policy speaks of other apps altogether. */
export type PolicyRefusal =
  | Extract<
      BlockerCode,
      "policy_excludes_permission" | "permission_not_classified" | "publisher_not_verified"
    >
  | "not_aimed_at_app";

/** The reasons why this policy refuses this permission to this app; empty when it allows it. */
export function refusalsOfPolicy(
  policyId: string,
  permission: PermissionName,
  { tenant, app }: Pick<ConsentCase, "tenant" | "app">,
): PolicyRefusal[] {
  const id = policyId.toLowerCase();
  if (ADMIN_POLICIES.includes(id)) return [];
  // The policies for users are made of delegatedUserConsentable sets: none of them opens an admin-only permission.
  const isAdminOnly = findKnownPermission(permission.resourceAppId, permission.value)?.type === "Admin";
  if (isAdminOnly && USER_POLICIES.includes(id)) return ["policy_excludes_permission"];
  if (id === LEGACY) return [];
  if (id === LOW) return refusalsOfLow(permission, tenant, app);
  if (id === RECOMMENDED) {
    const isExcluded = managedExclusionKeys.has(permissionKey(permission.resourceAppId, permission.value));
    return isExcluded ? ["policy_excludes_permission"] : [];
  }
  if (COMPANION.includes(id)) {
    return Object.hasOwn(EXEMPT_MAIL_CLIENTS, app.appId.toLowerCase()) ? [] : ["not_aimed_at_app"];
  }
  return refusalsOfCustomPolicy(id, permission, { tenant, app });
}

/** Registered here, or by a publisher that Microsoft verified: what `-low` demands of an app. */
export function isVerifiedOrOwn(tenant: TenantReading, app: ApplicationReading): boolean {
  return app.verifiedPublisher !== null || isSameId(app.homeTenantId, tenant.id);
}

function refusalsOfLow(
  permission: PermissionName,
  tenant: TenantReading,
  app: ApplicationReading,
): PolicyRefusal[] {
  const refusals: PolicyRefusal[] = [];
  if (classificationOf(tenant, permission) !== "low") refusals.push("permission_not_classified");
  if (!isVerifiedOrOwn(tenant, app)) refusals.push("publisher_not_verified");
  return refusals;
}

function refusalsOfCustomPolicy(
  id: string,
  permission: PermissionName,
  reading: Pick<ConsentCase, "tenant" | "app">,
): PolicyRefusal[] {
  const policy = reading.tenant.customPolicies.find((candidate) => candidate.id.toLowerCase() === id);
  if (policy === undefined) return ["not_aimed_at_app"];
  const isExcluded = policy.excludes.some((set) => mismatchesOfSet(set, permission, reading).length === 0);
  if (isExcluded) return ["policy_excludes_permission"];
  const perInclude = policy.includes.map((set) => mismatchesOfSet(set, permission, reading));
  if (perInclude.some((mismatches) => mismatches.length === 0)) return [];
  // Of the includes that speak of this app, those that came nearest tell what to change.
  const aimed = perInclude.filter((mismatches) => !mismatches.includes("client"));
  if (aimed.length === 0) {
    return policy.includes.length === 0 ? ["policy_excludes_permission"] : ["not_aimed_at_app"];
  }
  const fewest = Math.min(...aimed.map((mismatches) => mismatches.length));
  const nearest = aimed.filter((mismatches) => mismatches.length === fewest).flat();
  const refusals: PolicyRefusal[] = [];
  if (nearest.includes("permission")) refusals.push("policy_excludes_permission");
  if (nearest.includes("classification")) refusals.push("permission_not_classified");
  if (nearest.includes("publisher")) refusals.push("publisher_not_verified");
  return refusals;
}

type Mismatch = "permission" | "classification" | "publisher" | "client";

/** What keeps a condition set from matching; every condition must hold for the set to match (Graph, permissionGrantConditionSet). */
function mismatchesOfSet(
  set: PermissionGrantConditionSet,
  permission: PermissionName,
  { tenant, app }: Pick<ConsentCase, "tenant" | "app">,
): Mismatch[] {
  const mismatches: Mismatch[] = [];
  if (!matchesPermission(set, permission)) mismatches.push("permission");
  const classification = set.permissionClassification ?? "all";
  if (classification !== "all" && classificationOf(tenant, permission) !== classification) {
    mismatches.push("classification");
  }
  if (set.clientApplicationsFromVerifiedPublisherOnly === true && app.verifiedPublisher === null) {
    mismatches.push("publisher");
  }
  const publisherId = app.verifiedPublisher?.verifiedPublisherId ?? "";
  if (
    !isListed(set.clientApplicationIds, app.appId) ||
    !isListed(set.clientApplicationTenantIds, app.homeTenantId) ||
    !isListed(set.clientApplicationPublisherIds, publisherId)
  ) {
    mismatches.push("client");
  }
  return mismatches;
}

function matchesPermission(set: PermissionGrantConditionSet, permission: PermissionName): boolean {
  if (set.permissionType === "application") return false;
  const known = findKnownPermission(permission.resourceAppId, permission.value);
  if (set.permissionType === "delegatedUserConsentable" && known?.type === "Admin") return false;
  const resource = (set.resourceApplication ?? "any").toLowerCase();
  if (resource !== "any" && resource !== permission.resourceAppId.toLowerCase()) return false;
  // Graph lists ids; a claim value is accepted too, because people write what they read on the prompt.
  return (
    isListed(set.permissions, permission.value) ||
    (known?.id !== undefined && isListed(set.permissions, known.id))
  );
}

/** A list that is left out, or that says `all`, holds everything. */
function isListed(list: readonly string[] | undefined, wanted: string): boolean {
  if (list === undefined) return true;
  return list.some(
    (entry) => ["all", "any"].includes(entry.toLowerCase()) || (wanted !== "" && isSameId(entry, wanted)),
  );
}

function classificationOf(tenant: TenantReading, permission: PermissionName): string | undefined {
  const key = permissionKey(permission.resourceAppId, permission.value);
  return tenant.classifications
    .find((entry) => permissionKey(entry.resourceAppId, entry.value) === key)
    ?.classification.toLowerCase();
}

function isSameId(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
