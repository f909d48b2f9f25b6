import { OAuthError, Secret, type TokenSet } from "@outrigger/oauth";
import { describe, expect, it } from "vitest";
import {
  findRecordKind,
  normalizeRecordId,
  parseSalesforceTokenError,
  readSalesforceSession,
  recordUrl,
  salesforceEndpoints,
} from "./index.ts";

const allowedHosts = [".my.salesforce.com", "localhost:4000"];

function tokens(
  instanceUrl: string,
  id = "https://login.salesforce.com/id/00Dxx0000001gPL/005xx000001SwiU",
): TokenSet {
  const extra = { instance_url: instanceUrl, id };
  return { accessToken: new Secret("a"), scope: ["api"], extra };
}

describe("readSalesforceSession", () => {
  it("reads instance, organization and user, ids in their long form", () => {
    const session = readSalesforceSession(tokens("https://x--sb.sandbox.my.salesforce.com"), allowedHosts);
    expect(session.instanceUrl).toBe("https://x--sb.sandbox.my.salesforce.com");
    expect(session.organizationId).toMatch(/^00Dxx0000001gPL[A-Z0-5]{3}$/);
    expect(session.userId).toMatch(/^005xx000001SwiU[A-Z0-5]{3}$/);
  });

  it("takes a loopback instance with port and path where it is allowed", () => {
    const session = readSalesforceSession(tokens("http://localhost:4000/salesforce"), allowedHosts);
    expect(session.instanceUrl).toBe("http://localhost:4000/salesforce");
  });

  it.each([
    "https://evil.example",
    "https://evil.example/x.my.salesforce.com",
    "https://my.salesforce.com.evil.example",
    "https://evilmy.salesforce.com",
    "http://x.my.salesforce.com",
    "https://x.my.salesforce.com@evil.example",
    "http://localhost:4001",
    "",
  ])("refuses the instance %j", (instanceUrl) => {
    expect(() => readSalesforceSession(tokens(instanceUrl), allowedHosts)).toThrow(OAuthError);
  });

  it("refuses a reply without the identity", () => {
    const reply = tokens("https://x.my.salesforce.com", "https://login.salesforce.com/id/");
    expect(() => readSalesforceSession(reply, allowedHosts)).toThrow(OAuthError);
  });
});

describe("parseSalesforceTokenError", () => {
  it.each([
    ["invalid_grant", "expired access/refresh token", "reauthorization_required"],
    ["invalid_grant", "ip restricted", "admin_action_required"],
    ["OAUTH_APP_BLOCKED", "this app is blocked by admin", "admin_action_required"],
    ["app_not_found", "External client app is not installed in this org", "admin_action_required"],
    ["invalid_client_id", "client identifier invalid", "admin_action_required"],
    ["access_denied", "end-user denied authorization", "reauthorization_required"],
    ["temporarily_unavailable", "", "temporarily_unavailable"],
    ["invalid_request", "", "unexpected_response"],
  ])("reads %s %j", (error, errorDescription, reason) => {
    const cause = new OAuthError({ step: "refresh_tokens", error, errorDescription, status: 400 });
    expect(parseSalesforceTokenError(cause, "get a token").reason).toBe(reason);
  });
});

it.each([
  ["ip restricted", "ip_restricted"],
  ["Audience validation failed", "audience_validation_failed"],
  ["user is not admin approved to access this app", "OAUTH_APP_ACCESS_DENIED"],
  ["expired access/refresh token", "invalid_grant"],
])("names invalid_grant %j as help does", (errorDescription, code) => {
  const cause = new OAuthError({
    step: "refresh_tokens",
    error: "invalid_grant",
    errorDescription,
    status: 400,
  });
  const error = parseSalesforceTokenError(cause, "get a token");
  expect([error.vendorCode, error.reason]).toEqual([
    code,
    code === "invalid_grant" ? "reauthorization_required" : "admin_action_required",
  ]);
});

describe("record ids", () => {
  it("gets the suffix that Salesforce computes", () => {
    expect(normalizeRecordId("0013000000VeAWq")).toBe("0013000000VeAWqAAN");
    expect(normalizeRecordId("0013000000VeAWqAAN")).toBe("0013000000VeAWqAAN");
    expect(() => normalizeRecordId("x' OR 1=1")).toThrow(TypeError);
  });

  it("tells kind and page", () => {
    expect(findRecordKind("02s000000000001AAA")).toBe("email");
    expect(findRecordKind("999000000000001AAA")).toBeUndefined();
    const id = normalizeRecordId("0013000000VeAWqAAN");
    expect(recordUrl("https://x.my.salesforce.com/", id)).toBe(
      "https://x.my.salesforce.com/0013000000VeAWqAAN",
    );
  });
});

describe("salesforceEndpoints", () => {
  it("keeps a path before the services", () => {
    expect(salesforceEndpoints("http://localhost:4000/salesforce").tokenEndpoint).toBe(
      "http://localhost:4000/salesforce/services/oauth2/token",
    );
  });
});
