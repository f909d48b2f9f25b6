import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { demoMicrosoftApp, demoTenants, demoUsers } from "../../core/demo-ids.ts";
import { directoryOf } from "../../core/directory.ts";
import { entraRecords } from "../../entra/entra-records.ts";
import { openGraph, type OpenGraph } from "../testing/open-graph.ts";

const scopes = ["Application.ReadWrite.All"];
const asIsaiah = { scopes, userId: demoUsers.isaiah };
const asAdele = { scopes, userId: demoUsers.adele as string };
const asAlex = { scopes, userId: demoUsers.alex };
const graphAppId = "00000003-0000-0000-c000-000000000000";
const mailSync = {
  displayName: "Mail sync",
  signInAudience: "AzureADMyOrg",
  web: { redirectUris: ["https://crm.example/callback"] },
  requiredResourceAccess: [
    {
      resourceAppId: graphAppId,
      resourceAccess: [
        { id: "e1fe6dd8-ba31-4d61-89e7-88639da4683d", type: "Scope" },
        { id: "7427e0e9-2fba-42fe-b0c0-848c9e6a8182", type: "Scope" },
      ],
    },
  ],
};
let graph: OpenGraph;

beforeEach(async () => {
  await graph?.close();
  graph = await openGraph();
});
afterAll(() => graph.close());

async function register(options: typeof asAdele = asAdele, body: object = mailSync) {
  const made = await graph.call("POST", "/applications", { ...options, body });
  expect(made.status).toBe(201);
  return made.json;
}

function stored(id: string) {
  return directoryOf(graph.sandbox.context).applications.get(id)!;
}

