import { describe, expect, test } from "vitest";
import { formatScope, parseScopes } from "./parse-scopes.ts";
import { delegatedPermissions, findKnownPermission, findPermission } from "./permissions.ts";
import { EXCHANGE_ONLINE_APP_ID, MICROSOFT_GRAPH_APP_ID } from "./resources.ts";

const graph = (value: string) => ({ resourceAppId: MICROSOFT_GRAPH_APP_ID, value });

describe("parseScopes", () => {
  test("reads bare names as Graph's, spelled as Graph spells them, each once", () => {
    expect(parseScopes(" mail.READ openid https://graph.microsoft.com/Mail.Read ").permissions).toEqual([
      graph("Mail.Read"),
      graph("openid"),
    ]);
  });

  test("reads another API by its URI", () => {
    for (const uri of [
      "https://outlook.office365.com",
      "https://outlook.office.com",
      EXCHANGE_ONLINE_APP_ID,
    ]) {
      expect(parseScopes(`${uri}/EWS.AccessAsUser.All`).permissions).toEqual([
        { resourceAppId: EXCHANGE_ONLINE_APP_ID, value: "EWS.AccessAsUser.All" },
      ]);
    }
  });

  test.each([
    ".default",
    "https://graph.microsoft.com/.default",
    "https://graph.microsoft.com//.default",
    `${MICROSOFT_GRAPH_APP_ID}/.DEFAULT`,
  ])("reads %s as everything that is registered", (scope) => {
    expect(parseScopes(scope)).toMatchObject({ defaultResources: [MICROSOFT_GRAPH_APP_ID], permissions: [] });
  });

  test("reports a name that the API does not have, and an API that nobody knows", () => {
    const parsed = parseScopes("Mail.Everything https://unknown.example/Read");
    expect(parsed.permissions).toEqual([]);
    expect(parsed.unknownScopes).toEqual([{ ...graph("Mail.Everything"), scope: "Mail.Everything" }]);
    expect(parsed.unknownResources).toEqual([
      { resource: "https://unknown.example", scope: "https://unknown.example/Read" },
    ]);
  });

  test("knows an API of the app's own registration", () => {
    const own = { resourceAppId: "aaaaaaaa-0000-4000-8000-000000000001", value: "access_as_user" };
    expect(parseScopes(`api://${own.resourceAppId}/access_as_user`, [own]).permissions).toEqual([own]);
    expect(parseScopes(`api://${own.resourceAppId}/access_as_user`).unknownResources).toHaveLength(1);
  });

  test("what is formatted is read back as the same", () => {
    for (const { resourceAppId, value } of delegatedPermissions) {
      expect(parseScopes(formatScope({ resourceAppId, value })).permissions).toEqual([
        { resourceAppId, value },
      ]);
    }
  });
});

describe("the permission catalogue", () => {
  test("has whole rows: a GUID and texts each, no id or name twice on one API", () => {
    for (const permission of delegatedPermissions) {
      expect(permission.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
      for (const text of Object.values(permission)) expect(text).not.toBe("");
      expect(findPermission(permission.resourceAppId, permission.id)).toBe(permission);
      expect(findPermission(permission.resourceAppId, permission.value.toUpperCase())).toBe(permission);
    }
    expect(new Set(delegatedPermissions.map(({ id }) => id)).size).toBe(delegatedPermissions.length);
  });

  test("keeps the spaces at the end of Microsoft's names", () => {
    expect(findPermission(MICROSOFT_GRAPH_APP_ID, "Calendars.ReadWrite")).toMatchObject({
      adminConsentDisplayName: "Have full access to user calendars ",
      userConsentDisplayName: "Have full access to your calendars  ",
    });
  });

  test("knows the type of permissions it has no texts for", () => {
    expect(findKnownPermission(MICROSOFT_GRAPH_APP_ID, "accessreview.read.all")).toEqual({
      value: "AccessReview.Read.All",
      type: "Admin",
      id: undefined,
    });
    expect(findKnownPermission(MICROSOFT_GRAPH_APP_ID, "Notes.Read")?.type).toBe("User");
    expect(findKnownPermission(MICROSOFT_GRAPH_APP_ID, "toString")).toBeUndefined();
  });
});
