import { describe, expect, test } from "vitest";
import { readTenantReading } from "../reading/read-tenant-reading.ts";
import { APP_ID, MAILBOX_SCOPES, POLICIES, TENANT_ID } from "../testing/build-consent-case.ts";
import { diagnose } from "./diagnose.ts";
import type { Evidence, ProbeResult } from "./evidence.ts";

const policy = (list: readonly string[]) => ({
  defaultUserRolePermissions: { permissionGrantPoliciesAssigned: list },
});

/** Everything read: Microsoft's managed policy, the app in the tenant, nothing granted. */
const FILE = {
  format: "outrigger-tenant-reading-1",
  appId: APP_ID,
  organization: { value: [{ id: TENANT_ID, displayName: "Contoso" }] },
  authorizationPolicy: policy(POLICIES.recommended),
  permissionGrantPolicies: { value: [] },
  adminConsentRequestPolicy: { isEnabled: false },
  delegatedPermissionClassifications: { value: [] },
  groupSettings: { value: [] },
  servicePrincipal: {
    displayName: "Outrigger",
    appOwnerOrganizationId: TENANT_ID,
    accountEnabled: true,
    appRoleAssignmentRequired: false,
  },
  application: { displayName: "Outrigger", signInAudience: "AzureADMyOrg" },
  graphServicePrincipal: { id: "graph" },
  oauth2PermissionGrants: { value: [] as unknown[] },
};
const snapshot = (change: object = {}): Evidence => ({
  kind: "tenant_snapshot",
  snapshot: readTenantReading({ ...FILE, ...change }),
  requestedScopes: MAILBOX_SCOPES,
});
const cancelled: Evidence = {
  kind: "callback",
  stage: "mailbox",
  requestedScopes: MAILBOX_SCOPES,
  parameters: { error: "access_denied", error_subcode: "cancel" },
};
const probe = (result: ProbeResult, stage?: "sign_in"): Evidence => ({ kind: "probe", result, stage });
const found = (...evidences: Evidence[]) => {
  const { certainty, causes } = diagnose(evidences);
  return [certainty, ...causes.map(({ code }) => code)];
};

describe("a tenant as read by Graph", () => {
  test("whose settings block makes the wall certain", () => {
    expect(found(cancelled, snapshot())).toEqual(["certain", "admin_approval_required"]);
  });

  test("makes nothing certain where the part that decides was not read", () => {
    const unread = snapshot({ authorizationPolicy: { error: { code: "Authorization_RequestDenied" } } });
    expect(found(unread)).toEqual(["likely", "admin_approval_required"]);
  });

  test("that lets people consent rules the wall out", () => {
    const open = snapshot({ authorizationPolicy: policy(POLICIES.legacy) });
    expect(found(cancelled, open)[1]).not.toBe("admin_approval_required");
  });

  test("with refusals in its sign-in log speaks for their cause, and rests on them", () => {
    const open = snapshot({
      authorizationPolicy: { error: { code: "Authorization_RequestDenied" } },
      signIns: {
        value: [
          {
            createdDateTime: "2026-11-24T10:00:00Z",
            userPrincipalName: "adele@contoso.example",
            status: { errorCode: 90094 },
          },
        ],
      },
    });
    const [cause] = diagnose([open]).causes;
    expect(cause?.restsOn).toContain("the sign-in log has refusals with AADSTS90094");
  });
});

describe("silent requests, separately for sign-in and mailbox", () => {
  test("sign-in granted and mailbox refused is most likely the wall", () => {
    expect(found(probe("granted", "sign_in"), probe("consent_required"))).toEqual([
      "likely",
      "admin_approval_required",
    ]);
  });

  test("sign-in granted says nothing about the mailbox", () => {
    expect(diagnose([probe("granted", "sign_in")]).sentence).not.toBe("Nothing stands in the way.");
    expect(diagnose([probe("granted")]).sentence).toBe("Nothing stands in the way.");
  });

  test("no session is told from a policy that wants interaction", () => {
    expect(found(probe("login_required", "sign_in"))).toEqual(["likely", "session_expired"]);
    expect(found(probe("interaction_required", "sign_in"))).toEqual([
      "ambiguous",
      "mfa_required",
      "conditional_access",
    ]);
  });

  test("one is proposed where no window was open, and a page is asked about where one was", () => {
    const refused: Evidence = { kind: "token_error", body: { error: "invalid_grant" } };
    const silent = diagnose([refused]);
    expect(silent.question).toBeUndefined();
    expect(silent.probe).toMatchObject({
      stage: "mailbox",
      tells: expect.arrayContaining([{ result: "login_required", cause: "session_expired" }]),
    });
    expect(diagnose([refused, probe("consent_required")]).probe).toBeUndefined();
    expect(diagnose([cancelled])).toMatchObject({ question: { text: expect.any(String) } });
    expect(diagnose([cancelled]).probe).toBeUndefined();
  });
});
