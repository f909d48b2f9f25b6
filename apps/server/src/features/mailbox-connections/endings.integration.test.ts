import type { MailboxConnection } from "@outrigger/api-contract";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { grantMailPermissions } from "../../testing/grant-mail-permissions.ts";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";

const jobs = new StepJobQueue();
const contoso = "contoso.example";
let server: TestServer;
let adele: Person;
let appId: string;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
  appId = server.context.config.microsoft.clientId;
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  jobs.clear();
  adele = await Person.signIn(server, "adele@contoso.example");
});

const scenario = (body: object): Promise<unknown> => server.control("/_sandbox/scenario", body);

/** What is on record of the windows, oldest first. */
function readEvidence(): Promise<Record<string, any>[]> {
  return server.test.query(
    "select kind, result, wire_error, error_subcode, aadsts_code, context->>'probe' as probe from authorization_attempt where kind like 'microsoft%' order by started_at",
  );
}

async function readProbe(): Promise<Record<string, any> | null> {
  const [row] = await server.test.query(
    "select last_probe from mailbox_connection where microsoft_user_id is not null",
  );
  return row?.["last_probe"] ?? null;
}

async function diagnosisOf(person = adele): Promise<NonNullable<MailboxConnection["diagnosis"]>> {
  const { diagnosis } = await person.mailbox();
  expect(diagnosis).not.toBeNull();
  return diagnosis!;
}

function close(authorizationId: string, person = adele) {
  return person.call("POST", `/api/mailbox-connection/authorizations/${authorizationId}/closed`);
}

async function answer(saw: string, pageText?: string): Promise<MailboxConnection> {
  const { status, body } = await adele.call("POST", "/api/mailbox-connection/answer", { saw, pageText });
  expect(status).toBe(200);
  return body;
}

async function letUsersConsent(): Promise<void> {
  const permissionGrantPoliciesAssigned = ["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"];
  await scenario({ policies: [{ tenant: contoso, permissionGrantPoliciesAssigned }] });
}

/** Nobody may consent to anything: even the sign-in stage meets the wall. */
async function forbidConsent(): Promise<void> {
  await scenario({ policies: [{ tenant: contoso, permissionGrantPoliciesAssigned: [] }] });
}

