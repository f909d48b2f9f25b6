import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { grantMailPermissions } from "../../testing/grant-mail-permissions.ts";
import { Person } from "../../testing/person.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { StepJobQueue } from "../../testing/step-job-queue.ts";

const jobs = new StepJobQueue();
let server: TestServer;
let adele: Person;
let pradeep: Person;

beforeAll(async () => {
  server = await startTestServer({ jobs, isWorker: true });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.startAgain();
  jobs.clear();
  pradeep = await Person.signIn(server, "pradeep@contoso.example");
  adele = await Person.signIn(server, "adele@contoso.example");
});

async function choose(tier: string): Promise<any> {
  const answer = await pradeep.call("PATCH", "/api/permissions/tier", { tier });
  expect(answer).toMatchObject({ status: 200, body: { tier, isChosen: true } });
  return answer.body;
}

async function connectAdele(): Promise<void> {
  await grantMailPermissions(server);
  expect(await adele.setUpSync()).toMatchObject({ outcome: "connected" });
}

async function readAvailability(feature: string): Promise<string> {
  const { features } = await adele.mailbox();
  return features.find((entry) => entry.feature === feature)!.availability;
}

describe("the choice", () => {
  test("starts as the installation's default, and says who has to approve each tier", async () => {
    const { body } = await pradeep.call("GET", "/api/permissions/tier");
    expect(body).toMatchObject({ tier: "mail_and_calendar", isChosen: false });
    expect(body.tiers.map(({ tier, approvedBy }: any) => [tier, approvedBy])).toEqual([
      ["sidebar_only", "nobody"],
      ["mail_read_only", "administrator"],
      ["mail_and_calendar", "administrator"],
      ["everything", "administrator"],
    ]);
  });

  test("counts who is connected, and who would have to be approved again", async () => {
    await connectAdele();
    const { body } = await pradeep.call("GET", "/api/permissions/tier");
    expect(
      body.tiers.map(({ connectedCount, toApproveCount }: any) => [connectedCount, toApproveCount]),
    ).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 1],
    ]);
  });

  test("is an admin's, is recorded, and refuses what is no tier", async () => {
    expect(await adele.call("PATCH", "/api/permissions/tier", { tier: "everything" })).toMatchObject({
      status: 403,
    });
    expect(await pradeep.call("PATCH", "/api/permissions/tier", { tier: "all" })).toMatchObject({
      status: 400,
    });
    await choose("everything");
    const { body } = await pradeep.call("GET", "/api/audit");
    expect(body.entries[0]).toMatchObject({ action: "permissions.choose_tier", actorName: "Pradeep Gupta" });
  });

  test("shows what is granted beyond the tier, with the command that takes it back", async () => {
    await connectAdele();
    const { tenants } = await choose("mail_read_only");
    expect(tenants[0].noLongerAsked).toEqual(
      expect.arrayContaining(["Mail.ReadWrite", "Calendars.ReadWrite", "MailboxSettings.ReadWrite"]),
    );
    expect(tenants[0].noLongerAsked).not.toContain("User.Read");
    expect(tenants[0].takeBackCommand).toContain(
      '-Scope "openid profile email offline_access User.Read User.ReadBasic.All Mail.Read"',
    );
    expect((await choose("sidebar_only")).tenants[0].takeBackCommand).toContain(
      "Remove-MgOauth2PermissionGrant",
    );
  });
});

describe("features without their permission", () => {
  test("say why they do not work", async () => {
    expect(await readAvailability("sidebar")).toBe("available");
    expect(await readAvailability("automatic_saving")).toBe("not_granted");
    expect(await readAvailability("calendar")).toBe("not_built");
    await connectAdele();
    expect(await readAvailability("automatic_saving")).toBe("available");
    await choose("sidebar_only");
    expect(await readAvailability("automatic_saving")).toBe("not_in_tier");
    expect(await readAvailability("sidebar")).toBe("available");
  });

  test("leave to a blocked person what needs no mailbox: the open mail is looked up and saved", async () => {
    await adele.meetWall();
    const item = {
      internetMessageId: "<item-1@test.example>",
      participants: [{ role: "from", address: "diane.prescott@northwind.example", name: "Diane" }],
    };
    const found = await adele.call("POST", "/api/items/lookup", item);
    expect(found).toMatchObject({ status: 200, body: { save: { state: "not_saved" } } });
    const saved = await adele.call("POST", "/api/items/save", {
      ...item,
      subject: "By hand",
      sentAt: "2026-11-20T10:00:00.000Z",
      bodyText: "The text of the mail.",
    });
    expect(saved).toMatchObject({ status: 200, body: { state: "saved" } });
    expect((await adele.mailbox()).state).toBe("blocked");
  });
});

