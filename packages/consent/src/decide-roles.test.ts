import { describe, expect, test } from "vitest";
import { MICROSOFT_GRAPH_APP_ID } from "./resources.ts";
import { GLOBAL_ADMINISTRATOR } from "./directory-roles.ts";
import { decide } from "./decide.ts";
import { POLICIES, buildCase, grantForAll } from "./testing/build-consent-case.ts";
import { judge, type Row } from "./testing/judge-row.ts";

const off = { permissionGrantPoliciesAssigned: [...POLICIES.off] };
const workflow = { adminConsentWorkflow: { isEnabled: true, reviewerIds: ["megan"] } };
const globalAdmin = { id: "megan", directoryRoles: ["Global Administrator"] };
const cloudAppAdmin = { id: "isaiah", directoryRoles: ["158C047A-C907-4556-B7EF-446551A6B5F7"] };

describe("roles", () => {
  const admin = { endpoint: "adminconsent" as const };
  const rows: Row[] = [
    [
      "a Global Administrator passes everything in a sign-in",
      buildCase({ tenant: off, user: globalAdmin, request: { scope: "Directory.ReadWrite.All" } }),
      ["consent_prompt", null],
    ],
    [
      "a Cloud Application Administrator consents for themselves",
      buildCase({ tenant: off, user: cloudAppAdmin }),
      ["consent_prompt", null],
    ],
    [
      "an Exchange Administrator meets the wall like anybody",
      buildCase({ user: { directoryRoles: ["Exchange Administrator"] } }),
      ["need_admin_approval", "AADSTS90094", "policy_excludes_permission"],
    ],
    [
      "/adminconsent prompts even when all is granted",
      buildCase({ user: cloudAppAdmin, grants: [grantForAll()], request: admin }),
      ["consent_prompt", null],
    ],
    [
      "/adminconsent shows a user the wall, not the request form",
      buildCase({ tenant: workflow, request: admin }),
      ["need_admin_approval", "AADSTS90094", "role_may_not_consent"],
    ],
    [
      "a custom role grants what its policy says",
      buildCase({
        user: {
          directoryRoles: [
            "microsoft.directory/servicePrincipals/managePermissionGrantsForAll.microsoft-application-admin",
          ],
        },
        request: admin,
      }),
      ["consent_prompt", null],
    ],
    [
      "a custom role for oneself grants nothing to others",
      buildCase({
        user: {
          directoryRoles: [
            "microsoft.directory/servicePrincipals/managePermissionGrantsForSelf.microsoft-company-admin",
          ],
        },
        request: admin,
      }),
      ["need_admin_approval", "AADSTS90094", "role_may_not_consent"],
    ],
    [
      "a custom role for oneself passes the wall in a sign-in",
      buildCase({ user: { directoryRoles: ["managePermissionGrantsForSelf.microsoft-company-admin"] } }),
      ["consent_prompt", null],
    ],
  ];
  test.each(rows)("%s", (_name, input, expected, options) => {
    expect(judge(input, options)).toEqual(expected);
  });

  test("Graph's app roles need more than a Cloud Application Administrator", () => {
    const app = {
      requiredResourceAccess: [
        { resourceAppId: MICROSOFT_GRAPH_APP_ID, scopes: ["User.Read"], roles: ["Mail.Read"] },
      ],
    };
    const request = { ...admin, scope: "https://graph.microsoft.com/.default" };
    const refused = decide(buildCase({ app, user: cloudAppAdmin, request }));
    expect(refused.blockers).toMatchObject([
      { code: "role_may_not_consent", permissions: [{ value: "Mail.Read" }] },
    ]);
    expect(refused.remedies[0]).toMatchObject({
      code: "admin_consent_link",
      actors: ["Privileged Role Administrator", "Global Administrator"],
    });
    expect(decide(buildCase({ app, user: globalAdmin, request }))).toMatchObject({
      outcome: "consent_prompt",
      tenantWide: true,
    });
  });

  test("/adminconsent grants for everybody by itself and offers no checkbox", () => {
    const decision = decide(buildCase({ user: globalAdmin, request: admin }));
    expect(decision).toMatchObject({ tenantWide: true, organizationCheckbox: false });
  });

  test("who is offered the checkbox is a setting", () => {
    const input = buildCase({ user: { directoryRoles: ["Privileged Role Administrator"] } });
    expect(decide(input).organizationCheckbox).toBe(true);
    expect(decide(input, { checkboxRoles: [GLOBAL_ADMINISTRATOR] }).organizationCheckbox).toBe(false);
  });
});
