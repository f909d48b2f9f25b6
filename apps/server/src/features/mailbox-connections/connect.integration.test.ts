import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { grantMailPermissions } from "../../testing/grant-mail-permissions.ts";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";

const adeleAddress = "adele@contoso.example";
const jobs = new StepJobQueue();
let server: TestServer;
let adele: Person;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  jobs.clear();
  adele = await Person.signIn(server, adeleAddress);
});

/** The attempts at Microsoft, oldest first. */
function listAttempts(): Promise<Record<string, any>[]> {
  return server.test.query(
    "select kind, result, wire_error, aadsts_code, scopes, tenant_guess from authorization_attempt where kind <> 'salesforce_sign_in' order by started_at",
  );
}

async function findConnectionRow(address = adeleAddress): Promise<Record<string, any>> {
  const [row] = await server.test.query(
    "select mailbox_connection.* from mailbox_connection join app_user on app_user.id = user_id where email = $1",
    [address],
  );
  return row!;
}

async function letUsersConsent(): Promise<void> {
  await server.control("/_sandbox/scenario", {
    policies: [
      {
        tenant: "contoso.example",
        permissionGrantPoliciesAssigned: ["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"],
      },
    ],
  });
}

describe("the wall", () => {
  test("the sign-in stage passes, the mailbox stage ends at the wall, and both are on record", async () => {
    const window = await adele.setUpSync({ mailbox: ["return"] });
    expect(window).toMatchObject({ outcome: "blocked" });
    expect(window.pages).toEqual([
      "Pick an account",
      "Permissions requested",
      "Pick an account",
      "Need admin approval",
    ]);
    const attempts = await listAttempts();
    expect(attempts).toMatchObject([
      { kind: "microsoft_sign_in", result: "succeeded" },
      { kind: "microsoft_mailbox", result: "refused", wire_error: "access_denied" },
    ]);
    expect(attempts[0]!["scopes"].join(" ")).not.toMatch(/Mail|Calendar/);
    expect(attempts[1]!["scopes"]).toContain("Mail.ReadWrite");
  });

  test("whoever returns by the link is told why, by code, and who can fix it", async () => {
    await adele.meetWall();
    const mailbox = await adele.mailbox();
    expect(mailbox).toMatchObject({
      state: "blocked",
      mailboxAddress: adeleAddress,
      tenantDisplayName: "Contoso",
      connectedAt: null,
      diagnosis: { leftBy: "return_link_or_cancel" },
    });
    expect(mailbox.diagnosis!.whoCanFix).toContain("Cloud Application Administrator");
    expect(mailbox.diagnosis!.sentence).not.toBe("");
    expect(mailbox.diagnosis!.sentence).not.toContain("@");
  });

  test("a closed window blocks as soon as the sidebar reports it", async () => {
    const { authorizationId, url } = await adele.openWindow();
    const { location } = await adele.answerMicrosoft(url, ["accept"]);
    await adele.follow(location!);
    expect((await adele.mailbox()).state).toBe("authorizing");

    const path = `/api/mailbox-connection/authorizations/${authorizationId}/closed`;
    const closed = await adele.call("POST", path);
    expect(closed.body).toMatchObject({ state: "blocked", diagnosis: { leftBy: "closed_window" } });
    expect((await adele.call("POST", path)).body.state).toBe("blocked");
    expect(await listAttempts()).toMatchObject([{ result: "succeeded" }, { result: "closed" }]);
  });

  test("a window reported as closed whose answer was on its way still counts", async () => {
    await letUsersConsent();
    const { authorizationId, url } = await adele.openWindow();
    const first = await adele.answerMicrosoft(url, ["accept"]);
    const second = await adele.follow(first.location!);
    const answer = await adele.answerMicrosoft(second, ["accept"]);
    await adele.call("POST", `/api/mailbox-connection/authorizations/${authorizationId}/closed`);
    const end = await adele.follow(answer.location!);
    expect(end.hash).toBe("#mailbox=connected");
    expect((await adele.mailbox()).state).toBe("connected");
  });

  test("silence blocks when the window's time is over, and not before", async () => {
    const { url } = await adele.openWindow();
    const { location } = await adele.answerMicrosoft(url, ["accept"]);
    await adele.follow(location!);
    await jobs.start("authorization_attempts.expire");
    expect((await adele.mailbox()).state).toBe("authorizing");
    server.advanceSeconds(601);
    await jobs.start("authorization_attempts.expire");
    expect(await adele.mailbox()).toMatchObject({ state: "blocked", diagnosis: { leftBy: "time_out" } });
    expect((await listAttempts()).at(-1)).toMatchObject({ result: "expired" });
  });

  test("the answer to the one question settles the diagnosis", async () => {
    const { authorizationId, url } = await adele.openWindow();
    const { location } = await adele.answerMicrosoft(url, ["accept"]);
    await adele.follow(location!);
    await adele.call("POST", `/api/mailbox-connection/authorizations/${authorizationId}/closed`);
    const answered = await adele.call("POST", "/api/mailbox-connection/answer", {
      saw: "need_admin_approval",
    });
    expect(answered.body.diagnosis.question).toBeNull();
    expect(answered.body.diagnosis.whoCanFix).not.toEqual([]);
  });

  test("nobody can answer a question that was not asked", async () => {
    const answer = await adele.call("POST", "/api/mailbox-connection/answer", { saw: "other" });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: "conflict" } } });
  });
});

