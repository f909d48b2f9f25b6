import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "./decide.ts";
import { applyRemedy } from "./testing/apply-remedy.ts";
import { arbitraryCase, arbitraryGrant } from "./testing/arbitrary-case.ts";

const codesOf = (input: Parameters<typeof decide>[0]) =>
  decide(input).blockers.map((blocker) => blocker.code);
/** `PROPERTY_RUNS=50000` looks longer. */
const runs = { numRuns: fc.readConfigureGlobal().numRuns ?? 2_000 };
/** Milliseconds a run and its shrinking may take on a busy machine. */
const patience = 30_000 + runs.numRuns * 20;

test(
  "a Global Administrator never meets the wall for delegated permissions",
  () => {
    fc.assert(
      fc.property(arbitraryCase, (input) => {
        const admin = { ...input, user: { ...input.user, directoryRoles: ["Global Administrator"] } };
        expect(["need_admin_approval", "approval_request"]).not.toContain(decide(admin).outcome);
      }),
      runs,
    );
  },
  patience,
);

test(
  "a sign-in with everything granted passes without a page, unless prompt=consent asks for one",
  () => {
    fc.assert(
      fc.property(arbitraryCase, (input) => {
        const decision = decide(input);
        fc.pre(decision.outcome !== "error" && input.request.endpoint === "authorize");
        const isPassing = decision.missing.length === 0 && input.request.prompt !== "consent";
        expect(decision.outcome === "code").toBe(isPassing);
      }),
      runs,
    );
  },
  patience,
);

test(
  "one more grant never adds a blocker",
  () => {
    fc.assert(
      fc.property(arbitraryCase, arbitraryGrant, (input, grant) => {
        const before = codesOf(input);
        const after = decide({ ...input, grants: [...input.grants, grant] });
        // `.default` with a grant asks for nothing, so gates on the request itself may come to light only for named scopes.
        expect(before).toEqual(expect.arrayContaining(after.blockers.map((blocker) => blocker.code)));
      }),
      runs,
    );
  },
  patience,
);

test(
  "success and a prompt have no blockers and need no remedy; everything else has a cause or a way on",
  () => {
    fc.assert(
      fc.property(arbitraryCase, (input) => {
        const { outcome, blockers, remedies, aadsts } = decide(input);
        const isUnhindered = outcome === "code" || outcome === "consent_prompt";
        expect(blockers.length + remedies.length === 0).toBe(isUnhindered);
        expect(aadsts === null).toBe(isUnhindered);
      }),
      runs,
    );
  },
  patience,
);

test(
  "carrying out a remedy removes the blockers that it claims to remove",
  () => {
    fc.assert(
      fc.property(arbitraryCase, (input) => {
        // There the app is absent for two reasons under one code, and each has a remedy of its own.
        fc.pre(
          !(
            input.request.prompt === "none" &&
            input.app.servicePrincipal === null &&
            input.app.signInAudience === "AzureADMyOrg"
          ),
        );
        const { blockers, remedies } = decide(input);
        for (const remedy of remedies) {
          const cured = applyRemedy(input, remedy, blockers);
          if (cured === undefined) continue;
          const left = codesOf(cured).filter((code) => remedy.removes.includes(code));
          expect({ remedy: remedy.code, left }).toEqual({ remedy: remedy.code, left: [] });
        }
      }),
      runs,
    );
  },
  patience,
);

test(
  "every reported blocker is removed by at least one remedy",
  () => {
    fc.assert(
      fc.property(arbitraryCase, (input) => {
        const { blockers, remedies } = decide(input);
        const removed = remedies.flatMap((remedy) => remedy.removes);
        expect(removed).toEqual(expect.arrayContaining(blockers.map((blocker) => blocker.code)));
      }),
      runs,
    );
  },
  patience,
);

test(
  "letter case of policies, roles, ids and scopes changes nothing",
  () => {
    fc.assert(
      fc.property(arbitraryCase, (input) => {
        const shouted = {
          ...input,
          tenant: {
            ...input.tenant,
            permissionGrantPoliciesAssigned: input.tenant.permissionGrantPoliciesAssigned.map((id) =>
              id.toUpperCase(),
            ),
          },
          user: {
            ...input.user,
            directoryRoles: input.user.directoryRoles.map((role) => role.toUpperCase()),
          },
          grants: input.grants.map((grant) => ({ ...grant, scope: grant.scope.toLowerCase() })),
          request: { ...input.request, scope: input.request.scope.toUpperCase() },
        };
        const { outcome, aadsts } = decide(input);
        expect(decide(shouted)).toMatchObject({ outcome, aadsts });
        expect(codesOf(shouted)).toEqual(codesOf(input));
      }),
      runs,
    );
  },
  patience,
);