describe("a registration", () => {
  test("is made by anybody, found by its client id, changed by its owner and deleted", async () => {
    const app = await register();
    expect(app).toMatchObject({ ...mailSync, web: mailSync.web, publisherDomain: "contoso.example" });
    const filter = encodeURIComponent(`appId eq '${app.appId}'`);
    const list = await graph.call("GET", `/applications?$filter=${filter}&$select=id,displayName`, asAlex);
    expect(list.json.value).toEqual([{ id: app.id, displayName: "Mail sync" }]);
    const path = `/applications/${app.id}`;
    expect((await graph.call("PATCH", path, { ...asAlex, body: { displayName: "Stolen" } })).status).toBe(
      403,
    );
    expect((await graph.call("DELETE", path, asAlex)).status).toBe(403);
    const change = {
      isDisabled: true,
      isFallbackPublicClient: true,
      publicClient: { redirectUris: ["http://localhost"] },
    };
    expect((await graph.call("PATCH", path, { ...asAdele, body: change })).status).toBe(204);
    expect((await graph.call("GET", `/applications(appId='${app.appId}')`, asAlex)).json).toMatchObject({
      ...mailSync,
      ...change,
    });
    expect((await graph.call("PATCH", path, { ...asIsaiah, body: { isDisabled: null } })).status).toBe(204);
    expect(stored(app.id).isDisabled).toBeUndefined();
    expect((await graph.call("DELETE", path, asIsaiah)).status).toBe(204);
    expect((await graph.call("GET", path, asAdele)).status).toBe(404);
  });

  test("keeps application permissions beside delegated ones", async () => {
    const requiredResourceAccess = [
      {
        resourceAppId: graphAppId,
        resourceAccess: [
          { id: "e1fe6dd8-ba31-4d61-89e7-88639da4683d", type: "Scope" },
          { id: "810c84a8-4a9e-49e6-bf7d-12d183f40d01", type: "Role" },
        ],
      },
    ];
    const app = await register(asAdele, { ...mailSync, requiredResourceAccess });
    expect(app.requiredResourceAccess).toEqual(requiredResourceAccess);
    expect(stored(app.id).requiredResourceAccess).toEqual([
      { resourceAppId: graphAppId, scopes: ["User.Read"], roles: ["Mail.Read"] },
    ]);
    const made = await graph.call("POST", "/servicePrincipals", { ...asIsaiah, body: { appId: app.appId } });
    const { servicePrincipals } = directoryOf(graph.sandbox.context);
    const principal = servicePrincipals.get(made.json.id)!;
    const path = `/servicePrincipals/${principal.id}/appRoleAssignments`;
    expect((await graph.call("GET", path, asAdele)).json.value).toEqual([]);
    servicePrincipals.put({
      ...principal,
      grantedAppRoles: [{ resourceAppId: graphAppId, value: "Mail.Read" }],
    });
    expect((await graph.call("GET", path, asAdele)).json.value).toMatchObject([
      { appRoleId: "810c84a8-4a9e-49e6-bf7d-12d183f40d01", principalType: "ServicePrincipal" },
    ]);
  });

  test("is made by a role alone where users may not register applications", async () => {
    const { tenants, users } = directoryOf(graph.sandbox.context);
    tenants.put({ ...tenants.get(demoTenants.contoso)!, allowedToCreateApps: false });
    const call = { body: mailSync };
    expect((await graph.call("POST", "/applications", { ...asAdele, ...call })).status).toBe(403);
    users.put({ ...users.get(demoUsers.adele)!, directoryRoles: ["Application Developer"] });
    expect((await graph.call("POST", "/applications", { ...asAdele, ...call })).status).toBe(201);
    // The role makes registrations, it does not change those of others.
    const app = await register(asIsaiah);
    expect(
      (await graph.call("PATCH", `/applications/${app.id}`, { ...asAdele, body: { displayName: "x" } }))
        .status,
    ).toBe(403);
  });

  test("is not made by a guest, and not seen from another tenant", async () => {
    const { users } = directoryOf(graph.sandbox.context);
    const nina = users.get("b0000000-0000-4000-8000-000000000002")!;
    users.put({ ...nina, guestInTenantIds: [demoTenants.contoso] });
    const asGuest = { scopes, userId: nina.id, tenantId: demoTenants.contoso };
    expect((await graph.call("POST", "/applications", { ...asGuest, body: mailSync })).status).toBe(403);
    const app = await register();
    const atHome = { scopes, userId: nina.id, tenantId: demoTenants.fabrikam };
    expect((await graph.call("GET", `/applications/${app.id}`, atHome)).status).toBe(404);
    expect((await graph.call("DELETE", `/applications/${app.id}`, atHome)).status).toBe(404);
    expect((await graph.call("GET", "/applications", atHome)).json.value).toEqual([]);
  });

  test("takes its service principal and grants along when it is deleted", async () => {
    const app = await register();
    const principal = await graph.call("POST", "/servicePrincipals", {
      ...asIsaiah,
      body: { appId: app.appId },
    });
    expect(principal.status).toBe(201);
    expect((await graph.call("DELETE", `/applications/${app.id}`, asAdele)).status).toBe(204);
    const gone = await graph.call("GET", `/servicePrincipals/${principal.json.id}`, asIsaiah);
    expect(gone.status).toBe(404);
  });

  test.each([
    {},
    { ...mailSync, displayName: "" },
    { ...mailSync, displayName: "x".repeat(257) },
    { ...mailSync, signInAudience: "Everybody" },
    { ...mailSync, web: { redirectUris: ["http://crm.example/callback"] } },
    { ...mailSync, web: { redirectUris: ["https://crm.example/callback#part"] } },
    { ...mailSync, web: { redirectUris: ["not an address"] } },
    { ...mailSync, web: { implicitGrantSettings: { enableIdTokenIssuance: true } } },
    { ...mailSync, passwordCredentials: [{ displayName: "mine" }] },
    { ...mailSync, appId: "0a0a0a0a-0000-4000-8000-00000000000b" },
    {
      ...mailSync,
      signInAudience: "AzureADandPersonalMicrosoftAccount",
      web: { redirectUris: Array.from({ length: 101 }, (_, index) => `https://crm.example/${index}`) },
    },
    {
      ...mailSync,
      requiredResourceAccess: [
        { resourceAppId: graphAppId, resourceAccess: [{ id: graphAppId, type: "Scope" }] },
      ],
    },
    {
      ...mailSync,
      requiredResourceAccess: [...mailSync.requiredResourceAccess, ...mailSync.requiredResourceAccess],
    },
  ])("like %j is refused", async (body) => {
    const before = directoryOf(graph.sandbox.context).applications.size;
    const answer = await graph.call("POST", "/applications", { ...asAdele, body });
    expect(answer.status).toBe(400);
    expect(answer.json.error.message).toEqual(expect.any(String));
    expect(directoryOf(graph.sandbox.context).applications.size).toBe(before);
  });
});

