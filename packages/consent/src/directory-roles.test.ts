import { describe, expect, test } from "vitest";
import { consentRoles, findDirectoryRole, mayGrantTenantWide } from "./directory-roles.ts";
import { EXCHANGE_ONLINE_APP_ID, MICROSOFT_GRAPH_APP_ID } from "./resources.ts";

const delegated = { resourceAppId: MICROSOFT_GRAPH_APP_ID, value: "Mail.ReadWrite" };
const graphRole = { ...delegated, type: "Role" as const };
const exchangeRole = {
  resourceAppId: EXCHANGE_ONLINE_APP_ID,
  value: "full_access_as_app",
  type: "Role" as const,
};

describe("who may grant for everybody", () => {
  test.each<[string, boolean, boolean, boolean]>([
    ["Global Administrator", true, true, true],
    ["Company Administrator", true, true, true],
    ["Privileged Role Administrator", true, true, true],
    ["Cloud Application Administrator", true, false, true],
    ["Application Administrator", true, false, true],
    ["Exchange Administrator", false, false, false],
    ["User Administrator", false, false, false],
    ["Anything else", false, false, false],
  ])(
    "%s: delegated %s, Graph's app roles %s, other app roles %s",
    (role, mayDelegated, mayGraph, mayOther) => {
      expect([
        mayGrantTenantWide([role], [delegated]),
        mayGrantTenantWide([role], [delegated, graphRole]),
        mayGrantTenantWide([role], [exchangeRole]),
      ]).toEqual([mayDelegated, mayGraph, mayOther]);
    },
  );

  test("roles count by name or template id, in any letter case", () => {
    for (const role of consentRoles) {
      expect(findDirectoryRole(role.name.toUpperCase())).toBe(role);
      expect(findDirectoryRole(` ${role.templateId.toUpperCase()} `)).toBe(role);
    }
  });

  test("no role grants nothing", () => {
    expect(mayGrantTenantWide([], [delegated])).toBe(false);
  });
});