describe("left at the mailbox stage", () => {
  test("by the return link: the administrator, likely, and one question", async () => {
    expect((await adele.setUpSync({ mailbox: ["return"] })).turn).toBe("administrator");
    expect(await diagnosisOf()).toMatchObject({
      certainty: "likely",
      turn: "administrator",
      leftBy: "return_link_or_cancel",
      sentence:
        "Most likely, an administrator of Contoso has to allow Outrigger before people can connect their mailboxes.",
      question: { text: expect.any(String) },
    });
    expect((await readEvidence()).at(-1)).toMatchObject({ result: "refused", error_subcode: "cancel" });
    expect(await readProbe()).toMatchObject({ aadstsCode: "AADSTS65001", suberror: "consent_required" });
  });

  test("by Cancel on the prompt: not called a refusal before the question is answered", async () => {
    await letUsersConsent();
    expect((await adele.setUpSync({ mailbox: ["cancel"] })).turn).toBe("unsure");
    const asked = await diagnosisOf();
    expect(asked).toMatchObject({ certainty: "ambiguous", leftBy: "declined", turn: "unsure" });
    expect(asked.question?.choices.map(({ value }) => value)).toContain("permissions_requested");
    const answered = await answer("permissions_requested");
    expect(answered.diagnosis).toMatchObject({
      turn: "yourself",
      question: null,
      sentence: "The permissions that Outrigger asked for were not accepted.",
      nextStep: "Start again and choose Accept on Permissions requested.",
    });
    expect((await readEvidence()).at(-1)).toMatchObject({ result: "refused", aadsts_code: "AADSTS65004" });
  });

  test("by Back to app after Microsoft's own form: the request is remembered, and who else waits is shown", async () => {
    await scenario({ policies: [{ tenant: contoso, adminConsentWorkflow: { isEnabled: true } }] });
    const alex = await Person.signIn(server, "alex@contoso.example");
    await alex.setUpSync({ mailbox: ["return"] });
    const window = await adele.setUpSync({ mailbox: ["request_approval", "return"] });
    expect(window.pages).toContain("Request sent");
    expect(await diagnosisOf()).toMatchObject({
      certainty: "ambiguous",
      turn: "unsure",
      causes: expect.arrayContaining(["approval_request_pending", "user_declined"]),
      question: { text: expect.any(String) },
    });

    const answered = await answer("approval_required");
    expect(answered).toMatchObject({
      state: "blocked",
      requestSentAt: expect.any(String),
      alsoWaiting: { count: 1, names: ["Alex Wilber"] },
      diagnosis: {
        turn: "reviewers",
        sentence: "Contoso reviews requests for new apps, and Outrigger has not been approved yet.",
        nextStep: "Wait for the reviewer, or send an administrator the link.",
      },
    });
    // What one has seen is known of the tenant: the next one is not asked whether they declined.
    await alex.setUpSync({ mailbox: ["request_approval", "return"] });
    expect(await diagnosisOf(alex)).toMatchObject({ certainty: "likely", turn: "reviewers" });
  });

  test("by the closed window", async () => {
    const { authorizationId, url } = await adele.openWindow();
    await adele.follow((await adele.answerMicrosoft(url, ["accept"])).location!);
    expect((await close(authorizationId)).body.diagnosis).toMatchObject({
      leftBy: "closed_window",
      turn: "administrator",
    });
    expect((await readEvidence()).map(({ result }) => result)).toEqual(["succeeded", "closed"]);
  });
});

describe("left at the sign-in stage", () => {
  test("at the wall: a silent request tells that the person is signed in and nothing is granted", async () => {
    await forbidConsent();
    const window = await adele.setUpSync({ signIn: ["return"] });
    expect(window).toMatchObject({ outcome: "blocked", turn: "administrator" });
    expect(window.pages).toEqual(["Pick an account", "Need admin approval"]);
    expect(await diagnosisOf()).toMatchObject({
      certainty: "likely",
      causes: expect.arrayContaining(["admin_approval_required"]),
      leftBy: "return_link_or_cancel",
    });
    expect((await diagnosisOf()).causes).not.toContain("user_cancelled_sign_in");
    expect(await readEvidence()).toMatchObject([
      { result: "refused", error_subcode: "cancel", probe: null },
      { result: "refused", wire_error: "consent_required", aadsts_code: "AADSTS65001", probe: "cause" },
    ]);
  });

  test("at the account picker: the same answer from Microsoft, told apart by the silent request", async () => {
    const { url } = await adele.openWindow();
    const back = new URL(url.searchParams.get("redirect_uri")!);
    back.search = new URLSearchParams({
      error: "access_denied",
      error_subcode: "cancel",
      state: url.searchParams.get("state")!,
    }).toString();
    const probe = await adele.follow(back);
    // Never `consent`: that blocks people whose administrator has granted everything.
    expect([url, probe].map(({ searchParams }) => searchParams.get("prompt"))).toEqual([null, "none"]);
    expect(probe.searchParams.get("scope")).not.toMatch(/Mail|Calendar/);
    const { location } = await adele.answerMicrosoft(probe, [], "nobody@contoso.example");
    expect(location!.searchParams.get("error")).toBe("login_required");
    await adele.follow(location!);
    expect(await diagnosisOf()).toMatchObject({
      turn: "yourself",
      causes: expect.arrayContaining(["user_cancelled_sign_in"]),
      nextStep: "Start again and finish the sign-in.",
    });
    // One silent request a window, whatever it says.
    expect((await readEvidence()).map(({ probe: kind }) => kind)).toEqual([null, "cause"]);
  });

  test("what the silent request finds granted is not used: the person had said no", async () => {
    const { url } = await adele.openWindow();
    const back = new URL(url.searchParams.get("redirect_uri")!);
    back.search = new URLSearchParams({
      error: "access_denied",
      error_subcode: "cancel",
      state: url.searchParams.get("state")!,
    }).toString();
    await grantMailPermissions(server);
    const probe = await adele.follow(back);
    const { location } = await adele.answerMicrosoft(probe, []);
    expect(location!.searchParams.has("code")).toBe(true);
    await adele.follow(location!);
    expect(await adele.mailbox()).toMatchObject({ state: "blocked", mailboxAddress: null });
    expect((await diagnosisOf()).causes[0]).toBe("user_cancelled_sign_in");
  });
});

