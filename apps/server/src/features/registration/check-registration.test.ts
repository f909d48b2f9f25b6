import { parseRegisteredApplication, buildApplication, type RegisteredPrincipal } from "@outrigger/microsoft";
import { describe, expect, test } from "vitest";
import { checkRegistration, type RegistrationFacts } from "./check-registration.ts";
import { explainSignInFault } from "./explain-sign-in-fault.ts";
import { looksLikeSecretId, planRegistration } from "./plan-registration.ts";
import { Secret } from "@outrigger/oauth";

const clientId = "0a0a0a0a-0000-4000-8000-00000000000a";
const settings = {
  publicUrl: "https://outrigger.contoso.com",
  product: { productName: "Outrigger" },
  microsoft: { hasLegacyEws: false },
};
const plan = planRegistration(settings, "AzureADMyOrg");
const now = new Date("2026-11-24T12:00:00Z");
const principal: RegisteredPrincipal = { isEnabled: true, needsAssignment: false, ownerTenantId: "home" };

/** The registration as the printed request makes it, with a secret; and what is wrong with it. */
function buildFacts(
  change: Record<string, unknown> = {},
  facts: Partial<RegistrationFacts> = {},
): RegistrationFacts {
  const application = parseRegisteredApplication({
    appId: clientId,
    passwordCredentials: [{ displayName: "one", endDateTime: "2027-11-24T12:00:00Z" }],
    ...buildApplication(plan),
    ...change,
  });
  return {
    plan,
    clientId,
    askedNow: ["openid", "User.Read", "Mail.ReadWrite"],
    tenantIds: ["home"],
    application: application!,
    principal,
    now,
    ...facts,
  };
}

const codesOf = (facts: RegistrationFacts): string[] => checkRegistration(facts).map(({ code }) => code);
const web = (redirectUris: string[]) => ({ web: { redirectUris } });
const [connect = "", approval = "", administrator = ""] = plan.redirectUris;
const graph = { resourceAppId: "00000003-0000-0000-c000-000000000000" };
const without = (value: string) => ({
  requiredResourceAccess: [
    {
      ...graph,
      resourceAccess: plan.permissions
        .filter((entry) => entry.value !== value)
        .map(({ id }) => ({ id, type: "Scope" })),
    },
  ],
});
const withExtra = (id: string, type: string) => ({
  requiredResourceAccess: [
    {
      ...graph,
      resourceAccess: [...plan.permissions.map((entry) => ({ id: entry.id, type: "Scope" })), { id, type }],
    },
  ],
});

test("the registration that the printed request makes has no finding", () => {
  expect(checkRegistration(buildFacts())).toEqual([]);
});

