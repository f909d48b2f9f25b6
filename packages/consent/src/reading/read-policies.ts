import type { CustomConsentPolicy, TenantReading } from "../consent-case.ts";
import { readConditionSet } from "../parse-consent-case.ts";
import {
  child,
  optional,
  readBoolean,
  readList,
  readObject,
  readString,
  readStrings,
  type Field,
} from "../read-field.ts";
import { MICROSOFT_GRAPH_APP_ID } from "../resources.ts";
import { readEntries, readPart } from "./read-graph-part.ts";
import type { ReadingContext } from "./read-tenant-reading.ts";
import type { ReadingPart, TenantFacts } from "./tenant-snapshot.ts";

const SELF = "managePermissionGrantsForSelf.";
const DEFAULTS = [
  `${SELF}microsoft-user-default-recommended`,
  `${SELF}microsoft-user-default-allow-consent-apps`,
];
/** Directory setting template "Consent Policy Settings", the same in every tenant. */
const CONSENT_SETTINGS_TEMPLATE = "dffd5d46-495d-40a9-8e21-954ff55e198a";

type Change = (facts: TenantFacts) => TenantFacts;

/** Notes an unknown part with what is supposed and what else it may be. */
export function noteUnknown(
  { snapshot }: ReadingContext,
  unknown: { part: ReadingPart; reason: string; assumed: string },
  apply: Change[],
): void {
  snapshot.unknown.push({ ...unknown, scope: scopeThatTells(unknown.part) });
  if (apply.length > 0) snapshot.alternatives.push({ part: unknown.part, apply });
}

/** Notes a refused part that decides nothing: its list is empty because nobody could see it. */
export function noteRefused(context: ReadingContext, part: ReadingPart, reason: string): void {
  if (context.snapshot.unknown.some((unknown) => unknown.part === part)) return;
  noteUnknown(context, { part, reason, assumed: "nothing; it changes no outcome" }, []);
}

/** The least delegated permission of Graph that reads a part (Microsoft Graph permissions reference). */
function scopeThatTells(part: ReadingPart): string {
  switch (part) {
    case "authorizationPolicy":
    case "adminConsentRequestPolicy":
      return "Policy.Read.All";
    case "permissionGrantPolicies":
      return "Policy.Read.PermissionGrant";
    case "groupSettings":
    case "oauth2PermissionGrants":
    case "readerRoles":
      return "Directory.Read.All";
    case "delegatedPermissionClassifications":
    case "servicePrincipal":
    case "application":
    case "graphServicePrincipal":
    case "appRoleAssignedTo":
    case "resources":
      return "Application.Read.All";
    case "reader":
      return "User.Read";
    case "appConsentRequests":
      return "ConsentRequest.Read.All";
    case "signIns":
    case "directoryAudits":
      return "AuditLog.Read.All";
  }
}

function withTenant(change: Partial<TenantReading>): Change {
  return (facts) => ({ ...facts, tenant: { ...facts.tenant, ...change } });
}

/** Fills what the tenant's policies say about consent. */
export function readPolicies(context: ReadingContext): void {
  const risky = readAuthorizationPolicy(context);
  readCustomPolicies(context);
  readWorkflow(context);
  readClassifications(context);
  readRiskSetting(context, risky);
}

/** Returns `allowUserConsentForRiskyApps`, null where it says nothing. */
function readAuthorizationPolicy(context: ReadingContext): boolean | null {
  const { tenant } = context.snapshot;
  const part = readPart(context.root, "authorizationPolicy");
  if (part.state !== "read") {
    tenant.permissionGrantPoliciesAssigned = DEFAULTS;
    const reason = part.state === "unknown" ? part.reason : "was not found";
    noteUnknown(
      context,
      { part: "authorizationPolicy", reason, assumed: "Microsoft's managed policy, the default" },
      [[], [`${SELF}microsoft-user-default-low`], [`${SELF}microsoft-user-default-legacy`]].map(
        (permissionGrantPoliciesAssigned) => withTenant({ permissionGrantPoliciesAssigned }),
      ),
    );
    return null;
  }
  const permissions = readObject(child(part.field, "defaultUserRolePermissions"));
  tenant.permissionGrantPoliciesAssigned = readStrings(child(permissions, "permissionGrantPoliciesAssigned"));
  return optional(child(part.field, "allowUserConsentForRiskyApps"), readBoolean) ?? null;
}

