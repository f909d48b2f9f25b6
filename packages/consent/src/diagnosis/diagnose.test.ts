import { describe, expect, test } from "vitest";
import { errorCatalogue } from "../errors/error-catalogue.ts";
import {
  MAILBOX_SCOPES,
  POLICIES,
  SIGN_IN_SCOPES,
  buildCase,
  grantFor,
  grantForAll,
} from "../testing/build-consent-case.ts";
import type { CauseCode } from "./causes.ts";
import { diagnose } from "./diagnose.ts";
import type { AuthorizationStage, Evidence } from "./evidence.ts";

const names = { organization: "Contoso", product: "Outrigger" };

function callback(parameters: Record<string, string>, stage: AuthorizationStage = "mailbox"): Evidence {
  return {
    kind: "callback",
    parameters,
    requestedScopes: stage === "mailbox" ? MAILBOX_SCOPES : SIGN_IN_SCOPES,
    stage,
  };
}
const cancelled = { error: "access_denied", error_subcode: "cancel", state: "s" };
const signInPassed = callback({ code: "secret-code", state: "s" }, "sign_in");
const declined = {
  error: "access_denied",
  error_description:
    "AADSTS65004: User declined to consent to access the app. Trace ID: 11111111-1111-4111-8111-111111111111 Correlation ID: 22222222-2222-4222-8222-222222222222 Timestamp: 2026-11-23 10:00:00Z",
};
const tokenError = (number: number, suberror?: string): Evidence => ({
  kind: "token_error",
  body: {
    error: "invalid_grant",
    error_description: `AADSTS${number}: text`,
    error_codes: [number],
    suberror,
  },
});
const codes = (evidences: Evidence[]): CauseCode[] => diagnose(evidences).causes.map(({ code }) => code);

describe("Microsoft says nothing", () => {
  test.each<[string, Evidence[]]>([
    ["return link or cancel", [signInPassed, callback(cancelled)]],
    ["ten minutes of silence", [signInPassed, { kind: "silence", elapsedSeconds: 600 }]],
    ["a closed window", [signInPassed, { kind: "window_closed" }]],
    ["a closed window, the stage being known", [{ kind: "window_closed", stage: "mailbox" }]],
  ])(
    "%s after the sign-in passed is most likely the wall, and one question is offered",
    (_name, evidences) => {
      const diagnosis = diagnose(evidences, names);
      expect(diagnosis.certainty).toBe("likely");
      expect(diagnosis.causes[0]).toMatchObject({
        code: "admin_approval_required",
        rank: 1,
        restsOn: [expect.any(String)],
      });
      expect(diagnosis.sentence).toBe(
        "Most likely, an administrator of Contoso has to allow Outrigger before people can connect their mailboxes.",
      );
      expect(diagnosis.whoCanFix).toContain("Cloud Application Administrator");
      expect(diagnosis.question?.choices.map(({ value }) => value)).toEqual([
        "need_admin_approval",
        "approval_required",
        "permissions_requested",
        "other",
      ]);
    },
  );

  test.each<[string, Evidence[]]>([
    ["a cancelled sign-in stage", [callback(cancelled, "sign_in")]],
    ["a closed window, the stage being unknown", [{ kind: "window_closed" }]],
    ["a minute of silence", [{ kind: "silence", elapsedSeconds: 60 }]],
  ])("%s stays ambiguous and names no single cause", (_name, evidences) => {
    const diagnosis = diagnose(evidences, names);
    expect(diagnosis.certainty).toBe("ambiguous");
    expect(diagnosis.sentence).toMatch(/^Microsoft did not say why: perhaps .+, or .+\.$/);
    expect(diagnosis.question).toBeDefined();
  });

  test("nothing at all is ambiguous, without a cause", () => {
    expect(diagnose([])).toMatchObject({ certainty: "ambiguous", causes: [], whoCanFix: [] });
  });
});

