import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { grantMailPermissions } from "../../testing/grant-mail-permissions.ts";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";
import { TestBrowser } from "../../testing/test-browser.ts";

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
  adele = await Person.signIn(server, "adele@contoso.example");
});

async function waitFor(address: string, reason?: string): Promise<{ person: Person; approvalId: string }> {
  const person = await Person.signIn(server, address);
  await person.meetWall();
  return { person, approvalId: (await person.askForApproval(reason)).approvalId };
}

/** The page behind a link, for whoever holds it. */
function useLink(action: "open" | "authorize" | "decline", token: string, reason?: string) {
  const body = reason === undefined ? { token } : { token, reason };
  return new TestBrowser().call("POST", `${server.productUrl}/api/approval-links/${action}`, body);
}

async function findState(approvalId: string): Promise<unknown> {
  const [row] = await server.test.query("select state from approval where id = $1", [approvalId]);
  return row?.["state"];
}

describe("asking", () => {
  test("nobody can ask before a window has shown that it is needed", async () => {
    expect(await adele.call("POST", "/api/approvals", {})).toMatchObject({
      status: 409,
      body: { error: { code: "conflict" } },
    });
    expect(await server.test.query("select 1 from approval")).toEqual([]);
  });

  test("makes the asker wait, with a draft and a link that says what is asked and why", async () => {
    await adele.meetWall();
    const asked = await adele.call("POST", "/api/approvals", { reason: "To stop typing." });
    expect(asked.body).toMatchObject({
      approval: { state: "open", askedByName: "Adele Vance", waitingCount: 1 },
      draft: { subject: "Please approve Outrigger for Contoso" },
    });
    expect(asked.body.link).toMatch(new RegExp(`^${server.productUrl}/approval#[\\w-]{32,}$`));
    expect((await adele.mailbox()).state).toBe("waiting");

    const page = (await useLink("open", new URL(asked.body.link).hash.slice(1))).body;
    expect(page).toMatchObject({
      organizationDisplayName: "Contoso Sales",
      tenantDisplayName: "Contoso",
      waitingNames: ["Adele Vance"],
      reasons: [{ name: "Adele Vance", reason: "To stop typing." }],
      registration: { clientId: server.context.config.microsoft.clientId, redirectOrigin: server.productUrl },
      result: null,
    });
    const asksFor = page.permissions.map(({ claimValue }: { claimValue: string }) => claimValue);
    const { all } = server.context.microsoft.askedScopes("mail_and_calendar");
    expect(asksFor.toSorted()).toEqual([...all].toSorted());
    expect(JSON.stringify(page), "the link may be forwarded").not.toContain("@contoso.example");
  });

  test("joins what a colleague has asked already", async () => {
    await adele.meetWall();
    const first = await adele.askForApproval("Mine");
    const { person: alex, approvalId } = await waitFor("alex@contoso.example", "His");
    expect(approvalId).toBe(first.approvalId);
    expect((await adele.mailbox()).approval).toMatchObject({ waitingCount: 2, askedByName: "Adele Vance" });
    expect((await alex.mailbox()).state).toBe("waiting");
    const page = (await useLink("open", first.token)).body;
    expect(page.waitingNames).toEqual(["Adele Vance", "Alex Wilber"]);
    expect(await server.test.query("select 1 from approval")).toHaveLength(1);
  });

  test("twice at once makes one approval", async () => {
    await adele.meetWall();
    const asked = await Promise.all([1, 2, 3, 4].map(() => adele.askForApproval()));
    expect(new Set(asked.map(({ approvalId }) => approvalId)).size).toBe(1);
    expect(await server.test.query("select 1 from approval_waiter")).toHaveLength(1);
  });

  test("keeps markup in reasons and names as plain text", async () => {
    const hostile = '<img src=x onerror="alert(1)">';
    await server.test.query("update app_user set display_name = $1", [hostile]);
    await adele.meetWall();
    const { token } = await adele.askForApproval(hostile);
    const answer = await useLink("open", token);
    expect(answer.headers.get("content-type")).toContain("application/json");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.body.reasons).toEqual([{ name: hostile, reason: hostile }]);
  });

  test.each(["\u0000", "a\u0000b", "\ud800", "\u202e", "'; drop table approval; --"])(
    "takes the reason %j or refuses it, and never fails",
    async (reason) => {
      await adele.meetWall();
      const asked = await adele.call("POST", "/api/approvals", { reason });
      expect([200, 400]).toContain(asked.status);
    },
  );
});

describe("declining", () => {
  test("releases everybody who waits and tells them why", async () => {
    await adele.meetWall();
    const { token, approvalId } = await adele.askForApproval();
    const { person: alex } = await waitFor("alex@contoso.example");
    const declined = await useLink("decline", token, "Not before the audit.");
    expect(declined.body.approval).toMatchObject({
      state: "declined",
      declineReason: "Not before the audit.",
    });
    for (const person of [adele, alex]) {
      expect(await person.mailbox()).toMatchObject({
        state: "blocked",
        approval: { state: "declined", declineReason: "Not before the audit." },
      });
    }
    for (const action of ["authorize", "decline"] as const) {
      expect(await useLink(action, token, action === "decline" ? "Again." : undefined)).toMatchObject({
        status: 409,
        body: { error: { code: "conflict" } },
      });
    }
    expect(await findState(approvalId)).toBe("declined");
  });

  test("does not keep the users from asking anew", async () => {
    await adele.meetWall();
    const first = await adele.askForApproval();
    await useLink("decline", first.token, "No.");
    const second = await adele.askForApproval();
    expect(second.approvalId).not.toBe(first.approvalId);
    expect(await adele.mailbox()).toMatchObject({ state: "waiting", approval: { state: "open" } });
  });
});