function readCustomPolicies(context: ReadingContext): void {
  const { tenant } = context.snapshot;
  const part = readPart(context.root, "permissionGrantPolicies");
  const list = part.state === "read" ? readEntries(part.field, readPolicy) : undefined;
  tenant.customPolicies = (list?.entries ?? []).filter((policy) => policy !== undefined);
  const known = new Set(tenant.customPolicies.map((policy) => policy.id.toLowerCase()));
  // Microsoft's own policies are known by name; only the tenant's own must be read.
  const unread = tenant.permissionGrantPoliciesAssigned.flatMap((entry) => {
    const id = /^managePermissionGrantsForSelf\.(?!microsoft-)(.+)$/i.exec(entry.trim())?.[1];
    return id === undefined || known.has(id.toLowerCase()) ? [] : [id];
  });
  if (unread.length === 0) return;
  const allowing = unread.map((id): CustomConsentPolicy => ({ id, includes: [{}], excludes: [] }));
  noteUnknown(
    context,
    {
      part: "permissionGrantPolicies",
      reason: `does not tell what the policy ${unread.join(", ")} allows`,
      assumed: "it does not allow this app",
    },
    [
      (facts) => ({
        ...facts,
        tenant: { ...facts.tenant, customPolicies: [...facts.tenant.customPolicies, ...allowing] },
      }),
    ],
  );
}

/** Undefined where Graph gave the policy without its condition sets. */
function readPolicy(entry: Field): CustomConsentPolicy | undefined {
  const policy = readObject(entry);
  const id = readString(child(policy, "id"));
  const readSets = (field: Field) => readList(field, readConditionSet);
  const includes = optional(child(policy, "includes"), readSets);
  const excludes = optional(child(policy, "excludes"), readSets);
  return includes === undefined || excludes === undefined ? undefined : { id, includes, excludes };
}

function readWorkflow(context: ReadingContext): void {
  const { tenant } = context.snapshot;
  const part = readPart(context.root, "adminConsentRequestPolicy");
  if (part.state === "read") {
    const isEnabled = readBoolean(child(part.field, "isEnabled"));
    const queries = optional(child(part.field, "reviewers"), (field) =>
      readList(field, (entry) => readString(child(readObject(entry), "query"))),
    );
    tenant.adminConsentWorkflow = { isEnabled, reviewerIds: queries ?? [] };
    return;
  }
  const reason = part.state === "unknown" ? part.reason : "was not found";
  noteUnknown(
    context,
    { part: "adminConsentRequestPolicy", reason, assumed: "off: people cannot send a request" },
    [withTenant({ adminConsentWorkflow: { isEnabled: true, reviewerIds: [] } })],
  );
}

function readClassifications(context: ReadingContext): void {
  const { tenant } = context.snapshot;
  const part = readPart(context.root, "delegatedPermissionClassifications");
  if (part.state === "read") {
    tenant.classifications = readEntries(part.field, (entry) => {
      const row = readObject(entry);
      const value = readString(child(row, "permissionName"));
      const classification = readString(child(row, "classification"));
      return { resourceAppId: MICROSOFT_GRAPH_APP_ID, value, classification };
    }).entries;
    return;
  }
  const reason = part.state === "unknown" ? part.reason : "was not found";
  // Sign-in scopes are what tenants classify in practice; anything more is the administrator's to tell.
  const classifications = ["openid", "profile", "email", "offline_access", "User.Read"].map((value) => ({
    resourceAppId: MICROSOFT_GRAPH_APP_ID,
    value,
    classification: "low",
  }));
  noteUnknown(
    context,
    { part: "delegatedPermissionClassifications", reason, assumed: "nothing is classified" },
    [withTenant({ classifications })],
  );
}

function readRiskSetting(context: ReadingContext, allowsRisky: boolean | null): void {
  const { tenant } = context.snapshot;
  const part = readPart(context.root, "groupSettings");
  if (part.state === "read") {
    const settings = readEntries(part.field, (entry) => {
      const setting = readObject(entry);
      const isOurs = readString(child(setting, "templateId")).toLowerCase() === CONSENT_SETTINGS_TEMPLATE;
      const values = readList(child(setting, "values"), (value) => {
        const pair = readObject(value);
        return [readString(child(pair, "name")), optional(child(pair, "value"), readString) ?? ""] as const;
      });
      return isOurs ? values : [];
    }).entries.flat();
    const told = settings.find(([name]) => name === "BlockUserConsentForRiskyApps")?.[1].toLowerCase();
    // A tenant without the setting has Microsoft's default: on.
    if (told === "true" || told === "false") tenant.blockUserConsentForRiskyApps = told === "true";
    else tenant.blockUserConsentForRiskyApps = allowsRisky !== true;
    return;
  }
  if (allowsRisky !== null) {
    tenant.blockUserConsentForRiskyApps = !allowsRisky;
    return;
  }
  const reason = part.state === "unknown" ? part.reason : "was not found";
  noteUnknown(
    context,
    { part: "groupSettings", reason, assumed: "users may not consent to risky apps, the default" },
    [withTenant({ blockUserConsentForRiskyApps: false })],
  );
}