describe("another account in the window", () => {
  test("at the sign-in stage: never taken for the person; the grant that it made connects them silently", async () => {
    await forbidConsent();
    const { url } = await adele.openWindow();
    const megan = await adele.answerMicrosoft(url, ["accept_for_organization"], "megan@contoso.example");
    const silent = await adele.follow(megan.location!);
    expect(silent.searchParams.get("prompt")).toBe("none");
    expect(silent.searchParams.get("login_hint")).toBe("adele@contoso.example");
    const own = await adele.answerMicrosoft(silent, []);
    const wall = await adele.follow(own.location!);
    await adele.follow((await adele.answerMicrosoft(wall, ["return"])).location!);
    const mailbox = await adele.mailbox();
    expect(mailbox.mailboxAddress).toBe("adele@contoso.example");
    expect(JSON.stringify(mailbox)).not.toContain("megan");
    expect(await readEvidence()).toMatchObject([
      { result: "failed", wire_error: "other_identity" },
      { result: "succeeded", probe: "resume" },
      { kind: "microsoft_mailbox" },
    ]);
    await grantMailPermissions(server);
    server.advanceSeconds(5);
    expect((await adele.mailbox()).state).toBe("connected");
  });

  test("without a grant: said as another account, and the next window starts fresh", async () => {
    await adele.setUpSync({ account: "alex@contoso.example", silent: "nobody@contoso.example" });
    expect(await diagnosisOf()).toMatchObject({
      causes: ["other_identity"],
      turn: "yourself",
      sentence: expect.stringContaining("Another account"),
    });
    expect(await adele.mailbox()).toMatchObject({ state: "blocked", mailboxAddress: null });
    await adele.meetWall();
    expect((await adele.mailbox()).mailboxAddress).toBe("adele@contoso.example");
  });

  test("a guest of the tenant: the mailbox lies in another organization", async () => {
    await scenario({
      users: [
        {
          userPrincipalName: "diego@fabrikam.example",
          guestInTenantIds: ["11111111-1111-4111-8111-111111111111"],
        },
      ],
    });
    await letUsersConsent();
    await adele.setUpSync({ account: "diego@fabrikam.example" });
    expect(await diagnosisOf()).toMatchObject({ causes: ["guest"], turn: "yourself" });
    expect((await readEvidence())[0]).toMatchObject({ result: "failed", wire_error: "guest" });
    expect(JSON.stringify(await adele.mailbox())).not.toContain("diego");
  });
});

