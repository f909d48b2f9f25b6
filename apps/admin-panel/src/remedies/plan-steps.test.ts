import type { RemedyChange } from "@outrigger/api-contract";
import { expect, test } from "vitest";
import { planSteps } from "./plan-steps.ts";

const verified: RemedyChange = {
  id: "00000000-0000-4000-8000-000000000001",
  code: "grant_tenant_wide",
  state: "verified",
  tenantId: "t",
  actorName: "Isaiah",
  previewedAt: "2026-11-24T12:00:00Z",
  appliedAt: "2026-11-24T12:01:00Z",
  verifiedAt: "2026-11-24T12:01:01Z",
  undoneAt: null,
  undoneByName: null,
  facts: [],
  requests: [],
  doneCount: 1,
  failure: null,
  kept: [],
};
const say = (...parameters: Parameters<typeof planSteps>) =>
  planSteps(...parameters).map(({ name, state }) => `${name} ${state}`);

test("waits for the last mailbox, and tells who has to sign in", () => {
  const people = [{ state: "connected" as const }, { state: "needs_sign_in" as const }];
  expect(say(verified, [...people, { state: "waiting" }])[2]).toBe("connected pending");
  expect(say(verified, people)).toEqual(["applied done", "verified done", "connected done", "sign_in done"]);
});

test("says nothing of connecting where everybody has to sign in first", () => {
  expect(say(verified, [{ state: "needs_sign_in" }])).toEqual([
    "applied done",
    "verified done",
    "sign_in done",
  ]);
});

test("a change that stopped promises nothing", () => {
  const failed = { ...verified, state: "failed" as const, appliedAt: null, verifiedAt: null };
  expect(say(failed, [])).toEqual(["applied failed", "verified failed", "connected failed"]);
});

test("the workflow connects nobody", () => {
  expect(say({ ...verified, code: "enable_consent_workflow" }, [])).toEqual([
    "applied done",
    "verified done",
  ]);
});