describe("declining", () => {
  test("the user's own no is told as such and is the user's own turn", async () => {
    await letUsersConsent();
    const window = await adele.setUpSync({ mailbox: ["cancel"] });
    expect(window.outcome).toBe("blocked");
    expect(await adele.mailbox()).toMatchObject({
      state: "blocked",
      diagnosis: { leftBy: "declined", technical: { code: "AADSTS65004" } },
    });
    const again = await adele.setUpSync({ mailbox: ["accept"] });
    expect(again).toMatchObject({ outcome: "connected" });
    expect(await adele.mailbox()).toMatchObject({ state: "connected", diagnosis: null });
  });

  test("a no at the sign-in stage blocks without an identity", async () => {
    const window = await adele.setUpSync({ signIn: ["cancel"] });
    expect(window.outcome).toBe("blocked");
    expect(await adele.mailbox()).toMatchObject({ state: "blocked", mailboxAddress: null });
  });
});

describe("getting through", () => {
  test("with a grant that stands already, the sign-in stage alone connects", async () => {
    await grantMailPermissions(server);
    const window = await adele.setUpSync();
    expect(window).toMatchObject({ outcome: "connected", pages: ["Pick an account"] });
    expect(await adele.mailbox()).toMatchObject({ state: "connected", mailboxAddress: adeleAddress });
    expect((await listAttempts()).map(({ kind }) => kind)).toEqual(["microsoft_sign_in"]);
  });

  test("a grant made later connects by itself, without a window or a look at the sidebar", async () => {
    await adele.meetWall();
    await grantMailPermissions(server);
    server.advanceSeconds(5);
    await jobs.start("mailbox_connections.check_waiting");
    expect(await findConnectionRow()).toMatchObject({ state: "connected", diagnosis: null });
    expect(jobs.countWaiting("mailbox.sync")).toBe(1);
    expect(await listAttempts()).toHaveLength(2);
  });

  test("a look at the sidebar connects, too, and asking for a check does so at once", async () => {
    await adele.meetWall();
    await adele.mailbox();
    await grantMailPermissions(server);
    expect((await adele.mailbox()).state, "within the pause between two looks").toBe("blocked");
    server.advanceSeconds(3);
    const checked = await adele.call("POST", "/api/mailbox-connection/check");
    expect(checked.body.state).toBe("connected");
  });

  test("checks asked in a row are refused, so that Microsoft is not flooded", async () => {
    await adele.meetWall();
    server.advanceSeconds(5);
    expect((await adele.call("POST", "/api/mailbox-connection/check")).status).toBe(200);
    expect(await adele.call("POST", "/api/mailbox-connection/check")).toMatchObject({
      status: 429,
      body: { error: { code: "too_many_requests" } },
    });
  });

  test("a check while Microsoft is away says so and changes nothing", async () => {
    await adele.meetWall();
    server.advanceSeconds(5);
    await server.control("/_sandbox/faults", { target: "entra", status: 503 });
    expect(await adele.call("POST", "/api/mailbox-connection/check")).toMatchObject({
      status: 503,
      body: { error: { code: "vendor_unavailable" } },
    });
    expect((await findConnectionRow())["state"]).toBe("blocked");
  });

  test("setting up again after a grant needs no page at all", async () => {
    await adele.meetWall();
    await grantMailPermissions(server);
    const window = await adele.setUpSync();
    expect(window).toMatchObject({ outcome: "connected", pages: [] });
  });

  test("setting up again after the wall goes straight to the mailbox stage", async () => {
    await adele.meetWall();
    const again = await adele.setUpSync({ mailbox: ["return"] });
    expect(again.pages).toEqual(["Pick an account", "Need admin approval"]);
  });

  test("a grant without the mailbox scopes does not connect", async () => {
    await server.control("/_sandbox/scenario", {
      grants: [
        {
          tenant: "contoso.example",
          appId: server.context.config.microsoft.clientId,
          consentType: "AllPrincipals",
          scope: "openid profile email offline_access User.Read Calendars.ReadWrite",
        },
      ],
    });
    await adele.setUpSync({ mailbox: ["return"] });
    server.advanceSeconds(5);
    await jobs.start("mailbox_connections.check_waiting");
    expect((await findConnectionRow())["state"]).toBe("blocked");
  });
});