describe("each fault has its finding", () => {
  test.each<[string, RegistrationFacts, string[]]>([
    ["a redirect URI that is missing", buildFacts(web([connect, approval])), ["redirect_uri_missing"]],
    [
      "a slash at the end",
      buildFacts(web([`${connect}/`, approval, administrator])),
      ["redirect_uri_differs"],
    ],
    [
      "http for https",
      buildFacts(web([connect.replace("https:", "http:"), approval, administrator])),
      ["redirect_uri_differs"],
    ],
    [
      "another letter case",
      buildFacts(web([connect.replace("callback", "Callback"), approval, administrator])),
      ["redirect_uri_differs"],
    ],
    [
      "another platform",
      buildFacts({ web: { redirectUris: [approval, administrator] }, spa: { redirectUris: [connect] } }),
      ["redirect_uri_differs"],
    ],
    [
      "an address of somebody else",
      buildFacts(web([connect, approval, administrator, "https://evil.example/cb"])),
      ["redirect_uri_extra"],
    ],
    [
      "personal accounts",
      buildFacts({ signInAudience: "AzureADandPersonalMicrosoftAccount" }),
      ["audience_personal"],
    ],
    ["people of another tenant", buildFacts({}, { tenantIds: ["home", "other"] }), ["audience_too_narrow"]],
    [
      "several tenants, no publisher",
      buildFacts({ signInAudience: "AzureADMultipleOrgs" }),
      ["publisher_unverified"],
    ],
    ["a permission that is asked today", buildFacts(without("Mail.ReadWrite")), ["permission_missing"]],
    ["a permission of another tier", buildFacts(without("Mail.Send")), ["permission_missing_for_other_tier"]],
    [
      "a permission that nobody asks",
      buildFacts(withExtra("10465720-29dd-4523-a11a-6a75c743c9d9", "Scope")),
      ["permission_extra"],
    ],
    [
      "an application permission",
      buildFacts(withExtra("810c84a8-4a9e-49e6-bf7d-12d183f40d01", "Role")),
      ["permission_application"],
    ],
    ["no secret", buildFacts({ passwordCredentials: [] }), ["secret_missing"]],
    [
      "an ended secret",
      buildFacts({ passwordCredentials: [{ endDateTime: "2026-11-24T11:59:59Z" }] }),
      ["secret_expired"],
    ],
    [
      "a secret that ends soon",
      buildFacts({ passwordCredentials: [{ endDateTime: "2026-12-20T12:00:00Z" }] }),
      ["secret_expiring"],
    ],
    ["a public client", buildFacts({ isFallbackPublicClient: true }), ["public_client"]],
    [
      "the implicit grant",
      buildFacts({
        web: { redirectUris: plan.redirectUris, implicitGrantSettings: { enableIdTokenIssuance: true } },
      }),
      ["implicit_grant"],
    ],
    ["a deactivated registration", buildFacts({ isDisabled: true }), ["application_disabled"]],
    ["another registration", buildFacts({}, { clientId: clientId.replace("a", "b") }), ["other_application"]],
    ["no service principal", buildFacts({}, { principal: null }), ["principal_missing"]],
    [
      "a disabled app",
      buildFacts({}, { principal: { ...principal, isEnabled: false } }),
      ["principal_disabled"],
    ],
    [
      "assignment",
      buildFacts({}, { principal: { ...principal, needsAssignment: true } }),
      ["assignment_required"],
    ],
  ])("%s", (_name, facts, codes) => {
    expect(codesOf(facts)).toEqual(codes);
  });

  test("one good secret is enough, and faults come before warnings", () => {
    const passwordCredentials = [
      { endDateTime: "2020-01-01T00:00:00Z" },
      { endDateTime: "2027-11-24T12:00:00Z" },
    ];
    expect(codesOf(buildFacts({ passwordCredentials }))).toEqual([]);
    const findings = checkRegistration(buildFacts({ isFallbackPublicClient: true, passwordCredentials: [] }));
    expect(findings.map(({ severity }) => severity)).toEqual(["fault", "warning"]);
  });
});

describe("errors of a sign-in", () => {
  test.each([
    ["AADSTS7000215: Invalid client secret provided.", "AADSTS7000215", "Value"],
    ["7000222", "AADSTS7000222", "Certificates & secrets"],
    ["AADSTS7000218", "AADSTS7000218", "MICROSOFT_CLIENT_SECRET"],
    ["AADSTS700016: Application with identifier 'x' was not found", "AADSTS700016", "MICROSOFT_CLIENT_ID"],
    ["AADSTS50011: The redirect URI does not match", "AADSTS50011", "/connect/microsoft/callback"],
    ["AADSTS50194", "AADSTS50194", "AzureADMultipleOrgs"],
    ["AADSTS90002: Tenant 'nowhere' not found.", "AADSTS90002", "domain"],
    ["AADSTS650053: asked for scope 'x' that doesn't exist", "AADSTS650053", "MICROSOFT_GRAPH_URL"],
  ])("%s", (text, code, fix) => {
    const found = explainSignInFault(text);
    expect(found.code).toBe(code);
    expect(found.fix).toContain(fix);
  });

  test("what nobody knows is said to be unknown", () => {
    expect(explainSignInFault("the printer is on fire")).toMatchObject({ code: null, fix: null });
  });
});

test("a GUID is taken for a secret's id, a value is not", () => {
  const has = (text: string) => looksLikeSecretId({ microsoft: { clientSecret: new Secret(text) } });
  expect(has("3f2504e0-4f89-41d3-9a0c-0305e82c3301")).toBe(true);
  expect(has(" 3F2504E0-4F89-41D3-9A0C-0305E82C3301 ")).toBe(true);
  expect(has("Abc8Q~xyzGUIDlike-but-not-0305e82c3301")).toBe(false);
  expect(looksLikeSecretId({ microsoft: { clientSecret: undefined } })).toBe(false);
});
