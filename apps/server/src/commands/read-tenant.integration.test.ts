import { examineTenant, readTenantReading } from "@outrigger/consent";
import {
  createGraphClient,
  mailboxScopes,
  readingScopes,
  readTenant,
  SIGN_IN_SCOPES,
} from "@outrigger/microsoft";
import { Secret } from "@outrigger/oauth";
import { afterAll, beforeAll, expect, test } from "vitest";
import { issueGraphToken } from "../../../sandbox/src/graph/testing/issue-graph-token.ts";
import {
  demoMicrosoftApp,
  demoTenants,
  demoUsers,
  openSandbox,
  type Sandbox,
} from "../../../sandbox/src/index.ts";

const { appId } = demoMicrosoftApp;
const scopes = {
  signIn: SIGN_IN_SCOPES.join(" "),
  mailbox: [...SIGN_IN_SCOPES, ...mailboxScopes("mail_and_calendar")].join(" "),
};
let sandbox: Sandbox;
let address: string;
beforeAll(async () => {
  sandbox = await openSandbox({ productUrl: "http://127.0.0.1:9" });
  const listener = await sandbox.buildListener();
  address = await listener.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(() => sandbox.close());

/** What the sandbox's Graph tells to a person with these scopes. */
async function read(tokenScopes: readonly string[], person: { userId: string; tenantId?: string }) {
  const token = new Secret(await issueGraphToken(sandbox.context, { ...person, scopes: tokenScopes }));
  const graph = createGraphClient({
    graphUrl: `${address}/graph/v1.0`,
    fetch: globalThis.fetch,
    getAccessToken: async () => token,
    now: () => new Date(),
    sleep: async () => {},
  });
  const reading = await readTenant(graph, {
    appId,
    tenantId: person.tenantId ?? demoTenants.contoso,
    withLogs: true,
    withRequests: true,
    since: new Date(Date.now() - 7 * 24 * 60 * 60 * 1000),
  });
  const snapshot = readTenantReading(structuredClone(reading));
  return { snapshot, finding: examineTenant(snapshot, scopes, { now: new Date() }) };
}
const everything = readingScopes({ withLogs: true, withRequests: true });
const megan = { userId: demoUsers.megan };

test("reads who reads and what decides with the full set of scopes", async () => {
  const { snapshot, finding } = await read(everything, megan);
  expect(snapshot.tenant.id).toBe(demoTenants.contoso);
  expect(snapshot.details.reader).toMatchObject({ roles: ["Global Administrator"] });
  // The demo app's registration is its vendor's.
  expect(snapshot.details.registered).toBeNull();
  expect(finding.verdict).toBe("blocked");
  expect(finding.blocker?.code).toBe("policy_excludes_permission");
});

test("without a single scope of policies and applications still names the tenant, and says what would tell", async () => {
  const { snapshot, finding } = await read(["User.Read"], megan);
  expect(snapshot.tenant.id).toBe(demoTenants.contoso);
  expect(finding.verdict).toBe("unknown");
  const scopeOf = new Map(snapshot.unknown.map(({ part, scope }) => [part, scope]));
  expect(scopeOf.get("authorizationPolicy")).toBe("Policy.Read.All");
  expect(scopeOf.get("signIns")).toBe("AuditLog.Read.All");
  expect(scopeOf.get("appConsentRequests")).toBe("ConsentRequest.Read.All");
});

test("loses only the logs where the reader's role may not see them", async () => {
  // A seller's token may carry the scope; the log asks for a role besides.
  const { snapshot, finding } = await read(everything, { userId: demoUsers.adele });
  expect(snapshot.unknown.map(({ part }) => part)).toEqual(
    expect.arrayContaining(["signIns", "directoryAudits"]),
  );
  expect(finding.verdict).toBe("blocked");
});

test("sees the grant that an administrator made, everywhere it is told", async () => {
  const url = new URL(`${address}/${demoTenants.contoso}/v2.0/adminconsent`);
  url.searchParams.set("client_id", appId);
  url.searchParams.set("scope", scopes.mailbox);
  url.searchParams.set("redirect_uri", "http://127.0.0.1:9/approval/callback");
  url.searchParams.set("state", "s");
  const answer = await fetch(`${address}/_sandbox/authorize`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ url: url.href, account: "megan@contoso.example", choices: ["accept"] }),
  });
  expect(await answer.json()).toMatchObject({ location: expect.stringContaining("admin_consent=True") });
  const { snapshot, finding } = await read(everything, megan);
  expect(finding.verdict).toBe("clear");
  const row = snapshot.details.permissions.find(({ claimValue }) => claimValue === "Mail.ReadWrite");
  expect(row).toMatchObject({
    apiName: "Microsoft Graph",
    grantedThrough: "admin_consent",
    principalId: null,
    grantedBy: "megan@contoso.example",
  });
});
