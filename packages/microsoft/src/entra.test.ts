import { OAuthError } from "@outrigger/oauth";
import { describe, expect, it } from "vitest";
import { adminConsentUrl, discoverTenantId, microsoftEndpoints, parseEntraTokenError } from "./index.ts";

const loginUrl = "https://login.microsoftonline.com";
const tenantId = "0a1b2c3d-1111-4222-8333-444455556666";

describe("microsoftEndpoints", () => {
  it("knows the issuer of a tenant by GUID, and demands the template's for everything else", () => {
    expect(microsoftEndpoints({ loginUrl, tenant: tenantId }).issuer).toBe(`${loginUrl}/${tenantId}/v2.0`);
    for (const tenant of ["organizations", "contoso.example"]) {
      expect(microsoftEndpoints({ loginUrl, tenant }).issuer).toBe(`${loginUrl}/{tenantid}/v2.0`);
    }
  });

  it.each(["common", "consumers", "../evil", "a/b", "", "contoso.example?x"])(
    "refuses the tenant %j",
    (tenant) => {
      expect(() => microsoftEndpoints({ loginUrl, tenant })).toThrow(TypeError);
    },
  );
});

describe("adminConsentUrl", () => {
  it("names the tenant, and every scope with its resource", () => {
    const url = adminConsentUrl({
      loginUrl,
      tenantId,
      clientId: "client1",
      scopes: ["openid", "Mail.ReadWrite", "https://outlook.office365.com/EWS.AccessAsUser.All"],
      redirectUri: "https://app.example/cb",
      state: "s1",
    });
    expect(url.pathname).toBe(`/${tenantId}/v2.0/adminconsent`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: "client1",
      scope:
        "openid https://graph.microsoft.com/Mail.ReadWrite https://outlook.office365.com/EWS.AccessAsUser.All",
      redirect_uri: "https://app.example/cb",
      state: "s1",
    });
  });
});

describe("discoverTenantId", () => {
  const discover = (domain: string, reply: () => Response) => {
    const urls: string[] = [];
    const fetch = (input: unknown): Promise<Response> => {
      urls.push(String(input));
      return Promise.resolve(reply());
    };
    const transport = { fetch, now: () => new Date() };
    return discoverTenantId({ loginUrl, domain, transport }).then((found) => ({ found, urls }));
  };

  it("reads the tenant's GUID from the anonymous metadata's issuer", async () => {
    const issuer = `${loginUrl}/${tenantId}/v2.0`;
    const { found, urls } = await discover("contoso.example", () => Response.json({ issuer }));
    expect(found).toEqual({ outcome: "found", tenantId });
    expect(urls).toEqual([`${loginUrl}/contoso.example/v2.0/.well-known/openid-configuration`]);
  });

  it("says unknown for a domain without a tenant", async () => {
    const body = { error: "invalid_tenant", error_codes: [90002] };
    const { found } = await discover("nobody.example", () => Response.json(body, { status: 400 }));
    expect(found).toEqual({ outcome: "unknown" });
  });

  it.each(["organizations", "a/b.example", "", "evil.example/../x"])(
    "asks nobody about %j",
    async (domain) => {
      const { found, urls } = await discover(domain, () => Response.json({}));
      expect(found).toEqual({ outcome: "unknown" });
      expect(urls).toEqual([]);
    },
  );

  it("fails when Entra is down, instead of saying unknown", async () => {
    const attempt = discover("contoso.example", () => new Response("<html>", { status: 503 }));
    await expect(attempt).rejects.toMatchObject({ error: "temporarily_unavailable" });
  });
});

describe("parseEntraTokenError", () => {
  const reason = (details: Partial<ConstructorParameters<typeof OAuthError>[0]>) =>
    parseEntraTokenError(
      new OAuthError({ step: "refresh_tokens", error: "invalid_grant", status: 400, ...details }),
      "get a token",
    ).reason;

  it.each([
    [{ suberror: "consent_required", errorCodes: [65001] }, "consent_required"],
    [{ errorCodes: [65001] }, "consent_required"],
    [{ error: "consent_required" }, "consent_required"],
    [{ errorCodes: [50105] }, "admin_action_required"],
    [{ error: "unauthorized_client", errorCodes: [700016] }, "admin_action_required"],
    [{ error: "invalid_client", errorCodes: [7000215] }, "admin_action_required"],
    [{ suberror: "message_only", errorCodes: [53003] }, "admin_action_required"],
    [{ suberror: "bad_token", errorCodes: [50173] }, "reauthorization_required"],
    [{ suberror: "basic_action", errorCodes: [50076] }, "reauthorization_required"],
    [{ errorCodes: [700082] }, "reauthorization_required"],
    [{ error: "temporarily_unavailable", status: 503 }, "temporarily_unavailable"],
    [{ error: "network_error", status: undefined }, "temporarily_unavailable"],
    [{ error: "invalid_request", status: 429 }, "rate_limited"],
    [{ error: "invalid_scope", errorCodes: [70011] }, "unexpected_response"],
  ])("reads %j", (details, expected) => {
    expect(reason(details)).toBe(expected);
  });
});