describe("a secret", () => {
  test("is shown once, opens the token endpoint at once, and not after it is removed", async () => {
    const app = await register();
    await graph.call("POST", "/servicePrincipals", { ...asIsaiah, body: { appId: app.appId } });
    const made = await graph.call("POST", `/applications/${app.id}/addPassword`, {
      ...asAdele,
      body: { passwordCredential: { displayName: "CRM" } },
    });
    expect(made.status).toBe(200);
    const { secretText, keyId } = made.json;
    expect(secretText).toHaveLength(40);
    expect(made.json).toMatchObject({ hint: secretText.slice(0, 3), displayName: "CRM" });
    const years =
      new Date(made.json.endDateTime).getUTCFullYear() - new Date(made.json.startDateTime).getUTCFullYear();
    expect(years).toBe(2);
    const read = await graph.call("GET", `/applications/${app.id}`, asAdele);
    expect(read.json.passwordCredentials).toMatchObject([
      { keyId, secretText: null, hint: secretText.slice(0, 3) },
    ]);
    expect(read.bytes.toString()).not.toContain(secretText);
    expect(JSON.stringify(entraRecords(graph.sandbox.context).audits.all())).not.toContain(secretText);
    expect((await clientCredentials(app.appId, secretText)).statusCode).toBe(200);
    expect((await clientCredentials(app.appId, keyId)).json().error_codes).toEqual([7000215]);
    const removed = { ...asAdele, body: { keyId } };
    expect((await graph.call("POST", `/applications/${app.id}/removePassword`, removed)).status).toBe(204);
    expect((await graph.call("POST", `/applications/${app.id}/removePassword`, removed)).status).toBe(400);
    expect((await clientCredentials(app.appId, secretText)).statusCode).not.toBe(200);
  });

  test("opens nothing while the registration is switched off, and again afterwards", async () => {
    const app = await register();
    await graph.call("POST", "/servicePrincipals", { ...asIsaiah, body: { appId: app.appId } });
    const made = await graph.call("POST", `/applications/${app.id}/addPassword`, asAdele);
    const switchTo = (isDisabled: boolean) =>
      graph.call("PATCH", `/applications/${app.id}`, { ...asIsaiah, body: { isDisabled } });
    await switchTo(true);
    const filter = encodeURIComponent("isDisabled eq true");
    const off = await graph.call("GET", `/applications?$filter=${filter}&$select=appId`, asAlex);
    expect(off.json.value).toMatchObject([{ appId: app.appId }]);
    expect((await clientCredentials(app.appId, made.json.secretText)).json().error_codes).toEqual([7000112]);
    await switchTo(false);
    expect((await clientCredentials(app.appId, made.json.secretText)).statusCode).toBe(200);
    directoryOf(graph.sandbox.context).applications.put({
      ...stored(app.id),
      disabledByMicrosoftStatus: "DisabledDueToViolationOfServicesAgreement",
    });
    expect((await clientCredentials(app.appId, made.json.secretText)).json().error_codes).toEqual([7000112]);
  });

  test("is made by the owner or a role, and not for the past", async () => {
    const app = await register();
    const path = `/applications/${app.id}/addPassword`;
    expect((await graph.call("POST", path, { ...asAlex, body: {} })).status).toBe(403);
    expect((await graph.call("POST", path, asAdele)).status).toBe(200);
    const body = { passwordCredential: { endDateTime: "2001-01-01T00:00:00Z" } };
    expect((await graph.call("POST", path, { ...asIsaiah, body })).status).toBe(400);
    expect(stored(app.id).secrets).toHaveLength(1);
  });

  async function clientCredentials(appId: string, secret: string) {
    return graph.app.inject({
      method: "POST",
      url: `/${demoTenants.contoso}/oauth2/v2.0/token`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: appId,
        client_secret: secret,
        scope: "https://graph.microsoft.com/.default",
      }).toString(),
    });
  }
});

