import { describe, expect, it } from "vitest";
import { parseGraphError } from "./parse-graph-error.ts";
import { graphError } from "./testing/fake-graph.ts";

const html = "<!DOCTYPE html><html><body>Service Unavailable</body></html>";

describe("parseGraphError", () => {
  it.each([
    [401, graphError("InvalidAuthenticationToken"), "reauthorization_required"],
    [403, graphError("ErrorAccessDenied"), "permission_missing"],
    [403, graphError("Authorization_RequestDenied"), "permission_missing"],
    [404, graphError("ErrorItemNotFound"), "record_not_found"],
    [404, graphError("MailboxNotEnabledForRESTAPI"), "admin_action_required"],
    [409, graphError("ErrorIrresolvableConflict"), "version_conflict"],
    [412, graphError("ErrorConflict"), "version_conflict"],
    [410, graphError("syncStateNotFound"), "cursor_expired"],
    [400, graphError("SyncStateInvalid"), "cursor_expired"],
    [410, graphError("resyncRequired"), "cursor_expired"],
    [429, graphError("ApplicationThrottled"), "rate_limited"],
    [400, graphError("ErrorInvalidIdMalformed"), "record_rejected"],
    [500, graphError("InternalServerError"), "temporarily_unavailable"],
    [503, html, "temporarily_unavailable"],
    [502, "", "temporarily_unavailable"],
    [302, "", "unexpected_response"],
  ])("reads %i as expected", (status, body, reason) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    expect(parseGraphError({ status, headers: {}, body: text }, "x").reason).toBe(reason);
  });

  it("keeps code, request id and wait, and nothing of the message", () => {
    const headers = { "retry-after": "30", "request-id": "r0" };
    const error = parseGraphError({ status: 429, headers, body: graphError("Throttled") }, "read x");
    expect(error).toMatchObject({ vendorCode: "Throttled", requestId: "r0", retryAfterSeconds: 30 });
    expect(JSON.stringify(error) + error.message).not.toContain("private");
  });
});
