import { describe, expect, it } from "vitest";
import { ConnectorError, decideAfterFailure, FAILURE_REASONS, retryDelaySeconds } from "./index.ts";

describe("decideAfterFailure", () => {
  it.each([
    ["reauthorization_required", "pause_connection"],
    ["consent_required", "pause_connection"],
    ["admin_action_required", "pause_connection"],
    ["permission_missing", "pause_connection"],
    ["record_not_found", "skip_record"],
    ["version_conflict", "retry_later"],
    ["record_rejected", "skip_record"],
    ["rate_limited", "retry_later"],
    ["cursor_expired", "restart_from_scratch"],
    ["temporarily_unavailable", "retry_later"],
    ["unexpected_response", "fail_run"],
  ] as const)("turns %s into %s", (reason, effect) => {
    expect(decideAfterFailure(reason).effect).toBe(effect);
  });

  it("knows every reason", () => {
    expect(FAILURE_REASONS.map((reason) => decideAfterFailure(reason))).not.toContain(undefined);
  });
});

describe("retryDelaySeconds", () => {
  it("grows, ends at 15 minutes and never undercuts the vendor", () => {
    expect(retryDelaySeconds({ attempt: 1, jitter: 0 })).toBe(3);
    expect(retryDelaySeconds({ attempt: 1, jitter: 0.99 })).toBe(5);
    expect(retryDelaySeconds({ attempt: 99, jitter: 0.99 })).toBeLessThanOrEqual(900);
    expect(retryDelaySeconds({ attempt: 1, jitter: 0, retryAfterSeconds: 1200 })).toBe(1200);
  });
});

describe("ConnectorError", () => {
  it("says what failed and why without its cause's text", () => {
    const error = new ConnectorError({
      reason: "rate_limited",
      vendor: "microsoft",
      operation: "read changed messages",
      status: 429,
      cause: new Error("secret"),
    });
    expect(error.message).toBe("microsoft: could not read changed messages: rate_limited (429)");
  });
});