describe("owners", () => {
  test("are added by address, once, and taken off", async () => {
    const app = await register();
    const path = `/applications/${app.id}/owners`;
    const alex = { "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${demoUsers.alex}` };
    expect((await graph.call("POST", `${path}/$ref`, { ...asAlex, body: alex })).status).toBe(403);
    expect((await graph.call("POST", `${path}/$ref`, { ...asAdele, body: alex })).status).toBe(204);
    expect((await graph.call("POST", `${path}/$ref`, { ...asAdele, body: alex })).status).toBe(400);
    const { json } = await graph.call("GET", path, asAlex);
    expect(json.value.map(({ id }: { id: string }) => id)).toEqual([demoUsers.adele, demoUsers.alex]);
    expect((await graph.call("DELETE", `${path}/${demoUsers.adele}/$ref`, asAlex)).status).toBe(204);
    expect(
      (await graph.call("PATCH", `/applications/${app.id}`, { ...asAdele, body: { notes: "x" } })).status,
    ).toBe(403);
  });

  test.each([
    "https://graph.microsoft.com/v1.0/directoryObjects/nobody",
    "nothing",
    "b0000000-0000-4000-8000-000000000001",
  ])("%s is no owner", async (address) => {
    const app = await register();
    const body = { "@odata.id": address };
    expect(
      (await graph.call("POST", `/applications/${app.id}/owners/$ref`, { ...asAdele, body })).status,
    ).toBe(404);
    expect(stored(app.id).ownerIds).toEqual([demoUsers.adele]);
  });
});

describe("the verified publisher", () => {
  const partner = {
    id: "7654321",
    displayName: "Contoso Ltd",
    tenantId: demoTenants.contoso,
    domains: ["contoso.example"],
    state: "ready",
  } as const;

  async function verify(app: { id: string }, body: object, options: typeof asAdele = asIsaiah) {
    return graph.call("POST", `/applications/${app.id}/setVerifiedPublisher`, { ...options, body });
  }

  test("is set, seen at the service principal, and unset", async () => {
    directoryOf(graph.sandbox.context).partnerAccounts.put(partner);
    const app = await register();
    await graph.call("POST", "/servicePrincipals", { ...asIsaiah, body: { appId: app.appId } });
    expect((await verify(app, { verifiedPublisherId: partner.id })).status).toBe(204);
    const principal = `/servicePrincipals(appId='${app.appId}')`;
    expect((await graph.call("GET", principal, asIsaiah)).json.verifiedPublisher).toEqual({
      displayName: "Contoso Ltd",
      verifiedPublisherId: partner.id,
      addedDateTime: expect.any(String),
    });
    const unset = await graph.call("POST", `/applications/${app.id}/unsetVerifiedPublisher`, asIsaiah);
    expect(unset.status).toBe(204);
    expect(
      (await graph.call("GET", principal, asIsaiah)).json.verifiedPublisher.verifiedPublisherId,
    ).toBeNull();
  });

  test.each([
    ["MPNIdWasNotProvided", { body: {} }],
    ["MPNAccountInvalid", { body: { verifiedPublisherId: "Contoso" } }],
    ["MPNIdDoesNotMatchAssociatedMPNAccount", { body: { verifiedPublisherId: "5555555" } }],
    ["MPNAccountNotFoundOrNoAccess", { account: { ...partner, tenantId: demoTenants.fabrikam } }],
    ["MPNGlobalAccountNotFound", { account: { ...partner, state: "location" } }],
    ["MPNAccountNotVetted", { account: { ...partner, state: "not_vetted" } }],
    ["NoPublisherIdOnAssociatedMPNAccount", { account: { ...partner, state: "without_publisher_id" } }],
    ["PublisherDomainMismatch", { account: { ...partner, domains: ["contoso.com"] } }],
    ["PublisherDomainMismatch", { app: { publisherDomain: "contoso.onmicrosoft.com" } }],
    ["NoPublisherDomainOnApplication", { app: { publisherDomain: null } }],
    ["B2CTenantNotAllowed", { tenant: { kind: "b2c" } }],
    ["EmailVerifiedTenantNotAllowed", { tenant: { kind: "email_verified" } }],
  ] as const)("is refused with %s: %j", async (code, stage) => {
    const { partnerAccounts, tenants, applications } = directoryOf(graph.sandbox.context);
    partnerAccounts.put("account" in stage ? stage.account : partner);
    const app = await register();
    if ("app" in stage) applications.put({ ...stored(app.id), ...stage.app });
    if ("tenant" in stage) tenants.put({ ...tenants.get(demoTenants.contoso)!, ...stage.tenant });
    const answer = await verify(app, "body" in stage ? stage.body : { verifiedPublisherId: partner.id });
    expect(answer).toMatchObject({ status: 400, json: { error: { code } } });
    expect(stored(app.id).verifiedPublisher).toBeNull();
  });

  test("wants a role, and an application that is there", async () => {
    const app = await register();
    expect((await verify(app, { verifiedPublisherId: partner.id }, asAdele)).json.error.code).toBe(
      "NotAuthorizedToVerifyPublisher",
    );
    expect((await verify({ id: demoMicrosoftApp.objectId }, {})).json.error.code).toBe("ApplicationNotFound");
    expect((await verify({ id: "no-guid" }, {})).json.error.code).toBe("ApplicationObjectisInvalid");
  });
});
