import { child, optional, readList, readObject, readString } from "../read-field.ts";
import { rowsOf, textOr } from "./read-rows.ts";
import type { ReadingContext } from "./read-tenant-reading.ts";
import type { GrantEvent } from "./tenant-details.ts";

type ObjectField = ReturnType<typeof readObject>;

const ACTIVITIES: Readonly<Record<string, GrantEvent["activity"]>> = {
  "Consent to application": "consent",
  "Add delegated permission grant": "grant_added",
  "Remove delegated permission grant": "grant_removed",
};

/** The audit log's rows about the app's grants, newest first as Graph lists them ("directoryAudit"). */
export function readGrantEvents(context: ReadingContext): GrantEvent[] {
  return rowsOf(context, "directoryAudits", readEvent).filter((event) => event !== undefined);
}

function readEvent(row: ObjectField): GrantEvent | undefined {
  const activity = ACTIVITIES[textOr(row, "activityDisplayName", "")];
  if (activity === undefined) return undefined;
  const properties = readProperties(row);
  const before = scopesOf(properties.get("DelegatedPermissionGrant.Scope")?.old);
  const after = scopesOf(properties.get("DelegatedPermissionGrant.Scope")?.new);
  return {
    at: textOr(row, "activityDateTime", ""),
    activity,
    ...readInitiator(row),
    isSuccess: textOr(row, "result", "success") === "success",
    reason: textOr(row, "resultReason", ""),
    isAdminConsent: readFlag(properties.get("ConsentContext.IsAdminConsent")?.new),
    isForEverybody:
      readFlag(properties.get("ConsentContext.OnBehalfOfAll")?.new) ??
      readConsentType(properties.get("DelegatedPermissionGrant.ConsentType")?.new),
    principalId: properties.get("DelegatedPermissionGrant.PrincipalId")?.new || null,
    // The row's scope is the whole grant's; what this act added is the difference.
    addedScopes: after.filter((scope) => !before.includes(scope)),
  };
}

function readInitiator(row: ObjectField): { by: string; byId: string } {
  const initiatedBy = optional(child(row, "initiatedBy"), readObject);
  const user = initiatedBy && optional(child(initiatedBy, "user"), readObject);
  const app = initiatedBy && optional(child(initiatedBy, "app"), readObject);
  const name = user && (textOr(user, "userPrincipalName", "") || textOr(user, "displayName", ""));
  const by = name || (app && textOr(app, "displayName", "")) || "";
  return { by, byId: user ? textOr(user, "id", "") : "" };
}

function readProperties(row: ObjectField): Map<string, { old: string; new: string }> {
  const targets =
    optional(child(row, "targetResources"), (list) =>
      readList(list, (entry) => child(readObject(entry), "modifiedProperties")),
    ) ?? [];
  const properties = targets.flatMap(
    (field) =>
      optional(field, (list) =>
        readList(list, (entry) => {
          const property = readObject(entry);
          const value = { old: unquote(property, "oldValue"), new: unquote(property, "newValue") };
          return [textOr(property, "displayName", ""), value] as const;
        }),
      ) ?? [],
  );
  return new Map(properties);
}

/** The audit log keeps values as JSON within strings: `"\"True\""`. */
function unquote(property: ObjectField, key: string): string {
  const text = optional(child(property, key), readString) ?? "";
  const inner = /^"([^"\\]*)"$/.exec(text.trim())?.[1];
  return (inner ?? text).trim();
}

function readFlag(value: string | undefined): boolean | null {
  const text = value?.toLowerCase();
  return text === "true" ? true : text === "false" ? false : null;
}

function readConsentType(value: string | undefined): boolean | null {
  return value === "AllPrincipals" ? true : value === "Principal" ? false : null;
}

function scopesOf(value: string | undefined): string[] {
  return (value ?? "").split(/\s+/).filter(Boolean);
}
