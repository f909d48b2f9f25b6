import { describe, expect, test } from "vitest";
import { decide } from "./decide.ts";
import { POLICIES, SIGN_IN_SCOPES, TENANT_ID, buildCase } from "./testing/build-consent-case.ts";
import { judge, type Row } from "./testing/judge-row.ts";

const legacy = { permissionGrantPoliciesAssigned: [...POLICIES.legacy] };
const off = { permissionGrantPoliciesAssigned: [...POLICIES.off] };
const workflow = { adminConsentWorkflow: { isEnabled: true, reviewerIds: ["megan"] } };
const unverified = { verifiedPublisher: null };
const own = { homeTenantId: TENANT_ID };
const globalAdmin = { id: "megan", directoryRoles: ["Global Administrator"] };

describe("risk-based step-up", () => {
  const risky = { tenant: { ...legacy }, app: unverified };
  const rows: Row[] = [
    [
      "an unverified foreign app asks beyond sign-in",
      buildCase(risky),
      ["need_admin_approval", "AADSTS900941", "risky_app"],
    ],
    [
      "with the workflow on, the form has its own code",
      buildCase({ ...risky, tenant: { ...legacy, ...workflow } }),
      ["approval_request", "AADSTS900981", "risky_app"],
    ],
    [
      "basic sign-in is never risky",
      buildCase({ ...risky, request: { scope: SIGN_IN_SCOPES } }),
      ["consent_prompt", null],
    ],
    [
      "registered on the last exempt day",
      buildCase({ ...risky, app: { ...unverified, createdDateTime: "2020-11-08T12:00:00Z" } }),
      ["consent_prompt", null],
    ],
    [
      "registered the day after",
      buildCase({ ...risky, app: { ...unverified, createdDateTime: "2020-11-09T00:00:00Z" } }),
      ["need_admin_approval", "AADSTS900941", "risky_app"],
    ],
    [
      "registered in the customer's own tenant",
      buildCase({ ...risky, app: { ...unverified, ...own } }),
      ["consent_prompt", null],
    ],
    [
      "step-up off",
      buildCase({ ...risky, tenant: { ...legacy, blockUserConsentForRiskyApps: false } }),
      ["consent_prompt", null],
    ],
    [
      "an earlier gate gives its code, and both are reported",
      buildCase({ ...risky, tenant: off }),
      ["need_admin_approval", "AADSTS90094", "user_consent_disabled", "risky_app"],
    ],
  ];
  test.each(rows)("%s", (_name, input, expected, options) => {
    expect(judge(input, options)).toEqual(expected);
  });

  test("an administrator is warned and may go on", () => {
    expect(decide(buildCase({ ...risky, user: globalAdmin }))).toMatchObject({
      outcome: "consent_prompt",
      warnings: ["risky_app"],
      blockers: [],
    });
  });
});
