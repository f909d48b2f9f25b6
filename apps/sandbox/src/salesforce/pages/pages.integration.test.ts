import { afterAll, beforeAll, expect, test } from "vitest";
import { openSalesforce, type OpenSalesforce } from "../testing/open-salesforce.ts";

let salesforce: OpenSalesforce;

beforeAll(async () => {
  salesforce = await openSalesforce();
});
afterAll(() => salesforce.close());

async function openBrowser(username: string) {
  const login = await fetch(`${salesforce.url}/login`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ username }),
  });
  const cookie = login.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  return async (path: string, form?: Record<string, string>) => {
    const response = await fetch(salesforce.url + path, {
      headers: { cookie },
      redirect: "manual",
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    return {
      status: response.status,
      location: response.headers.get("location"),
      text: await response.text(),
    };
  };
}

async function logMail(subject: string): Promise<{ mail: string; contact: string; account: string }> {
  const tokens = await salesforce.signIn();
  const query = async (soql: string) =>
    ((await (await salesforce.call(tokens, `v66.0/query?q=${encodeURIComponent(soql)}`)).json()) as any)
      .records[0];
  const contact = await query(
    "SELECT Id, AccountId FROM Contact WHERE Email = 'diane.prescott@northwind.example'",
  );
  const created = await salesforce.call(tokens, "v66.0/sobjects/EmailMessage", {
    method: "POST",
    body: JSON.stringify({ Subject: subject, ToIds: [contact.Id], Status: "3" }),
  });
  return { mail: ((await created.json()) as any).id, contact: contact.Id, account: contact.AccountId };
}

test("asks for a user first, and comes back to the page that was wanted", async () => {
  const response = await fetch(`${salesforce.url}/lightning/o/Contact/list`, { redirect: "manual" });
  expect(response.headers.get("location")).toBe(
    "/salesforce/?ec=302&startURL=%2Fsalesforce%2Flightning%2Fo%2FContact%2Flist",
  );
});

test.each(["Account", "Contact", "Lead", "Opportunity", "EmailMessage", "Task"])(
  "lists %s rows",
  async (name) => {
    const open = await openBrowser("adele@contoso.example");
    const page = await open(`/lightning/o/${name}/list`);
    expect(page.status).toBe(200);
    expect(page.text).toContain("<h1>");
  },
);

test("shows a logged mail once on its contact and account, and its people on the mail", async () => {
  const { mail, contact, account } = await logMail("Shown <b>once</b>");
  const open = await openBrowser("adele@contoso.example");
  for (const id of [contact, account]) {
    const page = await open(`/${id}`);
    expect(page.text.match(/Shown &lt;b&gt;once&lt;\/b&gt;/g)).toHaveLength(1);
    expect(page.text).toContain(`/salesforce/lightning/r/EmailMessage/${mail}/view`);
  }
  const page = await open(`/lightning/r/EmailMessage/${mail}/view`);
  expect(page.text).toContain("Diane Prescott");
  expect(page.text).not.toContain("<b>once");
});

test("a page of another org's record, or of none, is not found", async () => {
  const { mail } = await logMail("Private");
  const open = await openBrowser("diego@fabrikam.example");
  expect((await open(`/${mail}`)).status).toBe(404);
  expect((await open("/nothing")).status).toBe(404);
  expect((await open("/lightning/o/Nothing/list")).status).toBe(404);
});

test("an administrator blocks, unblocks and installs an app in Setup", async () => {
  const setup = "/setup/connected-apps-oauth-usage";
  const [app] = salesforce.sandbox.store.collection("salesforceApps").all();
  const open = await openBrowser("pradeep@contoso.example");
  const press = (action: string) => open(setup, { clientId: app!.id, action });
  const outcome = async () => (await salesforce.walk("adele@contoso.example")).error;
  expect((await open(setup)).text).toContain("Outrigger");
  expect((await press("block")).status).toBe(303);
  expect((await open(setup)).text).toContain("Blocked");
  expect(await outcome()).toBe("OAUTH_APP_BLOCKED");
  await press("unblock");
  await press("uninstall");
  expect((await salesforce.walk("alex@contoso.example")).error).toBe("invalid_client");
  await press("install");
  await press("permit_approved");
  expect(await outcome()).toBe("OAUTH_APP_ACCESS_DENIED");
  await press("permit_all");
  expect(await outcome()).toBeNull();
  expect((await press("nonsense")).status).toBe(400);
});

test("a user without the permission sees the apps and changes nothing", async () => {
  const setup = "/setup/connected-apps-oauth-usage";
  const [app] = salesforce.sandbox.store.collection("salesforceApps").all();
  const open = await openBrowser("adele@contoso.example");
  expect((await open(setup)).text).not.toContain("Unblock");
  expect((await open(setup, { clientId: app!.id, action: "block" })).status).toBe(403);
  expect((await salesforce.walk("adele@contoso.example")).error).toBeNull();
});

test("a scenario adds users and rows, is refused whole when wrong, and the state counts", async () => {
  const good = await salesforce.scenario({
    users: [{ username: "new@contoso.example", firstName: "New", lastName: "Person" }],
    records: [{ type: "Contact", owner: "new@contoso.example", fields: { LastName: "Scripted" } }],
  });
  expect(good.status).toBe(200);
  expect((await salesforce.walk("new@contoso.example")).location).toContain("code=");
  const contacts = async () => {
    const state = (await (
      await fetch(`${salesforce.url.replace("/salesforce", "")}/_sandbox/state`)
    ).json()) as any;
    return state.salesforce.orgs[0].records.Contact;
  };
  const before = await contacts();
  const bad = await salesforce.scenario({
    records: [
      { type: "Contact", fields: { LastName: "Half" } },
      { type: "Contact", fields: {} },
    ],
  });
  expect(bad.status).toBe(400);
  expect(await contacts()).toBe(before);
});
