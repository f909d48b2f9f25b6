import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decide } from "./decide.ts";
import { parseConsentCase } from "./parse-consent-case.ts";

type Expectation = {
  outcome: string;
  organizationCheckbox?: boolean;
  tenantWide?: boolean;
  aadsts: (string | null)[];
  blockers: string[];
  remedies?: string[];
};
type Sample = { id: string; why: string; input: unknown; expect: Expectation };

const path = new URL("../../../../shared/consent-cases/cases.json", import.meta.url);
const isPresent = existsSync(path);
if (!isPresent)
  console.warn("SKIPPED: ../shared/consent-cases is absent, the outside truth table was not checked.");
const samples: Sample[] = isPresent ? JSON.parse(readFileSync(path, "utf8")) : [];

describe.skipIf(!isPresent)("the outside truth table", () => {
  test.each(samples.map((sample) => [sample.id, sample] as const))("%s", (_id, sample) => {
    const decision = decide(parseConsentCase(sample.input));
    const expected = sample.expect;
    expect(decision.outcome).toBe(expected.outcome);
    expect(expected.aadsts).toContain(decision.aadsts);
    // The truth table leaves these out where they do not matter.
    const { organizationCheckbox = decision.organizationCheckbox, tenantWide = decision.tenantWide } =
      expected;
    expect(decision).toMatchObject({ organizationCheckbox, tenantWide });
    expect(decision.blockers.map((blocker) => blocker.code).toSorted()).toEqual(expected.blockers.toSorted());
    expect(decision.remedies.map((remedy) => remedy.code)).toEqual(
      expect.arrayContaining(expected.remedies ?? []),
    );
  });
});
