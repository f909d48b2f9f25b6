import { expect, test } from "vitest";
import { decide } from "../decide.ts";
import type { BlockerCode, Decision, RemedyCode } from "../decision.ts";
import { buildCase } from "./build-consent-case.ts";

/** What must come out: outcome and code in one word, every blocker, and remedies that must be among those offered. */
export type ExpectedDecision = {
  is: `${Decision["outcome"]}${"" | ` ${number}`}`;
  checkbox?: boolean;
  tenantWide?: boolean;
  blockers?: BlockerCode[];
  remedies?: RemedyCode[];
  /** Remedies that would not help and must not be offered. */
  without?: RemedyCode[];
};

/** A line of a table: what it is about, how it differs from `buildCase()`, what must come out. */
export type DecisionRow = [name: string, parts: Parameters<typeof buildCase>[0], expected: ExpectedDecision];

/** One test per row. */
export function testDecisions(rows: readonly DecisionRow[]): void {
  test.each(rows)("%s", (_name, parts, expected) => {
    expect(summarize(parts, expected)).toEqual({ ...UNHINDERED, ...expected });
  });
}

/** What an expectation leaves out: no checkbox, not tenant-wide, nothing in the way. */
const UNHINDERED = { checkbox: false, tenantWide: false, blockers: [], remedies: [], without: [] };

/** The decision in the form of an expectation; only the remedies in question are listed. */
function summarize(
  parts: DecisionRow[1],
  { remedies = [], without = [] }: ExpectedDecision,
): Required<ExpectedDecision> {
  const decision = decide(buildCase(parts));
  const offered = decision.remedies.map(({ code }) => code);
  const number = decision.aadsts?.replace("AADSTS", "");
  return {
    is: number === undefined ? decision.outcome : `${decision.outcome} ${Number(number)}`,
    checkbox: decision.organizationCheckbox,
    tenantWide: decision.tenantWide,
    blockers: decision.blockers.map(({ code }) => code),
    remedies: remedies.filter((code) => offered.includes(code)),
    without: without.filter((code) => !offered.includes(code)),
  };
}
