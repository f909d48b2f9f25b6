import { describe, expect, test } from "vitest";
import { MICROSOFT_GRAPH_APP_ID, EXCHANGE_ONLINE_APP_ID } from "./resources.ts";
import { findPermission } from "./permissions.ts";
import { decide } from "./decide.ts";
import {
  APP_ID,
  MAILBOX_SCOPES,
  POLICIES,
  SIGN_IN_SCOPES,
  TENANT_ID,
  buildCase,
} from "./testing/build-consent-case.ts";
import { judge, type Row } from "./testing/judge-row.ts";

const low = { permissionGrantPoliciesAssigned: [...POLICIES.low] };
const unverified = { verifiedPublisher: null };
const own = { homeTenantId: TENANT_ID };
const everything = MAILBOX_SCOPES.split(" ");
const classifiedLow = (values: readonly string[]) =>
  values.map((value) => ({ resourceAppId: MICROSOFT_GRAPH_APP_ID, value, classification: "low" }));

describe("user consent policies", () => {
  const custom = (set: object, excludes: object[] = []) => ({
    permissionGrantPoliciesAssigned: ["managePermissionGrantsForSelf.Ours"],
    customPolicies: [{ id: "ours", includes: [set], excludes }],
  });
  const ids = everything.map((value) => findPermission(MICROSOFT_GRAPH_APP_ID, value)!.id);
  const rows: Row[] = [
    [
      "an exempt mail client passes the managed policy",
      buildCase({ app: { appId: "9E5F94BC-e8a4-4e73-b8be-63364c29d753" } }),
      ["consent_prompt", null],
    ],
    [
      "Mail.Send and Contacts.Read are not excluded",
      buildCase({ request: { scope: "openid Mail.Send Contacts.Read User.ReadBasic.All" } }),
      ["consent_prompt", null],
    ],
    [
      "low: all classified, verified",
      buildCase({ tenant: { ...low, classifications: classifiedLow(everything) } }),
      ["consent_prompt", null],
    ],
    [
      "low: mail not classified",
      buildCase({ tenant: { ...low, classifications: classifiedLow(SIGN_IN_SCOPES.split(" ")) } }),
      ["need_admin_approval", "AADSTS90094", "permission_not_classified"],
    ],
    [
      "low: classified medium is not low",
      buildCase({
        tenant: {
          ...low,
          classifications: classifiedLow(everything).map((entry) => ({ ...entry, classification: "medium" })),
        },
      }),
      ["need_admin_approval", "AADSTS90094", "permission_not_classified"],
    ],
    [
      "low: neither verified nor own",
      buildCase({
        tenant: { ...low, classifications: classifiedLow(everything), blockUserConsentForRiskyApps: false },
        app: unverified,
      }),
      ["need_admin_approval", "AADSTS90094", "publisher_not_verified"],
    ],
    [
      "low: an own app needs no verified publisher",
      buildCase({
        tenant: { ...low, classifications: classifiedLow(everything) },
        app: { ...unverified, ...own },
      }),
      ["consent_prompt", null],
    ],
    [
      "custom: ids of the permissions, this client",
      buildCase({
        tenant: custom({
          permissionType: "delegated",
          clientApplicationIds: [APP_ID.toUpperCase()],
          permissions: ids,
        }),
      }),
      ["consent_prompt", null],
    ],
    [
      "custom: an empty include set holds everything",
      buildCase({ tenant: custom({}) }),
      ["consent_prompt", null],
    ],
    [
      "custom: another client",
      buildCase({ tenant: custom({ clientApplicationIds: ["other"] }) }),
      ["need_admin_approval", "AADSTS90094", "policy_excludes_permission"],
    ],
    [
      "custom: another resource",
      buildCase({ tenant: custom({ resourceApplication: EXCHANGE_ONLINE_APP_ID }) }),
      ["need_admin_approval", "AADSTS90094", "policy_excludes_permission"],
    ],
    [
      "custom: excluded",
      buildCase({ tenant: custom({}, [{ permissions: [ids.at(-1)] }]) }),
      ["need_admin_approval", "AADSTS90094", "policy_excludes_permission"],
    ],
    [
      "custom: verified publishers only",
      buildCase({
        tenant: {
          ...custom({ clientApplicationsFromVerifiedPublisherOnly: true }),
          blockUserConsentForRiskyApps: false,
        },
        app: unverified,
      }),
      ["need_admin_approval", "AADSTS90094", "publisher_not_verified"],
    ],
    [
      "custom: application permissions only",
      buildCase({ tenant: custom({ permissionType: "application" }) }),
      ["need_admin_approval", "AADSTS90094", "policy_excludes_permission"],
    ],
    [
      "an assigned policy that does not exist allows nothing",
      buildCase({ tenant: { permissionGrantPoliciesAssigned: ["managePermissionGrantsForSelf.gone"] } }),
      ["need_admin_approval", "AADSTS90094", "policy_excludes_permission"],
    ],
  ];
  test.each(rows)("%s", (_name, input, expected, options) => {
    expect(judge(input, options)).toEqual(expected);
  });

  test("two policies that each allow a half allow the whole only when told to judge each permission", () => {
    const halves = buildCase({
      tenant: {
        permissionGrantPoliciesAssigned: [
          "managePermissionGrantsForSelf.a",
          "managePermissionGrantsForSelf.b",
        ],
        customPolicies: [
          { id: "a", includes: [{ permissions: ["Mail.Read"] }], excludes: [] },
          { id: "b", includes: [{ permissions: ["Calendars.Read"] }], excludes: [] },
        ],
      },
      request: { scope: "Mail.Read Calendars.Read" },
    });
    expect(decide(halves).outcome).toBe("need_admin_approval");
    expect(decide(halves, { policiesJudge: "each_permission" }).outcome).toBe("consent_prompt");
  });
});
