import { describe, expect, test } from "vitest";
import { EXCHANGE_ONLINE_APP_ID } from "./resources.ts";
import { decide } from "./decide.ts";
import {
  EWS_SCOPE,
  POLICIES,
  SIGN_IN_SCOPES,
  buildCase,
  grantFor,
  grantForAll,
} from "./testing/build-consent-case.ts";
import { judge, type Row } from "./testing/judge-row.ts";

const legacy = { permissionGrantPoliciesAssigned: [...POLICIES.legacy] };
const globalAdmin = { id: "megan", directoryRoles: ["Global Administrator"] };

describe("scopes, .default and prompt", () => {
  const dot = "https://graph.microsoft.com/.default";
  const rows: Row[] = [
    [
      "prompt=admin_consent was v1.0 only",
      buildCase({ grants: [grantForAll()], request: { prompt: "admin_consent" } }),
      ["error", "AADSTS90023", "request_malformed"],
    ],
    ["no scope", buildCase({ request: { scope: " " } }), ["error", "AADSTS900144", "request_malformed"]],
    [
      "a scope that does not exist",
      buildCase({ grants: [grantForAll()], request: { scope: "openid Mail.Everything" } }),
      ["error", "AADSTS650053", "request_malformed"],
    ],
    [
      "an API that is not here",
      buildCase({ grants: [grantForAll()], request: { scope: "openid https://unknown.example/Read" } }),
      ["error", "AADSTS500011", "resource_not_in_tenant"],
    ],
    [
      ".default with a named permission",
      buildCase({ grants: [grantForAll()], request: { scope: `${dot} Mail.Read` } }),
      [
        "error",
        "AADSTS70011",
        "request_malformed",
        "policy_excludes_permission",
        "permission_not_in_registration",
      ],
    ],
    [
      ".default beside OpenID's scopes",
      buildCase({ grants: [grantForAll()], request: { scope: `openid offline_access ${dot}` } }),
      ["code", null],
    ],
    [
      ".default with any grant asks nothing, though the static list has grown",
      buildCase({ grants: [grantForAll("User.Read")], request: { scope: `openid profile ${dot}` } }),
      ["code", null],
    ],
    [
      ".default without a grant asks for the whole static list",
      buildCase({ tenant: legacy, request: { scope: dot } }),
      ["consent_prompt", null],
    ],
    [
      ".default for an API outside the static list",
      buildCase({
        app: {
          requiredResourceAccess: [
            { resourceAppId: EXCHANGE_ONLINE_APP_ID, scopes: ["IMAP.AccessAsUser.All"] },
          ],
        },
        grants: [],
        tenant: legacy,
        request: { scope: dot },
      }),
      ["error", "AADSTS650057", "permission_not_in_registration"],
    ],
    [
      ".default with an empty static list",
      buildCase({ app: { requiredResourceAccess: [] }, tenant: legacy, request: { scope: dot } }),
      ["error", "AADSTS650056", "permission_not_in_registration"],
    ],
    [
      ".default with an empty static list at /adminconsent",
      buildCase({
        app: { requiredResourceAccess: [] },
        user: globalAdmin,
        request: { scope: dot, endpoint: "adminconsent" },
      }),
      ["error", "AADSTS1003031", "permission_not_in_registration"],
    ],
    [
      "a silent request that consent would cure has no gate",
      buildCase({ tenant: legacy, request: { prompt: "none" } }),
      ["error", "AADSTS65001"],
    ],
    [
      "a silent request cannot bring the app in",
      buildCase({ tenant: legacy, servicePrincipal: null, request: { prompt: "none" } }),
      ["error", "AADSTS65001", "app_not_in_tenant"],
    ],
    [
      "a silent request with everything granted",
      buildCase({ grants: [grantForAll()], request: { prompt: "none" } }),
      ["code", null],
    ],
    [
      "prompt=consent where users may consent",
      buildCase({ tenant: legacy, grants: [grantForAll()], request: { prompt: "consent" } }),
      ["consent_prompt", null],
    ],
    [
      "prompt=consent blocks again after the grant",
      buildCase({ grants: [grantForAll()], request: { prompt: "consent" } }),
      ["need_admin_approval", "AADSTS90094", "prompt_forces_consent"],
    ],
    [
      "prompt=consent before the grant: the next dead end is reported too",
      buildCase({ request: { prompt: "consent" } }),
      ["need_admin_approval", "AADSTS90094", "policy_excludes_permission", "prompt_forces_consent"],
    ],
    [
      "prompt=consent does not stop an administrator",
      buildCase({ grants: [grantForAll()], user: globalAdmin, request: { prompt: "consent" } }),
      ["consent_prompt", null],
    ],
    [
      "a missing permission that the registration lacks stands beside the gate",
      buildCase({ request: { scope: "openid Mail.Read" } }),
      ["need_admin_approval", "AADSTS90094", "policy_excludes_permission", "permission_not_in_registration"],
    ],
    [
      "without a failing gate, the registration is not mentioned",
      buildCase({ tenant: legacy, request: { scope: "openid Mail.Read" } }),
      ["consent_prompt", null],
    ],
    [
      "an admin-only permission poisons the whole request",
      buildCase({ tenant: legacy, request: { scope: "User.Read Directory.Read.All" } }),
      ["need_admin_approval", "AADSTS90094", "permission_is_admin_only", "permission_not_in_registration"],
    ],
    [
      "scopes by full URI and in other letter case",
      buildCase({
        grants: [grantForAll()],
        request: { scope: "OPENID https://graph.microsoft.com/mail.readwrite" },
      }),
      ["code", null],
    ],
    ["a grant for this person counts", buildCase({ grants: [grantFor("Adele")] }), ["code", null]],
    [
      "grants for all and for this person add up",
      buildCase({
        grants: [
          grantForAll(SIGN_IN_SCOPES),
          grantFor("adele", "Mail.ReadWrite Calendars.ReadWrite MailboxSettings.ReadWrite"),
        ],
      }),
      ["code", null],
    ],
    [
      "what Entra adds to a first consent never blocks",
      buildCase({ grants: [grantForAll("Mail.ReadWrite")], request: { scope: "Mail.ReadWrite" } }),
      ["code", null],
    ],
    [
      "EWS before October 2026 meets the policy alone",
      buildCase({ request: { scope: EWS_SCOPE } }),
      ["need_admin_approval", "AADSTS90094", "policy_excludes_permission"],
      { now: new Date("2026-09-30T23:59:59Z") },
    ],
    [
      "EWS since October 2026",
      buildCase({ request: { scope: EWS_SCOPE } }),
      ["need_admin_approval", "AADSTS90094", "policy_excludes_permission", "ews_retired"],
      { now: new Date("2026-10-01T00:00:00Z") },
    ],
  ];
  test.each(rows)("%s", (_name, input, expected, options) => {
    expect(judge(input, options)).toEqual(expected);
  });

  test("a silent request that consent would cure does not mention the registration either", () => {
    const input = buildCase({ tenant: legacy, request: { scope: "openid Mail.Read", prompt: "none" } });
    expect(judge(input)).toEqual(["error", "AADSTS65001"]);
  });

  test("a first consent names what Entra adds by itself, apart from what is missing", () => {
    const decision = decide(buildCase({ tenant: legacy, request: { scope: "Mail.ReadWrite" } }));
    expect(decision.missing.map(({ value }) => value)).toEqual(["Mail.ReadWrite"]);
    expect(decision.addedOnFirstConsent.map(({ value }) => value)).toEqual([
      "openid",
      "offline_access",
      "User.Read",
    ]);
  });

  test("EWS that may be granted is prompted for, with a warning", () => {
    expect(decide(buildCase({ tenant: legacy, request: { scope: EWS_SCOPE } }))).toMatchObject({
      outcome: "consent_prompt",
      warnings: ["ews_retired"],
    });
  });
});
