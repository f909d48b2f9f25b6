import { expect, test } from "vitest";
import type { AuthorizationAttempt } from "@outrigger/storage";
import { diagnoseWindow } from "./diagnose-window.ts";

const names = { product: "Outrigger", organization: "Contoso" };
const connection = {
  diagnosis: null,
  microsoftUserId: "a0000000-0000-4000-8000-000000000001",
  tenantId: "11111111-1111-4111-8111-111111111111",
  lastProbe: null,
};

function buildAttempt(overrides: Partial<AuthorizationAttempt>): AuthorizationAttempt {
  return {
    organizationId: "00000000-0000-4000-8000-000000000001",
    id: "00000000-0000-4000-8000-000000000002",
    kind: "microsoft_mailbox",
    userId: "00000000-0000-4000-8000-000000000003",
    approvalId: null,
    nonce: null,
    scopes: ["openid", "Mail.ReadWrite", "Calendars.ReadWrite"],
    tenantGuess: null,
    redirectUri: "http://localhost:3000/connect/microsoft/callback",
    context: { authorizationId: "window-1" },
    startedAt: new Date("2026-11-23T10:00:00Z"),
    expiresAt: new Date("2026-11-23T10:10:00Z"),
    claimedAt: null,
    finishedAt: new Date("2026-11-23T10:01:00Z"),
    result: "refused",
    ...overrides,
  } as AuthorizationAttempt;
}

test.each<[string, Partial<AuthorizationAttempt>, string]>([
  [
    "the return link or Cancel",
    { wireError: "access_denied", errorSubcode: "cancel" },
    "return_link_or_cancel",
  ],
  ["a closed window", { result: "closed" }, "closed_window"],
  ["silence", { result: "expired", finishedAt: new Date("2026-11-23T10:10:00Z") }, "time_out"],
])(
  "after a passed sign-in, %s at the mailbox stage points to the administrator",
  (_way, overrides, leftBy) => {
    const diagnosis = diagnoseWindow(connection, [buildAttempt(overrides)], names);
    expect(diagnosis).toMatchObject({ leftBy });
    expect(diagnosis?.causes[0]).toBe("admin_approval_required");
    expect(diagnosis?.whoCanFix).toContain("Cloud Application Administrator");
    expect(diagnosis?.sentence).toContain("Contoso");
  },
);

test("what the user saw settles it", () => {
  const attempts = [buildAttempt({ wireError: "access_denied", errorSubcode: "cancel" })];
  const answered = { ...connection, diagnosis: { saw: "permissions_requested" } };
  const diagnosis = diagnoseWindow(answered, attempts, names);
  expect(diagnosis?.causes[0]).toBe("user_declined");
  expect(diagnosis?.question).toBeNull();
});

test("only the last window counts", () => {
  const earlier = buildAttempt({
    context: { authorizationId: "window-0" },
    result: "failed",
    aadstsCode: "AADSTS50105",
  });
  const latest = buildAttempt({ wireError: "access_denied", errorSubcode: "cancel" });
  expect(diagnoseWindow(connection, [latest, earlier], names)?.causes).not.toContain("not_assigned");
});

test("says that somebody else signed in, and stores nothing of it", () => {
  const diagnosis = diagnoseWindow(
    connection,
    [buildAttempt({ result: "failed", wireError: "other_identity" })],
    names,
  );
  expect(diagnosis).toMatchObject({ certainty: "certain", causes: ["other_identity"] });
});

test("has nothing to say where no window was ever opened", () => {
  expect(diagnoseWindow(connection, [], names)).toBeNull();
});
