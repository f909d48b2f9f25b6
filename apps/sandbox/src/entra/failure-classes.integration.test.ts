import { afterEach, beforeEach, expect, test } from "vitest";
import { exchangePart } from "../exchange/exchange-part.ts";
import { microsoftGraph } from "./permission-catalog.ts";
import { verifyAccessToken } from "./verify-access-token.ts";
import { failureClasses, grantedToEverybody, type FailureClass } from "./testing/failure-classes.ts";
import { PageWalker } from "./testing/page-walker.ts";
import {
  authorizeUrl,
  callback,
  mailboxStage,
  startSandbox,
  type SandboxUnderTest,
} from "./testing/sandbox-under-test.ts";
import { putScenario } from "./testing/stage-situation.ts";

let under: SandboxUnderTest;
beforeEach(async () => {
  under = await startSandbox({ parts: [exchangePart] });
});
afterEach(() => under.close());

const adele = "adele@contoso.example";
const ews = "https://outlook.office365.com/EWS.AccessAsUser.All";

/** Signs Adele in while all is well; the code, unredeemed. */
async function signInBefore(): Promise<string> {
  const exchange = { ...grantedToEverybody, resourceAppId: "00000002-0000-0ff1-ce00-000000000000" };
  await putScenario(under, {
    grants: [grantedToEverybody, { ...exchange, scope: "EWS.AccessAsUser.All" }],
  });
  const { location } = await under.authorize({ account: adele });
  return new URL(location ?? "").searchParams.get("code") ?? "";
}

type Shown = FailureClass["shows"];

const observe: Record<FailureClass["where"], (one: FailureClass) => Promise<Shown>> = {
  authorize: async ({ scenario, ask }) => {
    await putScenario(under, scenario);
    return describePages(
      await under.authorize({ account: adele, ...ask, choices: [...(ask?.choices ?? [])] }),
    );
  },
  silent: async ({ scenario, ask }) => {
    await putScenario(under, scenario);
    return describePages(
      await under.authorize({ account: adele, ...ask, choices: [], parameters: { prompt: "none" } }),
    );
  },
  admin_consent: async ({ scenario, ask }) => {
    await putScenario(under, scenario);
    return describePages(
      await under.adminConsent({ account: adele, ...ask, choices: [...(ask?.choices ?? [])] }),
    );
  },
  redeem: async ({ scenario, ask }) => {
    const code = await signInBefore();
    await putScenario(under, scenario);
    return describeToken(await redeem(code, ask?.parameters));
  },
  refresh: async ({ scenario, clock = 0, ask }) => {
    const first = await redeem(await signInBefore());
    // Tokens know seconds only: whatever changes next is to be later than they are.
    await under.control("/_sandbox/clock", { advanceSeconds: 2 });
    await putScenario(under, scenario);
    await under.control("/_sandbox/clock", { advanceSeconds: clock });
    const parameters = { grant_type: "refresh_token", refresh_token: first.body["refresh_token"] };
    return describeToken(await under.token({ ...parameters, scope: ask?.scope ?? mailboxStage }));
  },
  web_services: async ({ scenario }) => {
    const first = await redeem(await signInBefore());
    await putScenario(under, scenario);
    const parameters = { grant_type: "refresh_token", refresh_token: first.body["refresh_token"] };
    const token = await under.token({ ...parameters, scope: ews });
    const response = await fetch(`${under.origin}/EWS/Exchange.asmx`, {
      method: "POST",
      headers: { authorization: `Bearer ${token.body["access_token"]}`, "content-type": "text/xml" },
      body: "<s:Envelope/>",
    });
    return { status: response.status, header: response.headers.get("x-ews-policy-reason") ?? "" };
  },
};

const redeem = (code: string, more: Record<string, string> = {}) =>
  under.token({ grant_type: "authorization_code", code, redirect_uri: callback, ...more });

function describePages({
  pages,
  location,
  aadsts,
}: {
  pages: string[];
  location: string | null;
  aadsts: string | null;
}) {
  return {
    page: pages.at(-1),
    ...(aadsts === null ? {} : { aadsts }),
    ...(location === null ? {} : { redirect: Object.fromEntries(new URL(location).searchParams) }),
  } as Shown;
}

function describeToken({ status, body }: { status: number; body: Record<string, any> }): Shown {
  const claims = body["claims"] === undefined ? {} : JSON.parse(body["claims"]);
  return {
    status,
    token: {
      error: body["error"],
      code: String(body["error_codes"]),
      suberror: body["suberror"],
      claims: Object.keys(claims.access_token ?? {}).join(" "),
    },
  };
}

test.each(failureClasses)("$name", async (one) => {
  expect(await observe[one.where](one)).toMatchObject(one.shows);
});

test("a second factor lasts: neither the next sign-in nor a refresh asks again", async () => {
  const policy = { tenant: "contoso.example", id: "50076000-0000-4000-8000-000000000001", control: "mfa" };
  await putScenario(under, { conditionalAccess: [policy], grants: [grantedToEverybody] });
  const walked = await under.authorize({ account: adele, choices: ["approve"] });
  const code = new URL(walked.location ?? "").searchParams.get("code") ?? "";
  const first = await redeem(code);
  const again = await under.token({
    grant_type: "refresh_token",
    refresh_token: first.body["refresh_token"],
    scope: mailboxStage,
  });
  expect(again.status).toBe(200);
});

