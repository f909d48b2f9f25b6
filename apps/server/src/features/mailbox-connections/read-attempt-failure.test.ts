import { expect, test } from "vitest";
import { readAttemptFailure } from "./read-attempt-failure.ts";

const description =
  "AADSTS65004: User declined to consent to access the app. user adele@contoso.example Trace ID: 1 Correlation ID: 6f1d8d0e-1f7c-4e3a-9f1c-0a1b2c3d4e5f Timestamp: 2026-11-23 10:00:00Z";

test("keeps the codes of a refusal and none of its prose", () => {
  const failure = readAttemptFailure({ outcome: "refused", error: "access_denied", description });
  expect(failure).toEqual({
    wireError: "access_denied",
    errorSubcode: undefined,
    aadstsCode: "AADSTS65004",
    correlationId: "6f1d8d0e-1f7c-4e3a-9f1c-0a1b2c3d4e5f",
  });
  expect(JSON.stringify(failure)).not.toContain("adele");
});

test("drops values that are no codes: whoever calls the redirect chooses them", () => {
  const failure = readAttemptFailure({
    outcome: "refused",
    error: "<script>alert(1)</script>",
    errorSubcode: "x".repeat(65),
  });
  expect(failure.wireError).toBeUndefined();
  expect(failure.errorSubcode).toBeUndefined();
});