describe("Microsoft keeps the window", () => {
  /** The window shows an error page of Microsoft's, and is closed. */
  async function closeErrorPage(account = adele.address): Promise<{ aadsts: string | null }> {
    const { authorizationId, url } = await adele.openWindow();
    const shown = await adele.answerMicrosoft(url, [], account);
    expect(shown.location).toBeUndefined();
    await close(authorizationId);
    return shown;
  }

  test.each<[string, object, string, string, string]>([
    [
      "not assigned",
      { servicePrincipals: [{ accountEnabled: true, appRoleAssignmentRequired: true, assignedUsers: [] }] },
      "AADSTS50105",
      "not_assigned",
      "Contoso lets only assigned people use Outrigger, and this account is not among them.",
    ],
    [
      "switched off",
      { servicePrincipals: [{ accountEnabled: false }] },
      "AADSTS7000112",
      "app_disabled",
      "Outrigger is switched off in Contoso.",
    ],
    [
      "a blocking policy",
      { conditionalAccess: [{ id: "53003000-0000-4000-8000-000000000001", control: "block" }] },
      "AADSTS53003",
      "conditional_access",
      "A security policy of Contoso does not let this sign-in through.",
    ],
    [
      "a redirect URI that is not registered",
      { redirectUris: ["https://elsewhere.example/callback"] },
      "AADSTS50011",
      "registration_fault",
      "Outrigger is not set up correctly at Microsoft.",
    ],
  ])(
    "%s: silence leads to the question, and the page's own words settle it",
    async (_name, change, code, cause, sentence) => {
      await adele.setUpSync({ mailbox: ["return"] });
      const { servicePrincipals, conditionalAccess, redirectUris } = change as any;
      if (servicePrincipals) await grantMailPermissions(server);
      await scenario({
        ...(servicePrincipals
          ? { servicePrincipals: [{ tenant: contoso, appId, ...servicePrincipals[0] }] }
          : {}),
        ...(conditionalAccess ? { conditionalAccess: [{ tenant: contoso, ...conditionalAccess[0] }] } : {}),
        ...(redirectUris ? { apps: [{ appId, redirectUris }] } : {}),
      });
      const { aadsts } = await closeErrorPage();
      expect(aadsts).toBe(code);
      const answered = await answer(
        "other",
        `Sorry, but we’re having trouble signing you in. ${code}: adele@contoso.example <b>`,
      );
      expect(answered.diagnosis).toMatchObject({ certainty: "certain", sentence, question: null });
      expect(answered.diagnosis!.causes[0]).toBe(cause);
      const [row] = await server.test.query("select diagnosis::text as kept from mailbox_connection");
      expect(row!["kept"]).toContain(code);
      expect(row!["kept"]).not.toContain("@");
    },
  );

  test.each<[string, object, string, string]>([
    ["53003", { control: "block" }, "conditional_access", "administrator"],
    ["50076", { control: "mfa" }, "mfa_required", "yourself"],
    ["53000", { control: "compliant_device" }, "conditional_access", "administrator"],
  ])(
    "Conditional Access %s: the silent token names it without a question",
    async (code, control, cause, turn) => {
      const { authorizationId, url } = await adele.openWindow();
      await adele.follow((await adele.answerMicrosoft(url, ["accept"])).location!);
      await scenario({
        conditionalAccess: [{ tenant: contoso, id: "53003000-0000-4000-8000-000000000001", ...control }],
      });
      await close(authorizationId);
      expect(await diagnosisOf()).toMatchObject({
        causes: [cause],
        certainty: "certain",
        turn,
        question: null,
      });
      expect(await readProbe()).toMatchObject({ aadstsCode: `AADSTS${code}` });
    },
  );

  test("an account of another tenant: after the time the question, after the page's code the words", async () => {
    const { url } = await adele.openWindow();
    const shown = await adele.answerMicrosoft(url, [], "diego@fabrikam.example");
    expect(shown.aadsts).toBe("AADSTS50020");
    server.advanceSeconds(601);
    await jobs.start("authorization_attempts.expire");
    expect(await diagnosisOf()).toMatchObject({ leftBy: "time_out", question: { text: expect.any(String) } });
    expect(
      (await answer("other", "AADSTS50020: User account from identity provider …")).diagnosis,
    ).toMatchObject({
      causes: ["wrong_tenant"],
      turn: "yourself",
    });
  });

  test("a personal account is told as such", async () => {
    const shown = await closeErrorPage("adele@outlook.com");
    expect(shown.aadsts).toBe("AADSTS50020");
    expect(
      (await answer("other", "AADSTS50020: identity provider 'live.com' does not exist")).diagnosis,
    ).toMatchObject({
      causes: ["personal_account"],
      turn: "yourself",
      nextStep: expect.stringContaining("work account"),
    });
  });
});

