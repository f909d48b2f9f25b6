import { expect, test } from "vitest";
import type { ApprovalSummary, Diagnosis, MailboxConnection } from "@outrigger/api-contract";
import { describeSetup, describeSteps, pollIntervalMs } from "./describe-setup.ts";

const at = "2026-11-23T10:00:00.000Z";

const buildDiagnosis = (change: Partial<Diagnosis> = {}): Diagnosis => ({
  certainty: "certain",
  causes: ["user_consent_excluded"],
  sentence: "Contoso lets only administrators decide which apps may read mail.",
  nextStep: "Ask an administrator.",
  whoCanFix: ["Cloud Application Administrator"],
  turn: "administrator",
  question: null,
  technical: { code: "AADSTS90094", at, correlationId: null },
  leftBy: "closed_window",
  ...change,
});

const buildApproval = (change: Partial<ApprovalSummary> = {}): ApprovalSummary => ({
  id: "7b0e5d0e-65a8-4b57-9a06-8d1a4f5f6a01",
  state: "open",
  askedAt: at,
  askedByName: "Adele Vance",
  decidedAt: null,
  decidedByName: null,
  declineReason: null,
  waitingCount: 1,
  expiresAt: at,
  lastEvent: null,
  ...change,
});

const buildMailbox = (change: Partial<MailboxConnection> = {}): MailboxConnection => ({
  state: "not_connected",
  mailboxAddress: null,
  tenantDisplayName: null,
  connectedAt: null,
  diagnosis: null,
  approval: null,
  requestSentAt: null,
  alsoWaiting: { count: 0, names: [] },
  tier: "mail_and_calendar",
  features: [],
  sync: null,
  ...change,
});

test("nothing about set-up is shown once it works", () => {
  const sync = { state: "idle", lastFinishedAt: at, savedCount: 3, examinedCount: 9, issueCount: 0 } as const;
  expect(describeSetup(buildMailbox({ state: "connected", sync }))).toEqual({ kind: "hidden" });
  expect(describeSetup(buildMailbox({ state: "connected", sync: { ...sync, state: "failing" } }))).toEqual({
    kind: "sync_failing",
  });
});

test("who is to connect no mailbox is neither asked to nor shown a wall", () => {
  const off = buildMailbox({
    tier: "sidebar_only",
    features: [
      {
        feature: "automatic_saving",
        lowestTier: "mail_read_only",
        scopes: ["Mail.Read"],
        availability: "not_in_tier",
      },
    ],
  });
  for (const state of [
    "not_connected",
    "authorizing",
    "blocked",
    "waiting",
    "connected",
    "needs_sign_in",
  ] as const) {
    expect(describeSetup({ ...off, state, diagnosis: buildDiagnosis() })).toEqual({ kind: "off" });
  }
  expect(pollIntervalMs({ ...off, state: "waiting" }, false)).toBe(15_000);
});

test("a cause that only a role can remove is the wall, asked or not", () => {
  const blocked = buildMailbox({ state: "blocked", diagnosis: buildDiagnosis() });
  expect(describeSetup(blocked)).toEqual({ kind: "wall", isAsked: false });
  expect(describeSetup({ ...blocked, state: "waiting", approval: buildApproval() })).toEqual({
    kind: "wall",
    isAsked: true,
  });
});

test("what the person can do alone is not called the organization's business", () => {
  const diagnosis = buildDiagnosis({ whoCanFix: [], turn: "yourself", leftBy: "declined" });
  expect(describeSetup(buildMailbox({ state: "blocked", diagnosis }))).toEqual({
    kind: "own_turn",
    diagnosis,
  });
});

test("an administrator's refusal is told with the reason", () => {
  const approval = buildApproval({
    state: "declined",
    decidedByName: "Isaiah",
    declineReason: "Not this year",
  });
  const mailbox = buildMailbox({ state: "blocked", diagnosis: buildDiagnosis(), approval });
  expect(describeSetup(mailbox)).toEqual({ kind: "declined", byName: "Isaiah", reason: "Not this year" });
});

test("an approval that ran out can be asked for again", () => {
  const approval = buildApproval({ state: "expired" });
  const mailbox = buildMailbox({ state: "blocked", diagnosis: buildDiagnosis(), approval });
  expect(describeSetup(mailbox)).toEqual({ kind: "expired" });
  expect(describeSteps(mailbox)[0]).toMatchObject({ name: "asked", state: "current", by: null });
});

test("what an approval does not settle is not called one, and the operator's fault nobody's of the organization", () => {
  const blocked = (change: Partial<Diagnosis>) =>
    describeSetup(buildMailbox({ state: "blocked", diagnosis: buildDiagnosis(change) })).kind;
  expect(blocked({ causes: ["conditional_access"] })).toBe("barred");
  expect(blocked({ causes: ["not_assigned"] })).toBe("barred");
  expect(blocked({ causes: ["granted_but_incomplete"] })).toBe("wall");
  expect(blocked({ turn: "unsure" })).toBe("wall");
  expect(blocked({ turn: "operator", causes: ["registration_fault"] })).toBe("operator");
});

test("a request by Microsoft's own form counts as asked", () => {
  const diagnosis = buildDiagnosis({ turn: "reviewers", causes: ["approval_request_pending"] });
  const mailbox = buildMailbox({ state: "blocked", diagnosis, requestSentAt: at });
  expect(describeSetup(mailbox)).toEqual({ kind: "wall", isAsked: false });
  expect(describeSteps(mailbox)[0]).toEqual({ name: "asked", state: "done", by: null, at });
});

test("the steps show who and when for what is done, and exactly one is current", () => {
  const asked = buildMailbox({ state: "waiting", approval: buildApproval() });
  expect(describeSteps(asked)).toEqual([
    { name: "asked", state: "done", by: "Adele Vance", at },
    { name: "approved", state: "current", by: null, at: null },
    { name: "connected", state: "to_come", by: null, at: null },
  ]);
  const granted = buildApproval({ state: "granted", decidedByName: "Isaiah Langer", decidedAt: at });
  expect(describeSteps({ ...asked, approval: granted }).map(({ state }) => state)).toEqual([
    "done",
    "done",
    "current",
  ]);
  expect(
    describeSteps({ ...asked, state: "connected", connectedAt: at }).every(({ state }) => state === "done"),
  ).toBe(true);
});

test("asks the server most often while a window is open, and seldom when all is still", () => {
  const waiting = buildMailbox({ state: "waiting" });
  expect(pollIntervalMs(waiting, true)).toBe(2_000);
  expect(pollIntervalMs(waiting, false)).toBe(4_000);
  expect(pollIntervalMs(buildMailbox(), false)).toBe(15_000);
});
