import { decide, MICROSOFT_GRAPH_APP_ID, OPENID_SCOPES, parseScopes } from "@outrigger/consent";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  arbitrarySituation,
  arbitrarySituationWithFaults,
  type Situation,
} from "./testing/arbitrary-situation.ts";
import { driveBrowser, driveControl, driveRefresh, redeemCode } from "./testing/drive-request.ts";
import { forgetTraces, patience, runs } from "./testing/property-runs.ts";
import { startSandbox, type SandboxUnderTest } from "./testing/sandbox-under-test.ts";
import { stagePeople, stageSituation } from "./testing/stage-situation.ts";

let under: SandboxUnderTest;
beforeAll(async () => {
  under = await startSandbox();
  await stagePeople(under);
});
afterAll(() => under.close());

test(
  "what decide predicts is what a person meets at /authorize and /adminconsent",
  async () => {
    const met = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(arbitrarySituationWithFaults, async ({ input, segment }) => {
        forgetTraces(under);
        await stageSituation(under, input);
        const { outcome, aadsts } = decide(input);
        met.set(`${outcome} ${aadsts}`, (met.get(`${outcome} ${aadsts}`) ?? 0) + 1);
        expect(await driveControl(under, { ...input, segment })).toEqual({ outcome, aadsts });
      }),
      runs(1),
    );
    // A generator that no longer reaches an outcome would let this test pass for nothing.
    const outcomes = new Set([...met.keys()].map((key) => key.split(" ")[0]));
    expect(outcomes.size).toBe(5);
  },
  patience,
);

test(
  "the pages show the checkbox, the tenant-wide prompt and the risk warning that decide predicts",
  async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySituation, async ({ input, segment }) => {
        forgetTraces(under);
        await stageSituation(under, input);
        const { outcome, organizationCheckbox, tenantWide, warnings } = decide(input);
        expect(await driveBrowser(under, { ...input, segment })).toEqual({
          outcome,
          hasCheckbox: organizationCheckbox,
          isTenantWide: tenantWide,
          hasRiskWarning: warnings.includes("risky_app"),
        });
      }),
      runs(0.3),
    );
  },
  patience,
);

test(
  "what decide predicts for a silent request is what a refresh token gets",
  async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySituation, async ({ input }) => {
        fc.pre(isForOneResource(input.request.scope) && isAtHome(input));
        forgetTraces(under);
        const segment = input.tenant.id;
        const open = withSignInGranted(input);
        await stageSituation(under, open);
        const refreshToken = await redeemCode(under, { ...open, segment });
        // A refresh for other scopes keeps asking for those of sign-in.
        const scope = `${input.request.scope} openid offline_access`;
        const silent = { ...input, request: { endpoint: "authorize" as const, scope, prompt: "none" } };
        await stageSituation(under, silent);
        const { outcome, aadsts } = decide(silent);
        expect(await driveRefresh(under, { ...silent, segment }, refreshToken)).toEqual({ outcome, aadsts });
      }),
      runs(0.3),
    );
  },
  patience,
);

/** Several resources are AADSTS28000 at the token endpoint, before any question of consent. */
function isForOneResource(scope: string): boolean {
  const { permissions, defaultResources } = parseScopes(scope);
  const named = permissions.filter(({ value }) => !OPENID_SCOPES.includes(value));
  return new Set([...defaultResources, ...named.map(({ resourceAppId }) => resourceAppId)]).size < 2;
}

/** A token is had only where one could sign in at all. */
function isAtHome({ app, tenant, user }: Situation["input"]): boolean {
  const isAdmitted = app.signInAudience !== "AzureADMyOrg" || app.homeTenantId === tenant.id;
  return isAdmitted && (user.isGuest || user.homeTenantId === tenant.id);
}

function withSignInGranted(input: Situation["input"]): Situation["input"] {
  return {
    ...input,
    app: {
      ...input.app,
      servicePrincipal: { accountEnabled: true, appRoleAssignmentRequired: false, assignedUserIds: [] },
    },
    grants: [
      {
        consentType: "AllPrincipals",
        principalId: null,
        resourceAppId: MICROSOFT_GRAPH_APP_ID,
        scope: "openid offline_access",
      },
    ],
    request: { endpoint: "authorize", scope: "openid offline_access", prompt: null },
  };
}
