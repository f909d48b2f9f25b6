import { afterEach, beforeEach, expect, test } from "vitest";
import { demoMicrosoftApp, demoTenants, demoUsers } from "../core/demo-ids.ts";
import { directoryOf } from "../core/directory.ts";
import { signInStage, startSandbox, type SandboxUnderTest } from "./testing/sandbox-under-test.ts";

let under: SandboxUnderTest;
beforeEach(async () => {
  under = await startSandbox();
});
afterEach(() => under.close());

const adele = "adele@contoso.example";
const merge = (scenario: unknown) => under.control("/_sandbox/scenario", scenario);

test("a role given by a scenario opens /adminconsent to its holder", async () => {
  const ask = { account: "lidia@contoso.example", choices: ["accept"] };
  expect((await under.adminConsent(ask)).pages ?? ["refused"]).toEqual(["refused"]);
  await merge({
    roles: [{ user: "lidia@contoso.example", directoryRoles: ["Application Administrator"] }],
  });
  expect((await under.adminConsent(ask)).location).toContain("admin_consent=True");
});

test("a grant from a scenario lets its user through, and removing the app takes it away", async () => {
  const scope = "openid profile email offline_access User.Read";
  const grant = { tenant: "contoso.example", appId: demoMicrosoftApp.appId, scope };
  await merge({ grants: [{ ...grant, consentType: "Principal", user: adele }] });
  expect((await under.authorize({ account: adele, scope: signInStage })).location).toContain("code=");
  await merge({ servicePrincipals: [{ tenant: "contoso.example", appId: grant.appId, removed: true }] });
  expect((await under.authorize({ account: adele, scope: signInStage })).location).toBeNull();
});

test("a custom policy limited to our app lets users consent to mail themselves", async () => {
  await merge({
    policies: [
      {
        tenant: demoTenants.contoso,
        permissionGrantPoliciesAssigned: ["managePermissionGrantsForSelf.our-mail-sync"],
        customPolicies: [
          {
            id: "our-mail-sync",
            includes: [{ permissionType: "delegated", clientApplicationIds: [demoMicrosoftApp.appId] }],
          },
        ],
      },
    ],
  });
  expect((await under.authorize({ account: adele })).pages.at(-1)).toBe("Permissions requested");
});

test("permissions classified low pass the low policy", async () => {
  const low = ["openid", "profile", "email", "offline_access", "User.Read"].map((value) => ({
    value,
    classification: "low",
  }));
  const policy = {
    tenant: "contoso.example",
    permissionGrantPoliciesAssigned: ["managePermissionGrantsForSelf.microsoft-user-default-low"],
  };
  await merge({ policies: [policy] });
  const ask = { account: adele, scope: signInStage };
  expect((await under.authorize(ask)).pages.at(-1)).toBe("Need admin approval");
  await merge({ policies: [{ ...policy, classifications: low }] });
  expect((await under.authorize(ask)).pages.at(-1)).toBe("Permissions requested");
});

test("an unverified app of another tenant is risky, and one of one's own tenant is not", async () => {
  const fields = { appId: demoMicrosoftApp.appId, verifiedPublisher: null };
  await merge({ apps: [fields] });
  const theo = { account: "theo@tailspin.example" };
  const risky = await under.authorize(theo);
  expect(risky.pages.at(-1)).toBe("Need admin approval");
  expect(risky.aadsts).toBe("AADSTS900941");
  await merge({ apps: [{ ...fields, homeTenantId: demoTenants.tailspin }] });
  expect((await under.authorize(theo)).pages.at(-1)).toBe("Permissions requested");
});

test("a single-tenant app is refused at an alias and in another tenant", async () => {
  await merge({
    apps: [
      { appId: demoMicrosoftApp.appId, signInAudience: "AzureADMyOrg", homeTenantId: demoTenants.contoso },
    ],
  });
  expect((await under.authorize({ account: adele })).aadsts).toBe("AADSTS50194");
  const elsewhere = { account: "theo@tailspin.example", tenant: "tailspin.example" };
  expect((await under.authorize(elsewhere)).aadsts).toBe("AADSTS700016");
  const atHome = await under.authorize({ account: adele, tenant: "contoso.example" });
  expect(atHome.aadsts).toBe("AADSTS90094");
});

test("a guest names the resource tenant and gets a token of that tenant", async () => {
  await merge({
    users: [{ userPrincipalName: "diego@fabrikam.example", guestInTenantIds: [demoTenants.tailspin] }],
  });
  const asked = { account: "diego@fabrikam.example", tenant: "tailspin.example", scope: signInStage };
  const guest = await under.authorize({ ...asked, choices: ["accept"] });
  expect(guest.location).toContain("code=");
  const [grant] = directoryOf(under.sandbox.context).grants.all();
  expect(grant?.tenantId).toBe(demoTenants.tailspin);
  const stranger = await under.authorize({ ...asked, account: adele });
  expect(stranger.aadsts).toBe("AADSTS50020");
});