describe("a pending approval", () => {
  test("asks for what the organization has chosen since, under the same link", async () => {
    await adele.meetWall();
    const { token, approvalId } = await adele.askForApproval();
    await choose("mail_read_only");
    const open = await adele.call("POST", "/api/approval-links/open", { token });
    expect(open.body.permissions.map((entry: any) => entry.claimValue)).not.toContain("Mail.ReadWrite");
    const authorize = await adele.call("POST", "/api/approval-links/authorize", { token });
    expect(new URL(authorize.body.url).searchParams.get("scope")).not.toContain("Mail.ReadWrite");
    expect((await adele.mailbox()).approval).toMatchObject({
      id: approvalId,
      state: "open",
      waitingCount: 1,
    });
  });

  test("ends where the sidebar alone was chosen", async () => {
    await adele.meetWall();
    const { token } = await adele.askForApproval();
    await choose("sidebar_only");
    const open = await adele.call("POST", "/api/approval-links/open", { token });
    expect(open.body.error.code).toBe("link_revoked");
    expect((await adele.mailbox()).state).toBe("blocked");
  });
});

describe("added permissions", () => {
  const ask = async () => {
    const { body } = await pradeep.call("GET", "/api/permissions/tier");
    const { tenantId } = body.tenants[0];
    return pradeep.call("POST", "/api/permissions/approvals", { tenantId });
  };

  test("are asked once for the tenant, and granted to connected people without a click", async () => {
    await connectAdele();
    expect(await ask()).toMatchObject({ status: 409, body: { error: { code: "conflict" } } });
    const chosen = await choose("everything");
    expect(chosen.tenants[0]).toMatchObject({
      lacking: ["Contacts.ReadWrite", "Tasks.ReadWrite", "Mail.Send"],
      lackingCount: 1,
    });
    const { body } = await ask();
    const token = new URL(body.link).hash.slice(1);
    const { body: page } = await pradeep.call("POST", "/api/approval-links/open", { token });
    expect(page.grantedBefore).toEqual(expect.arrayContaining(["openid", "User.Read", "Mail.ReadWrite"]));
    for (const value of ["Contacts.ReadWrite", "Tasks.ReadWrite", "Mail.Send"]) {
      expect(page.grantedBefore).not.toContain(value);
      expect(page.permissions.map((entry: any) => entry.claimValue)).toContain(value);
    }
    const administrator = new Person(server, "isaiah@contoso.example", adele.browser);
    const { body: step } = await administrator.call("POST", "/api/approval-links/authorize", { token });
    const { location } = await administrator.answerMicrosoft(new URL(step.url), ["accept"]);
    await administrator.browser.visit(location!, { stopAt: (url) => url.pathname === "/approval" });
    const after = (await pradeep.call("GET", "/api/permissions/tier")).body;
    expect(after.tenants[0]).toMatchObject({ lacking: [], lackingCount: 0 });
    const approvals = (await pradeep.call("GET", "/api/approvals")).body.approvals;
    expect(approvals[0]).toMatchObject({ state: "granted" });
    expect((await adele.mailbox()).state).toBe("connected");
  });

  test("of a tenant that nobody of the organization belongs to do not exist", async () => {
    const tenantId = "99999999-9999-4999-8999-999999999999";
    expect(await pradeep.call("POST", "/api/permissions/approvals", { tenantId })).toMatchObject({
      status: 404,
    });
  });
});