describe("the operator's fault", () => {
  test.each([
    [
      "AADSTS7000215",
      { keyId: "sandbox-microsoft-secret", value: "another-value", endDateTime: "2099-01-01T00:00:00Z" },
    ],
    [
      "AADSTS7000222",
      { keyId: "the-secret-id", value: "sandbox-microsoft-secret", endDateTime: "2026-01-01T00:00:00Z" },
    ],
  ])("%s is said to be the operator's, and the organization's admins are told", async (code, secret) => {
    await scenario({ apps: [{ appId, secrets: [secret] }] });
    const window = await adele.setUpSync();
    expect(window).toMatchObject({ outcome: "blocked", turn: "operator" });
    expect(await diagnosisOf()).toMatchObject({
      turn: "operator",
      causes: ["registration_fault"],
      whoCanFix: ["the operator of Outrigger"],
      technical: { code },
    });
    const pradeep = await Person.signIn(server, "pradeep@contoso.example");
    const { entries } = (await pradeep.call("GET", "/api/audit")).body;
    expect(entries.map(({ action }: { action: string }) => action)).toContain(
      "mailbox_connection.registration_fault",
    );
  });
});

describe("windows that do not end in order", () => {
  test("the server starts anew in the middle: the callback is taken all the same", async () => {
    const { url } = await adele.openWindow();
    const { location } = await adele.answerMicrosoft(url, ["accept"]);
    await server.restart();
    expect((await adele.follow(location!)).searchParams.get("scope")).toContain("Mail.");
  });

  test("an answer after the time-out is not used, but what it says is kept", async () => {
    await forbidConsent();
    const { url } = await adele.openWindow();
    const { location } = await adele.answerMicrosoft(url, ["return"]);
    server.advanceSeconds(601);
    const page = await adele.browser.visit(location!);
    expect(page.body).toContain("authorization_expired");
    await jobs.start("authorization_attempts.expire");
    expect(await readEvidence()).toMatchObject([
      { result: "expired", wire_error: "access_denied", error_subcode: "cancel" },
    ]);
    expect(await adele.mailbox()).toMatchObject({
      state: "blocked",
      diagnosis: { leftBy: "return_link_or_cancel" },
    });
  });

  test("a late answer in another browser is not kept", async () => {
    await forbidConsent();
    const { url } = await adele.openWindow();
    const { location } = await adele.answerMicrosoft(url, ["return"]);
    server.advanceSeconds(601);
    await fetch(location!);
    await jobs.start("authorization_attempts.expire");
    expect(await readEvidence()).toMatchObject([{ result: "expired", wire_error: null }]);
  });

  test("two windows at once: the newer one counts, the older one ends where it is", async () => {
    const first = await adele.openWindow();
    const older = await adele.answerMicrosoft(first.url, ["accept"]);
    const second = await adele.openWindow();
    const page = await adele.browser.visit(older.location!);
    expect(page.body).toContain("authorization_not_found");
    const newer = await adele.answerMicrosoft(second.url, ["accept"]);
    expect((await adele.follow(newer.location!)).searchParams.get("scope")).toContain("Mail.");
    expect((await close(first.authorizationId)).body.state).toBe("authorizing");
  });
});

test("only a window that was left can be answered for, and long text is refused", async () => {
  expect(
    (await adele.call("POST", "/api/mailbox-connection/answer", { saw: "other", pageText: "x" })).status,
  ).toBe(409);
  await adele.meetWall();
  const tooLong = { saw: "other", pageText: "x".repeat(5001) };
  expect((await adele.call("POST", "/api/mailbox-connection/answer", tooLong)).status).toBe(400);
});