test("a new tenant with new people works like the seeded ones", async () => {
  const id = "44444444-4444-4444-8444-444444444444";
  await merge({
    tenants: [{ id, displayName: "Northwind", domains: ["northwind.example"] }],
    users: [{ userPrincipalName: "kim@northwind.example", displayName: "Kim Abercrombie" }],
  });
  const kim = await under.authorize({ account: "kim@northwind.example", tenant: "northwind.example" });
  expect(kim.pages.at(-1)).toBe("Need admin approval");
});

test.each([
  ["an unknown section", { colours: [] }],
  ["an unknown field", { users: [{ userPrincipalName: adele, password: "x" }] }],
  ["a wrong type", { roles: [{ user: adele, directoryRoles: "Global Administrator" }] }],
  ["a person who is not there", { roles: [{ user: "nobody@contoso.example", directoryRoles: [] }] }],
  ["a tenant that is not there", { policies: [{ tenant: "nowhere.example" }] }],
  ["a new app without a name", { apps: [{ appId: "0b0b0b0b-0000-4000-8000-00000000000b" }] }],
  [
    "a Principal grant without its user",
    {
      grants: [
        { tenant: "contoso.example", appId: demoMicrosoftApp.appId, consentType: "Principal", scope: "" },
      ],
    },
  ],
])("%s is refused with 400 and changes nothing", async (_name, scenario) => {
  const before = await (await fetch(`${under.origin}/_sandbox/state`)).json();
  const good = { roles: [{ user: adele, directoryRoles: ["Global Administrator"] }] };
  const { status, body } = await merge({ ...good, ...scenario });
  expect(status).toBe(400);
  expect(body.error).toBe("invalid_input");
  const after = await (await fetch(`${under.origin}/_sandbox/state`)).json();
  expect((after as any).entra.users).toEqual((before as any).entra.users);
  expect(directoryOf(under.sandbox.context).users.get(demoUsers.adele)?.directoryRoles).toEqual([]);
});

test("the state shows who is there and what is granted, and neither secret nor token", async () => {
  const { body } = await under.signIn({ account: adele });
  const state = await (await fetch(`${under.origin}/_sandbox/state`)).text();
  expect(JSON.parse(state).entra.grants).toMatchObject([{ consentType: "Principal" }]);
  for (const secret of [demoMicrosoftApp.clientSecret, body["refresh_token"], body["access_token"]]) {
    expect(state).not.toContain(secret);
  }
});

test("a queued fault meets the token endpoint and then lets it work again", async () => {
  const { body } = await under.signIn({ account: adele });
  await under.control("/_sandbox/faults", { target: "entra", status: 503, pathContains: "/token" });
  const again = { grant_type: "refresh_token", refresh_token: body["refresh_token"] };
  expect((await under.token(again)).body).toMatchObject({ error: "temporarily_unavailable" });
  expect((await under.token(again)).status).toBe(200);
});

test("userinfo names the same person as the id_token", async () => {
  const { body } = await under.signIn({ account: adele });
  const ask = (token: string) =>
    fetch(`${under.origin}/graph/oidc/userinfo`, { headers: { authorization: `Bearer ${token}` } });
  const info = (await (await ask(body["access_token"])).json()) as { sub: string; email: string };
  const claims = JSON.parse(Buffer.from(body["id_token"].split(".")[1], "base64url").toString());
  expect(info).toMatchObject({ sub: claims.sub, email: adele });
  expect((await ask("nonsense")).status).toBe(401);
});

test("the token endpoint reads forms only", async () => {
  const response = await fetch(`${under.origin}/organizations/oauth2/v2.0/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ client_id: demoMicrosoftApp.appId, grant_type: "refresh_token" }),
  });
  expect(response.status).toBe(400);
  expect(((await response.json()) as any).error_codes).toEqual([900144]);
});

test("a localhost redirect may change its port only to one that exists", async () => {
  const redirect = (port: string) => ({
    redirect_uri: `http://localhost:${port}/connect/microsoft/callback`,
  });
  const other = await under.authorize({ account: adele, choices: ["return"], parameters: redirect("3999") });
  expect(other.location).toMatch(/^http:\/\/localhost:3999\//);
  const none = await under.authorize({ account: adele, parameters: redirect("99999") });
  expect(none.aadsts).toBe("AADSTS50011");
});