describe("the person's answer", () => {
  test.each<["need_admin_approval" | "approval_required" | "permissions_requested", CauseCode]>([
    ["need_admin_approval", "admin_approval_required"],
    ["approval_required", "approval_request_pending"],
    ["permissions_requested", "user_declined"],
  ])("%s settles a cancelled callback", (saw, cause) => {
    const diagnosis = diagnose([signInPassed, callback(cancelled), { kind: "user_answer", saw }]);
    expect(diagnosis).toMatchObject({ certainty: "certain", causes: [{ code: cause }] });
    expect(diagnosis.question).toBeUndefined();
  });

  test("something else rules the consent pages out", () => {
    const found = codes([callback(cancelled), { kind: "user_answer", saw: "other" }]);
    expect(found).toEqual(["user_cancelled_sign_in"]);
  });

  test("against Microsoft's own code it is not certain any more, and Microsoft's comes first", () => {
    const diagnosis = diagnose([tokenError(50105), { kind: "user_answer", saw: "permissions_requested" }]);
    expect(diagnosis.certainty).toBe("likely");
    expect(diagnosis.causes.map(({ code }) => code)).toEqual(["not_assigned", "user_declined"]);
  });
});

describe("AADSTS65004: declined, or a request was sent", () => {
  const workflow = { adminConsentWorkflow: { isEnabled: true, reviewerIds: [] } };

  test("is ambiguous by itself", () => {
    expect(diagnose([callback(declined)]).certainty).toBe("ambiguous");
    expect(codes([callback(declined)])).toEqual(["user_declined", "approval_request_pending"]);
  });

  test("is a pending request where the tenant shows this person the form", () => {
    const reading: Evidence = { kind: "tenant_reading", case: buildCase({ tenant: workflow }) };
    expect(codes([callback(declined), reading])[0]).toBe("approval_request_pending");
  });

  test("is a refusal where the person may consent in person", () => {
    const legacy = buildCase({ tenant: { permissionGrantPoliciesAssigned: [...POLICIES.legacy] } });
    const diagnosis = diagnose([callback(declined), { kind: "tenant_reading", case: legacy }]);
    expect(diagnosis).toMatchObject({ certainty: "likely", causes: [{ code: "user_declined" }] });
  });

  test("at the administrator's link is the administrator's refusal, even beside admin_consent=True", () => {
    const evidence: Evidence = {
      kind: "callback",
      endpoint: "adminconsent",
      parameters: { ...declined, admin_consent: "True" },
      requestedScopes: MAILBOX_SCOPES,
      stage: "mailbox",
    };
    expect(diagnose([evidence])).toMatchObject({
      certainty: "certain",
      causes: [{ code: "admin_consent_declined" }],
    });
  });

  test("at the administrator's link is no pending request, though the tenant has the form", () => {
    const evidence: Evidence = {
      kind: "callback",
      endpoint: "adminconsent",
      parameters: declined,
      requestedScopes: MAILBOX_SCOPES,
      stage: "mailbox",
      tenant: buildCase({ tenant: workflow }),
    };
    expect(codes([evidence])).not.toContain("approval_request_pending");
  });

  test("keeps Microsoft's code, time and correlation id, and nothing else", () => {
    expect(diagnose([signInPassed, callback(declined)]).technical).toEqual({
      code: "AADSTS65004",
      correlationId: "22222222-2222-4222-8222-222222222222",
      timestamp: "2026-11-23 10:00:00Z",
    });
  });
});

describe("codes", () => {
  test.each<[number, CauseCode]>([
    [90094, "admin_approval_required"],
    [900941, "admin_approval_required"],
    [90095, "approval_request_pending"],
    [50105, "not_assigned"],
    [7000112, "app_disabled"],
    [50020, "wrong_tenant"],
    [53003, "conditional_access"],
    [50076, "mfa_required"],
    [50173, "session_expired"],
    [700082, "session_expired"],
    [7000215, "registration_fault"],
    [50011, "registration_fault"],
    [90090, "transient"],
    [500021, "access_restricted"],
    [50057, "account_unusable"],
  ])("AADSTS%i names %s", (number, cause) => {
    const diagnosis = diagnose([tokenError(number)]);
    expect(diagnosis).toMatchObject({ certainty: "certain", causes: [{ code: cause }] });
    expect(diagnosis.question).toBeUndefined();
  });

  test("a missing grant at the token endpoint is most likely the wall, not certainly", () => {
    expect(diagnose([tokenError(65001, "consent_required")])).toMatchObject({
      certainty: "likely",
      causes: [{ code: "admin_approval_required" }, { code: "granted_but_incomplete" }],
    });
  });

  test("AADSTS50020 with live.com is a personal account", () => {
    const body = {
      error: "access_denied",
      error_description:
        "AADSTS50020: User account from identity provider 'live.com' does not exist in tenant",
    };
    expect(codes([{ kind: "token_error", body }])).toEqual(["personal_account"]);
  });

  test("every AADSTS code of the catalogue gives at least one cause", () => {
    const numbers = errorCatalogue.flatMap(({ code }) => /^AADSTS(\d+)$/.exec(code)?.[1] ?? []);
    for (const number of numbers)
      expect({ number, count: codes([tokenError(Number(number))]).length }).not.toMatchObject({ count: 0 });
  });
});

