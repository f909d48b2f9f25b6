import { isRecord, listOf, pick, textOf, type JsonRecord } from "./json-record.ts";

const CREDENTIAL = ["keyId", "displayName", "startDateTime", "endDateTime"];

/** What is read of an object; parts that are not here are small and stay as Graph gave them. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  servicePrincipal: [
    "id",
    "appId",
    "displayName",
    "appOwnerOrganizationId",
    "accountEnabled",
    "appRoleAssignmentRequired",
    "disabledByMicrosoftStatus",
    "signInAudience",
    "createdDateTime",
    "verifiedPublisher",
    "replyUrls",
  ],
  application: [
    "id",
    "appId",
    "displayName",
    "signInAudience",
    "createdDateTime",
    "verifiedPublisher",
    "publisherDomain",
    "requiredResourceAccess",
    "disabledByMicrosoftStatus",
    "isDisabled",
    "passwordCredentials",
    "keyCredentials",
  ],
};

const ROWS: Readonly<Record<string, readonly string[]>> = {
  readerRoles: ["displayName", "roleTemplateId"],
  oauth2PermissionGrants: ["id", "clientId", "consentType", "principalId", "resourceId", "scope"],
  appRoleAssignedTo: ["id", "principalId", "principalType", "principalDisplayName", "createdDateTime"],
  groupSettings: ["templateId", "values"],
  signIns: ["id", "createdDateTime", "userId", "userPrincipalName", "status", "correlationId"],
  directoryAudits: [
    "id",
    "activityDisplayName",
    "activityDateTime",
    "result",
    "resultReason",
    "initiatedBy",
    "targetResources",
  ],
};

/**
 * A reading without what nobody asked: hints of secrets (Graph shows a secret's first letters), other apps' audit rows, sign-ins
 * that worked, addresses of people's devices.
 */
export function keepWhatMatters(parts: JsonRecord, appId: string): JsonRecord {
  const principalId = textOf(parts["servicePrincipal"], "id");
  const ids = principalId === undefined ? [appId] : [appId, principalId];
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, keepPart(name, part, ids)]));
}

function keepPart(name: string, part: unknown, ids: readonly string[]): unknown {
  if (!isRecord(part) || isRecord(part["error"])) return part;
  const members = MEMBERS[name];
  if (members !== undefined) return keepObject(part, members);
  const columns = ROWS[name];
  if (columns === undefined) return part;
  const rows = listOf(part["value"]).filter((row) => isWanted(name, row, ids));
  const value = rows.map((row) => keepRow(pick(row, columns)));
  return { ...pick(part, ["@odata.nextLink"]), value };
}

function keepObject(part: JsonRecord, members: readonly string[]): JsonRecord {
  const kept = pick(part, members);
  const credentials = Object.fromEntries(
    ["passwordCredentials", "keyCredentials"]
      .filter((key) => Object.hasOwn(kept, key))
      .map((key) => [key, listOf(kept[key]).map((row) => pick(row, CREDENTIAL))]),
  );
  return { ...kept, ...credentials };
}

/** Who did it, without the address they did it from. */
function keepRow(row: JsonRecord): JsonRecord {
  const { initiatedBy } = row;
  if (!isRecord(initiatedBy)) return row;
  const user = pick(initiatedBy["user"], ["id", "displayName", "userPrincipalName"]);
  const app = pick(initiatedBy["app"], ["appId", "displayName"]);
  return { ...row, initiatedBy: { user, app } };
}

function isWanted(name: string, row: unknown, ids: readonly string[]): boolean {
  if (!isRecord(row)) return false;
  if (name === "signIns") return isRecord(row["status"]) && row["status"]["errorCode"] !== 0;
  if (name !== "directoryAudits") return true;
  // Of "Add delegated permission grant" the first target is the API; the app stands among the changed properties.
  const told = JSON.stringify([row["targetResources"], row["additionalDetails"]]).toLowerCase();
  return ids.some((id) => told.includes(id.toLowerCase()));
}
