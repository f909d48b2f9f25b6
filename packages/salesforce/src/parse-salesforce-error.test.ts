import { describe, expect, it } from "vitest";
import { findFaultReason, parseSalesforceError } from "./parse-salesforce-error.ts";
import { fault } from "./testing/fake-salesforce.ts";

const locked = "unable to obtain exclusive access to this record or 1 records: 001000000000001AAA";

describe("parseSalesforceError", () => {
  it.each([
    [401, fault("INVALID_SESSION_ID", "Session expired or invalid"), "reauthorization_required"],
    [
      401,
      fault("INVALID_SESSION_ID", "This session is not valid for use with the REST API"),
      "admin_action_required",
    ],
    [403, fault("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."), "rate_limited"],
    [403, fault("API_DISABLED_FOR_ORG"), "admin_action_required"],
    [403, fault("INSUFFICIENT_ACCESS"), "permission_missing"],
    [403, "Bad_OAuth_Token", "admin_action_required"],
    [403, "Missing_OAuth_Token", "permission_missing"],
    [404, fault("NOT_FOUND", "The requested resource does not exist"), "record_not_found"],
    [400, fault("UNABLE_TO_LOCK_ROW", locked), "temporarily_unavailable"],
    [400, fault("FIELD_CUSTOM_VALIDATION_EXCEPTION", "No mail on Fridays"), "record_rejected"],
    [400, fault("MALFORMED_QUERY"), "unexpected_response"],
    [400, fault("INVALID_FIELD"), "unexpected_response"],
    [400, { error: "invalid_grant", error_description: "expired" }, "reauthorization_required"],
    [400, "<html>", "unexpected_response"],
    [412, [], "version_conflict"],
    [414, "URI Too Long", "unexpected_response"],
    [420, "", "temporarily_unavailable"],
    [500, fault("UNKNOWN_EXCEPTION"), "temporarily_unavailable"],
    [503, "<html>Maintenance</html>", "temporarily_unavailable"],
  ])("reads %i %j", (status, body, reason) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    expect(parseSalesforceError({ status, body: text }, "save mail").reason).toBe(reason);
  });

  it("gives a session that is not for REST another code than an ended one", () => {
    const codeOf = (message: string) =>
      parseSalesforceError({ status: 401, body: fault("INVALID_SESSION_ID", message) }, "save mail")
        .vendorCode;
    expect(codeOf("Session expired or invalid")).toBe("INVALID_SESSION_ID");
    expect(codeOf("This session is not valid for use with the REST API")).toBe("session_not_valid_for_api");
  });

  it("keeps the code and nothing of the message", () => {
    const error = parseSalesforceError({ status: 400, body: fault("X", "private") }, "save mail");
    expect(error.vendorCode).toBe("X");
    expect(JSON.stringify(error) + error.message).not.toContain("private");
  });
});

describe("findFaultReason", () => {
  it.each([
    ["REQUIRED_FIELD_MISSING", "record_rejected"],
    ["INVALID_CROSS_REFERENCE_KEY", "record_rejected"],
    ["CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "record_rejected"],
    ["UNABLE_TO_LOCK_ROW", "temporarily_unavailable"],
    ["REQUEST_LIMIT_EXCEEDED", "rate_limited"],
  ])("reads a row's %s as %s", (code, reason) => {
    expect(findFaultReason({ code, message: "", fields: [] })).toBe(reason);
  });
});