describe("the tenant's settings, grants, accounts and probes", () => {
  const reading = (input: ReturnType<typeof buildCase>): Evidence => ({
    kind: "tenant_reading",
    case: input,
  });

  test("make the wall certain and rest on the setting", () => {
    const diagnosis = diagnose([callback(cancelled), reading(buildCase())]);
    expect(diagnosis.certainty).toBe("certain");
    expect(diagnosis.causes[0]?.restsOn.join(" ")).toContain("Contoso's consent policy");
  });

  test("exclude the wall where everything is granted", () => {
    expect(codes([callback(cancelled), reading(buildCase({ grants: [grantForAll()] }))])).not.toContain(
      "admin_approval_required",
    );
  });

  test("name every cause that holds, in Entra's order", () => {
    const input = buildCase({ servicePrincipal: { accountEnabled: false, appRoleAssignmentRequired: true } });
    expect(codes([reading(input)])).toEqual(["app_disabled", "not_assigned", "admin_approval_required"]);
  });

  test("tell a grant for one administrator from a grant for everybody", () => {
    expect(codes([reading(buildCase({ grants: [grantFor("megan")] }))])[0]).toBe("granted_but_incomplete");
  });

  test("tell a grant that misses a part", () => {
    expect(
      codes([reading(buildCase({ grants: [grantForAll(`${SIGN_IN_SCOPES} Mail.ReadWrite`)] }))])[0],
    ).toBe("granted_but_incomplete");
  });

  test("name prompt=consent as the cause of the loop after the grant", () => {
    const input = buildCase({ grants: [grantForAll()], request: { prompt: "consent" } });
    expect(codes([callback(cancelled), reading(input)])).toEqual(["prompt_forces_consent"]);
  });

  test("a token that lacks what was asked", () => {
    const evidence: Evidence = {
      kind: "granted_scopes",
      granted: "openid User.Read Mail.ReadWrite",
      requestedScopes: MAILBOX_SCOPES,
    };
    expect(diagnose([evidence]).causes[0]).toMatchObject({
      code: "granted_but_incomplete",
      restsOn: ["the token lacks Calendars.ReadWrite, MailboxSettings.ReadWrite"],
    });
  });

  test.each<[CauseCode, Evidence]>([
    ["personal_account", { kind: "account", tenantId: "9188040D-6c67-4c5b-b112-36a304b66dad" }],
    ["guest", { kind: "account", tenantId: "t", isGuest: true }],
    ["wrong_tenant", { kind: "account", tenantId: "t", expectedTenantId: "u" }],
  ])("an account gives %s", (cause, evidence) => {
    expect(codes([evidence])).toEqual([cause]);
  });

  test("a granted probe after a cancelled callback says that nothing stands in the way", () => {
    expect(diagnose([callback(cancelled), { kind: "probe", result: "granted" }])).toMatchObject({
      certainty: "certain",
      causes: [],
      sentence: "Nothing stands in the way.",
    });
  });

  test("a probe tells a missing grant from an ended session", () => {
    expect(codes([{ kind: "probe", result: "consent_required" }])).toEqual(["admin_approval_required"]);
    expect(codes([{ kind: "probe", result: "login_required" }])).toEqual(["session_expired"]);
  });
});

test("placeholders stay where no name is given, and a name is taken literally", () => {
  const evidence: Evidence = { kind: "user_answer", saw: "need_admin_approval" };
  expect(diagnose([evidence]).sentence).toContain("{{ organization_name }}");
  expect(diagnose([evidence], { organization: "A $& B", product: "P" }).sentence).toContain("A $& B");
});

test("no diagnosis repeats a secret of the callback", () => {
  const text = JSON.stringify(diagnose([signInPassed, callback({ ...cancelled, state: "secret-state" })]));
  expect(text).not.toMatch(/secret/);
});
