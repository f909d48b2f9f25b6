import type { ApprovalPage } from "@outrigger/api-contract";
import { expect, test } from "vitest";
import { buildChecklist, decidePollDelay, outcomeOf } from "./build-checklist.ts";
import { buildApprovalPage, buildPermission } from "./testing/build-approval-page.ts";

type Result = NonNullable<ApprovalPage["result"]>;

function resultOf(outcome: Result["outcome"], connectedNames: string[] = []): Result {
  return { outcome, sentence: "", connectedNames, howToRevoke: [] };
}

test("has no outcome, and asks nothing again, before anybody has answered", () => {
  const page = buildApprovalPage({});
  expect(outcomeOf(page)).toBeUndefined();
  expect(decidePollDelay(page)).toBe(false);
});

test("fills in only the first line while the grant is being verified, and looks again every two seconds", () => {
  const page = buildApprovalPage({ state: "verifying", result: resultOf("verifying") });
  expect(buildChecklist(page)).toMatchObject({
    answered: "done",
    found: "pending",
    covers: "pending",
    connected: "pending",
  });
  expect(decidePollDelay(page)).toBe(2_000);
});

test("goes on looking after the grant until everybody who waited is connected", () => {
  const page = buildApprovalPage({
    state: "granted",
    result: resultOf("granted", ["Alex Wilber"]),
    waitingNames: ["Adele Vance"],
    permissions: [buildPermission("Mail.ReadWrite", "confirmed")],
  });
  const checklist = buildChecklist(page);
  expect(checklist).toMatchObject({ found: "done", covers: "done", connected: "pending", connectedCount: 1 });
  expect(checklist.people).toEqual([
    { name: "Alex Wilber", isConnected: true },
    { name: "Adele Vance", isConnected: false },
  ]);
  expect(decidePollDelay(page)).toBe(5_000);
});

test("is done, and stops looking, when everybody is connected", () => {
  const page = buildApprovalPage({
    state: "granted",
    result: resultOf("granted", ["Adele Vance"]),
    permissions: [buildPermission("Mail.ReadWrite", "confirmed")],
  });
  expect(buildChecklist(page)).toMatchObject({ connected: "done", people: [{ name: "Adele Vance" }] });
  expect(decidePollDelay(page)).toBe(false);
});

test("does not call a grant complete that lacks a permission", () => {
  const page = buildApprovalPage({
    state: "granted",
    result: resultOf("granted"),
    permissions: [
      buildPermission("Mail.ReadWrite", "confirmed"),
      buildPermission("Calendars.ReadWrite", "not_granted"),
    ],
  });
  expect(buildChecklist(page)).toMatchObject({ covers: "pending", grantedCount: 1, askedCount: 2 });
});

test.each(["refused", "not_allowed", "other_tenant"] as const)(
  "marks every line as failed after %s",
  (outcome) => {
    const page = buildApprovalPage({ result: resultOf(outcome) });
    expect(buildChecklist(page)).toMatchObject({
      answered: "failed",
      found: "failed",
      covers: "failed",
      connected: "failed",
    });
    expect(decidePollDelay(page)).toBe(false);
  },
);

test("lets a verified grant outweigh what this visitor was told at Microsoft", () => {
  expect(outcomeOf(buildApprovalPage({ state: "granted", result: resultOf("refused") }))).toBe("granted");
});
