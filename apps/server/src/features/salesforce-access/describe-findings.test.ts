import type { OrgDiagnosis } from "@outrigger/salesforce";
import { expect, it } from "vitest";
import { describeFindings } from "./describe-findings.ts";

const well: OrgDiagnosis = {
  app: {
    outcome: "read",
    facts: { name: "Outrigger", isInstalled: true, isAdminApprovedOnly: false, peopleCount: 3, fullCount: 0 },
  },
  assignments: { outcome: "read", facts: { count: 0 } },
  logins: { outcome: "read", facts: { count: 200, failures: [] } },
  apiCalls: { outcome: "read", facts: { usedCalls: 10, maxCalls: 100 } },
  mail: { outcome: "read", facts: { isEnhancedEmailOn: true, hasKeyField: true } },
};

function outcomeOf(check: string, changes: Partial<OrgDiagnosis>): string | undefined {
  return describeFindings({ ...well, ...changes }, "Outrigger").find((finding) => finding.check === check)
    ?.outcome;
}

it("has nothing to fix where all is well, and leaves assignments out where everybody may authorize", () => {
  const findings = describeFindings(well, "Outrigger");
  expect(findings.flatMap(({ fix }) => fix)).toEqual([]);
  expect(findings.every(({ outcome }) => outcome === "fine")).toBe(true);
  expect(outcomeOf("assignments", {})).toBeUndefined();
});

it.each([
  ["api_calls", { apiCalls: { outcome: "read", facts: { usedCalls: 80, maxCalls: 100 } } }, "problem"],
  ["api_calls", { apiCalls: { outcome: "read", facts: { usedCalls: 79, maxCalls: 100 } } }, "fine"],
  ["api_calls", { apiCalls: { outcome: "refused", reason: "permission_missing" } }, "unknown"],
  [
    "logins",
    { logins: { outcome: "read", facts: { count: 9, failures: [{ status: "Failed", count: 2 }] } } },
    "hint",
  ],
  ["mail", { mail: { outcome: "read", facts: { isEnhancedEmailOn: false, hasKeyField: false } } }, "hint"],
  ["key_field", { mail: { outcome: "refused", reason: "permission_missing" } }, undefined],
] as const)("says of %s with %j: %s", (check, changes, outcome) => {
  expect(outcomeOf(check, changes)).toBe(outcome);
});

it("tells an app that nobody has seen from one that is known and not installed", () => {
  const app = { isInstalled: false, isAdminApprovedOnly: false, peopleCount: 0, fullCount: 0 };
  const withName = (name: string | undefined) =>
    outcomeOf("app", { app: { outcome: "read", facts: { ...app, name } } });
  expect([withName("Outrigger"), withName(undefined)]).toEqual(["problem", "hint"]);
});

it("warns of the sixth approval and of an app that is given to nobody", () => {
  const facts = {
    name: "Outrigger",
    isInstalled: true,
    isAdminApprovedOnly: true,
    peopleCount: 4,
    fullCount: 1,
  };
  expect(outcomeOf("approvals", { app: { outcome: "read", facts } })).toBe("hint");
  expect(outcomeOf("assignments", { app: { outcome: "read", facts } })).toBe("problem");
});