describe("revoking", () => {
  test("kills the links and releases who waits; only the organization's own admin may", async () => {
    await adele.meetWall();
    const { token, approvalId } = await adele.askForApproval();
    const path = `/api/approvals/${approvalId}/revoke`;
    expect((await adele.call("POST", path)).status).toBe(403);
    const nina = await Person.signIn(server, "nina@fabrikam.example");
    expect(await nina.call("POST", path)).toMatchObject({
      status: 404,
      body: { error: { code: "not_found" } },
    });
    expect((await nina.call("GET", "/api/approvals")).body).toMatchObject({ approvals: [] });
    expect(await findState(approvalId)).toBe("open");

    const pradeep = await Person.signIn(server, "pradeep@contoso.example");
    expect((await pradeep.call("GET", "/api/approvals")).body.approvals).toMatchObject([
      { id: approvalId, waitingNames: ["Adele Vance"], tenantDisplayName: "Contoso" },
    ]);
    expect((await pradeep.call("POST", path)).body).toMatchObject({
      state: "revoked",
      decidedByName: "Pradeep Gupta",
    });
    for (const action of ["open", "authorize", "decline"] as const) {
      expect(await useLink(action, token, action === "decline" ? "No." : undefined)).toMatchObject({
        status: 410,
        body: { error: { code: "link_revoked" } },
      });
    }
    expect((await adele.mailbox()).state).toBe("blocked");
    expect((await pradeep.call("POST", path)).status).toBe(409);
  });
});

describe("a link that must not work", () => {
  test("a made-up one is unknown, one that is too old has expired", async () => {
    await adele.meetWall();
    const { token, approvalId } = await adele.askForApproval();
    for (const action of ["open", "authorize", "decline"] as const) {
      const reason = action === "decline" ? "No." : undefined;
      expect(await useLink(action, "A".repeat(43), reason)).toMatchObject({
        status: 404,
        body: { error: { code: "link_invalid" } },
      });
      expect(await useLink(action, `${token}A`, reason)).toMatchObject({ status: 404 });
    }
    server.advanceSeconds(14 * 86_400 + 1);
    for (const action of ["open", "authorize", "decline"] as const) {
      expect(await useLink(action, token, action === "decline" ? "No." : undefined)).toMatchObject({
        status: 410,
        body: { error: { code: "link_expired" } },
      });
    }
    expect(await findState(approvalId)).toBe("open");
  });
});

describe("a grant that Outrigger was not there for", () => {
  test("counts as soon as it works for one who waits, and connects the others, too", async () => {
    await adele.meetWall();
    const { approvalId } = await adele.askForApproval();
    const { person: alex } = await waitFor("alex@contoso.example");
    await grantMailPermissions(server);
    server.advanceSeconds(5);
    await jobs.start("mailbox_connections.check_waiting");
    expect(await findState(approvalId)).toBe("granted");
    for (const person of [adele, alex]) expect((await person.mailbox()).state).toBe("connected");
    expect(jobs.countWaiting("mailbox.sync")).toBe(2);
    const pradeep = await Person.signIn(server, "pradeep@contoso.example");
    const [approval] = (await pradeep.call("GET", "/api/approvals")).body.approvals;
    expect(approval).toMatchObject({ state: "granted", waitingCount: 0 });
    const statuses = approval.permissions.map(({ status }: { status: string }) => status);
    expect(new Set(statuses)).toEqual(new Set(["confirmed"]));
  });

  test("asks those to sign in, once, whom no session can connect", async () => {
    await adele.meetWall();
    const { approvalId } = await adele.askForApproval();
    const alex = await Person.signIn(server, "alex@contoso.example");
    await alex.setUpSync({ signIn: ["cancel"] });
    expect((await alex.askForApproval()).approvalId).toBe(approvalId);
    server.advanceSeconds(5);
    await jobs.start("mailbox_connections.check_waiting");
    expect((await alex.mailbox()).state, "nothing is granted yet").toBe("waiting");
    await grantMailPermissions(server);
    for (let check = 0; check < 2; check += 1) {
      server.advanceSeconds(5);
      await jobs.start("mailbox_connections.check_waiting");
    }
    expect(await alex.mailbox()).toMatchObject({ state: "needs_sign_in", approval: { state: "granted" } });
    expect((await alex.setUpSync()).outcome).toBe("connected");
  });

  test("made after a decline connects all the same", async () => {
    await adele.meetWall();
    const { token, approvalId } = await adele.askForApproval();
    await useLink("decline", token, "No.");
    await grantMailPermissions(server);
    server.advanceSeconds(5);
    await jobs.start("mailbox_connections.check_waiting");
    expect((await adele.mailbox()).state).toBe("connected");
    expect(await findState(approvalId)).toBe("granted");
  });

  test("is not what a user who may consent alone has given: the others go on waiting", async () => {
    await adele.meetWall();
    const { approvalId } = await adele.askForApproval();
    const { person: alex } = await waitFor("alex@contoso.example");
    const legacy = ["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"];
    await server.control("/_sandbox/scenario", {
      policies: [{ tenant: "contoso.example", permissionGrantPoliciesAssigned: legacy }],
    });
    expect((await adele.setUpSync({ mailbox: ["accept"] })).outcome).toBe("connected");
    expect(await findState(approvalId)).toBe("open");
    expect(await alex.mailbox()).toMatchObject({ state: "waiting", approval: { waitingCount: 1 } });
    const pradeep = await Person.signIn(server, "pradeep@contoso.example");
    const [approval] = (await pradeep.call("GET", "/api/approvals")).body.approvals;
    expect(approval.state).toBe("open");
  });
});
