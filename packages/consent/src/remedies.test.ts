import { describe, expect, test } from "vitest";
import { decide } from "./decide.ts";
import { MICROSOFT_GRAPH_APP_ID } from "./resources.ts";
import { APP_ID, POLICIES, TENANT_ID, buildCase, grantForAll } from "./testing/build-consent-case.ts";

const legacy = { permissionGrantPoliciesAssigned: [...POLICIES.legacy] };
const workflow = { adminConsentWorkflow: { isEnabled: true, reviewerIds: ["megan"] } };
const unverified = { verifiedPublisher: null };

describe("remedies", () => {
  test("come least privilege first, and each names roles and steps", () => {
    const { remedies } = decide(buildCase({ app: unverified, request: { prompt: "none" } }));
    const order = ["least", "moderate", "broad"];
    const ranks = remedies.map((remedy) => order.indexOf(remedy.risk));
    expect(ranks).toEqual(ranks.toSorted((left, right) => left - right));
    expect(remedies[0]).toMatchObject({
      code: "admin_consent_link",
      actors: expect.arrayContaining(["Cloud Application Administrator"]),
    });
    expect(remedies.at(-1)?.code).toBe("allow_user_consent");
    for (const remedy of remedies) {
      expect(remedy.actors).not.toEqual([]);
      expect(remedy.steps).not.toEqual([]);
    }
  });

  test("the link goes to the tenant and asks for exactly what the product asks", () => {
    const url = new URL(String(decide(buildCase()).remedies[0]?.url));
    expect(url.pathname).toBe(`/${TENANT_ID}/v2.0/adminconsent`);
    expect(url.searchParams.get("client_id")).toBe(APP_ID);
    expect(url.searchParams.get("scope")).toBe(
      "openid profile email offline_access https://graph.microsoft.com/User.Read https://graph.microsoft.com/Mail.ReadWrite https://graph.microsoft.com/Calendars.ReadWrite https://graph.microsoft.com/MailboxSettings.ReadWrite",
    );
  });

  test("the portal's grant claims nothing that the registration's gap would leave blocked", () => {
    const { remedies } = decide(buildCase({ request: { scope: "openid Mail.Read" } }));
    expect(remedies.map(({ code }) => code)).not.toContain("grant_in_portal");
    expect(remedies.map(({ code }) => code)).toContain("fix_registration");
  });

  test("an app that is not in the tenant is first made to appear in the admin center", () => {
    const portal = decide(buildCase({ servicePrincipal: null })).remedies.find(
      ({ code }) => code === "grant_in_portal",
    );
    expect(portal?.steps[0]).toContain("not listed yet");
  });

  test("with the workflow on, the pending request is offered and switching it on is not", () => {
    const codes = decide(buildCase({ tenant: workflow })).remedies.map(({ code }) => code);
    expect(codes).toContain("approve_pending_request");
    expect(codes).not.toContain("enable_consent_workflow");
  });

  test("opening user consent is not offered where it would not help", () => {
    const codes = decide(buildCase({ tenant: legacy, app: unverified })).remedies.map(({ code }) => code);
    expect(codes).not.toContain("allow_user_consent");
  });

  test("a successful outcome offers nothing", () => {
    expect(decide(buildCase({ grants: [grantForAll()] })).remedies).toEqual([]);
  });
});

test("the admin center's button is not offered where the static list names nothing", () => {
  const requiredResourceAccess = [{ resourceAppId: MICROSOFT_GRAPH_APP_ID, scopes: [] }];
  const { remedies } = decide(buildCase({ app: { requiredResourceAccess } }));
  expect(remedies.map(({ code }) => code)).not.toContain("grant_in_portal");
});

test("the link for .default of an empty static list asks for .default, as a link without a scope is refused", () => {
  const { remedies } = decide(
    buildCase({
      app: { requiredResourceAccess: [] },
      request: { endpoint: "adminconsent", scope: "https://graph.microsoft.com/.default" },
    }),
  );
  const link = remedies.find(({ code }) => code === "admin_consent_link");
  expect(new URL(link?.url ?? "").searchParams.get("scope")).toBe("https://graph.microsoft.com/.default");
});

test("/adminconsent for .default of an API that is not listed is misconfigured, whatever is granted", () => {
  const decision = decide(
    buildCase({
      app: { requiredResourceAccess: [] },
      user: { directoryRoles: ["Global Administrator"] },
      grants: [grantForAll()],
      request: { endpoint: "adminconsent", scope: "https://graph.microsoft.com/.default" },
    }),
  );
  expect(decision).toMatchObject({ outcome: "error", aadsts: "AADSTS1003031" });
});
