import { adminOnlyNames, userConsentableNames } from "./graph-permission-names.ts";
import { graphPermissionTable } from "./graph-permissions.ts";
import { EXCHANGE_ONLINE_APP_ID, MICROSOFT_GRAPH_APP_ID } from "./resources.ts";

/** `User`: users may consent, as far as the tenant's policy lets them. `Admin`: only administrators may. */
export type PermissionType = "User" | "Admin";

/** A delegated permission as its API's service principal publishes it (oauth2PermissionScopes). */
export type DelegatedPermission = {
  /** GUID, the same in every tenant. */
  id: string;
  /** The claim value, `Mail.ReadWrite`. */
  value: string;
  resourceAppId: string;
  type: PermissionType;
  adminConsentDisplayName: string;
  adminConsentDescription: string;
  userConsentDisplayName: string;
  userConsentDescription: string;
};

// The Exchange API hosts the same protocol permissions under ids of its own.
const exchangePermissionTable = `
User|3b5f3d61-589b-4a3c-a359-5dd4b5ee5bd5|EWS.AccessAsUser.All|Access mailboxes as the signed-in user via Exchange Web Services|Allows the app to have the same access to mailboxes as the signed-in user via Exchange Web Services.|Access your mailboxes|Allows the app full access to your mailboxes on your behalf.
`;

/** Exchange permissions whose ids we have no source for; their names still count for policies. */
const exchangeUserNames = "EAS.AccessAsUser.All IMAP.AccessAsUser.All POP.AccessAsUser.All SMTP.Send";

function parseTable(table: string, resourceAppId: string): DelegatedPermission[] {
  return table
    .trim()
    .split("\n")
    .map((line) => {
      const [type = "", id = "", value = "", adminName = "", adminText = "", userName = "", userText = ""] =
        line.split("|");
      return {
        id,
        value,
        resourceAppId,
        type: type === "Admin" ? "Admin" : "User",
        adminConsentDisplayName: adminName,
        adminConsentDescription: adminText,
        userConsentDisplayName: userName,
        userConsentDescription: userText,
      };
    });
}

/** The delegated permissions that are catalogued with id and texts. */
export const delegatedPermissions: readonly DelegatedPermission[] = [
  ...parseTable(graphPermissionTable, MICROSOFT_GRAPH_APP_ID),
  ...parseTable(exchangePermissionTable, EXCHANGE_ONLINE_APP_ID),
];

const permissionByKey = new Map(
  delegatedPermissions.flatMap((permission) => [
    [permissionKey(permission.resourceAppId, permission.value), permission],
    [permissionKey(permission.resourceAppId, permission.id), permission],
  ]),
);

/** The catalogued permission with this claim value or id, in any letter case. */
export function findPermission(resourceAppId: string, valueOrId: string): DelegatedPermission | undefined {
  return permissionByKey.get(permissionKey(resourceAppId, valueOrId));
}

/** What is known of a permission name: its spelling and type, and its id where it is catalogued. */
export type KnownPermission = { value: string; type: PermissionType; id: string | undefined };

const knownNames = new Map<string, KnownPermission>([
  ...namesToEntries(MICROSOFT_GRAPH_APP_ID, userConsentableNames, "User"),
  ...namesToEntries(MICROSOFT_GRAPH_APP_ID, adminOnlyNames, "Admin"),
  ...namesToEntries(EXCHANGE_ONLINE_APP_ID, exchangeUserNames, "User"),
]);

/** Type and spelling of any known permission, catalogued with texts or not. */
export function findKnownPermission(resourceAppId: string, valueOrId: string): KnownPermission | undefined {
  return findPermission(resourceAppId, valueOrId) ?? knownNames.get(permissionKey(resourceAppId, valueOrId));
}

/** One key per permission; Entra compares scope names and GUIDs without regard to letter case. */
export function permissionKey(resourceAppId: string, value: string): string {
  return `${resourceAppId.toLowerCase()} ${value.toLowerCase()}`;
}

function namesToEntries(
  resourceAppId: string,
  names: string,
  type: PermissionType,
): [string, KnownPermission][] {
  return names
    .trim()
    .split(/\s+/)
    .map((value) => [permissionKey(resourceAppId, value), { value, type, id: undefined }]);
}