test("sign-in frequency asks for the account again once its hours are over, and only once", async () => {
  const policy = { tenant: "contoso.example", id: "70043000-0000-4000-8000-000000000001" };
  await putScenario(under, {
    grants: [grantedToEverybody],
    conditionalAccess: [{ ...policy, control: "sign_in_frequency", hours: 1 }],
  });
  const walker = await new PageWalker(under.origin).open(authorizeUrl(under.origin, {}));
  await walker.press("Adele Vance");
  expect(walker.left).toContain("code=");
  walker.left = undefined;
  await walker.open(authorizeUrl(under.origin, {}));
  expect(walker.left).toContain("code=");
  walker.left = undefined;
  await under.control("/_sandbox/clock", { advanceSeconds: 3_601 });
  await walker.open(authorizeUrl(under.origin, {}));
  expect(walker.title).toBe("Pick an account");
  await walker.press("Adele Vance");
  expect(walker.left).toContain("code=");
});

test("a policy that only reports, that names another application, or that leaves the person out, blocks nobody", async () => {
  const base = { tenant: "contoso.example", control: "block" };
  await putScenario(under, {
    grants: [grantedToEverybody],
    conditionalAccess: [
      { ...base, id: "53003000-0000-4000-8000-000000000001", state: "enabledForReportingButNotEnforced" },
      {
        ...base,
        id: "53003000-0000-4000-8000-000000000002",
        appIds: ["77777777-0000-4000-8000-000000000001"],
      },
      { ...base, id: "53003000-0000-4000-8000-000000000003", excludeUsers: [adele] },
      { ...base, id: "53003000-0000-4000-8000-000000000004", includeUsers: ["alex@contoso.example"] },
    ],
  });
  expect((await under.authorize({ account: adele })).location).toContain("code=");
  expect((await under.authorize({ account: "alex@contoso.example" })).aadsts).toBe("AADSTS53003");
});

test("a grant that replicates late is there once the clock has passed, for tokens and pages alike", async () => {
  await putScenario(under, { entraSettings: { consentReplicationSeconds: 60 } });
  await under.adminConsent({ account: "isaiah@contoso.example", choices: ["accept"] });
  expect((await under.authorize({ account: adele })).pages.at(-1)).toBe("Need admin approval");
  await under.control("/_sandbox/clock", { advanceSeconds: 60 });
  expect((await under.authorize({ account: adele })).location).toContain("code=");
});

test("who has just consented gets tokens at once, however late consent replicates", async () => {
  await putScenario(under, { entraSettings: { consentReplicationSeconds: 60 } });
  expect((await under.signIn({ account: adele })).status).toBe(200);
});

test("a proxy's header restricts tenants without any setting", async () => {
  await putScenario(under, { grants: [grantedToEverybody] });
  const behindProxy = async (tenants: string) => {
    const walker = new PageWalker(under.origin, { "restrict-access-to-tenants": tenants });
    await walker.open(authorizeUrl(under.origin, {}));
    return walker.press("Adele Vance");
  };
  const kept = await behindProxy("fabrikam.example, tailspin.example");
  expect(kept.text).toContain("AADSTS500021");
  expect(kept.left).toBeUndefined();
  expect((await behindProxy("fabrikam.example, contoso.example")).left).toContain("code=");
});

test("Exchange Web Services wants a token of its own, and tells whoever may pass that nobody is home", async () => {
  const call = (token: string) =>
    fetch(`${under.origin}/EWS/Exchange.asmx`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "text/xml" },
      body: "<s:Envelope/>",
    });
  expect((await call("none")).status).toBe(401);
  const first = await redeem(await signInBefore());
  expect((await call(first.body["access_token"])).status).toBe(401);
  await putScenario(under, {
    tenantAccess: [
      { tenant: "contoso.example", ewsEnabled: true, ewsAllowedAppIds: [grantedToEverybody.appId] },
    ],
  });
  const refreshed = { grant_type: "refresh_token", refresh_token: first.body["refresh_token"], scope: ews };
  const answer = await call((await under.token(refreshed)).body["access_token"]);
  expect(answer.status).toBe(500);
  expect(await answer.text()).toContain("ErrorMailboxStoreUnavailable");
});

test("an application permission that was granted is in the application's own tokens", async () => {
  await putScenario(under, {
    apps: [
      {
        appId: grantedToEverybody.appId,
        requiredResourceAccess: [
          { resourceAppId: microsoftGraph.appId, scopes: ["User.Read"], roles: ["Mail.Read"] },
        ],
      },
    ],
  });
  const scope = "https://graph.microsoft.com/.default";
  await under.adminConsent({ account: "megan@contoso.example", scope, choices: ["accept"] });
  const { body } = await under.token({ grant_type: "client_credentials", scope }, "contoso.example");
  const claims = await verifyAccessToken(
    under.sandbox.context,
    `Bearer ${body["access_token"]}`,
    microsoftGraph,
  );
  expect(claims).toMatchObject({ userId: undefined, roles: ["Mail.Read"], scopes: [] });
});