describe("somebody else in the user's window", () => {
  test("an administrator's consent there connects the user, with the user's own token", async () => {
    await adele.meetWall();
    const window = await adele.setUpSync({
      mailbox: ["accept_for_organization"],
      account: "megan@contoso.example",
    });
    expect(window.outcome).toBe("connected");
    expect(await adele.mailbox()).toMatchObject({ state: "connected", mailboxAddress: adeleAddress });
    const row = await findConnectionRow();
    const { getAccessToken } = await server.context.accessTokens.forMailbox(
      row["organization_id"],
      row["id"],
    );
    const [, payload = ""] = (await getAccessToken({})).reveal().split(".");
    expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject({ upn: adeleAddress });
  });

  test("an administrator who only signs in leaves the user's token and identity as they were", async () => {
    await adele.meetWall();
    const before = await findConnectionRow();
    const window = await adele.setUpSync({ mailbox: ["accept"], account: "megan@contoso.example" });
    expect(window.outcome).toBe("blocked");
    const after = await findConnectionRow();
    for (const column of ["microsoft_user_id", "mailbox_address", "tenant_id"])
      expect(after[column]).toBe(before[column]);
    expect(await adele.mailbox()).toMatchObject({
      state: "blocked",
      mailboxAddress: adeleAddress,
      diagnosis: { causes: ["other_identity"] },
    });
    await grantMailPermissions(server);
    server.advanceSeconds(5);
    expect(await adele.mailbox()).toMatchObject({ state: "connected", mailboxAddress: adeleAddress });
  });
});

describe("leaving", () => {
  test("disconnecting forgets tokens and identity, and connecting again works", async () => {
    await grantMailPermissions(server);
    await adele.setUpSync();
    const gone = await adele.call("DELETE", "/api/mailbox-connection");
    expect(gone.body).toMatchObject({ state: "not_connected", mailboxAddress: null, sync: null });
    expect(await findConnectionRow()).toMatchObject({
      access_token: null,
      refresh_token: null,
      microsoft_user_id: null,
    });
    server.advanceSeconds(5);
    expect((await adele.mailbox()).state, "a grant alone does not connect again").toBe("not_connected");
    expect((await adele.setUpSync()).outcome).toBe("connected");
  });

  test("a session that Microsoft has ended asks the user to sign in once, and one sign-in suffices", async () => {
    await grantMailPermissions(server);
    await adele.setUpSync();
    await server.control("/_sandbox/scenario", {
      users: [{ userPrincipalName: adeleAddress, revokeSessions: true }],
    });
    server.advanceSeconds(2 * 3600);
    await server.control("/_sandbox/clock", { advanceSeconds: 2 * 3600 });
    await jobs.runAll("mailbox.sync");
    expect((await adele.mailbox()).state).toBe("needs_sign_in");
    const audit = await server.test.query("select action from audit_entry order by at");
    expect(audit.map(({ action }) => action)).toContain("mailbox_connection.lose");
    expect((await adele.setUpSync()).outcome).toBe("connected");
  });
});
