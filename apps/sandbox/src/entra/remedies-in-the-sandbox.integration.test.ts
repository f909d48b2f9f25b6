import { decide, parseScopes, type ConsentCase, type PermissionName, type Remedy } from "@outrigger/consent";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { directoryOf } from "../core/directory.ts";
import { graphPart } from "../graph/graph-part.ts";
import { buildConsentCase } from "./consent-case.ts";
import { arbitrarySituation, people } from "./testing/arbitrary-situation.ts";
import { carryOutRemedy, notInTheSandbox } from "./testing/carry-out-remedy.ts";
import { driveControl } from "./testing/drive-request.ts";
import { forgetTraces, patience, runs } from "./testing/property-runs.ts";
import { startSandbox, type SandboxUnderTest } from "./testing/sandbox-under-test.ts";
import { putScenario, stagePeople, stageSituation } from "./testing/stage-situation.ts";

let under: SandboxUnderTest;
beforeAll(async () => {
  under = await startSandbox({ parts: [graphPart] });
  await stagePeople(under);
  // "May replace": where it does, the button takes away what was granted before and is not listed (grant-admin-consent.md).
  await putScenario(under, { entraSettings: { portalGrantReplaces: false } });
});
afterAll(() => under.close());

test(
  "a remedy carried out in the sandbox removes the blockers that it claims to remove, and the person gets further",
  async () => {
    const done = new Set<Remedy["code"]>();
    await fc.assert(
      fc.asyncProperty(arbitrarySituation, fc.nat(), async ({ input, segment }, pick) => {
        // There the app is absent for two reasons under one code, and each has a remedy of its own.
        const isAbsent = input.request.prompt === "none" && input.app.servicePrincipal === null;
        fc.pre(!(isAbsent && input.app.signInAudience === "AzureADMyOrg"));
        const { blockers, remedies } = decide(input);
        const possible = remedies.filter(({ code }) => !notInTheSandbox.includes(code));
        const remedy = possible[pick % possible.length];
        fc.pre(remedy !== undefined);
        forgetTraces(under);
        await stageSituation(under, input);
        const requested = () => requestedBy(input);
        const changes = await carryOutRemedy({ under, input, segment, remedy, blockers, requested });
        done.add(remedy.code);
        const cured = readCase(input, { changes, isGrant: isGrant(remedy) });
        const after = decide(cured);
        const codes = after.blockers.map(({ code }) => code);
        const left = codes.filter((code) => remedy.removes.includes(code));
        expect({ remedy: remedy.code, left }).toEqual({ remedy: remedy.code, left: [] });
        const seen = await driveControl(under, { ...cured, segment });
        expect(seen).toEqual({ outcome: after.outcome, aadsts: after.aadsts });
        if (codes.length > 0) return;
        // A silent request without a grant stays silent; the next ordinary sign-in gets through.
        const prompt = cured.request.prompt === "none" ? null : cured.request.prompt;
        const next = await driveControl(under, { ...cured, request: { ...cured.request, prompt }, segment });
        expect(["code", "consent_prompt"]).toContain(next.outcome);
      }),
      runs(0.3),
    );
    expect(done.size).toBeGreaterThan(15);
  },
  patience,
);

/** At /adminconsent the remedy is that somebody with a role opens the link. */
function readCase(
  input: ConsentCase,
  { changes, isGrant }: { changes: Partial<ConsentCase["request"]>; isGrant: boolean },
): ConsentCase {
  const { context } = under.sandbox;
  const { tenants, applications, users } = directoryOf(context);
  const request = { ...input.request, ...changes };
  const takesOver = isGrant && request.endpoint === "adminconsent";
  const built = buildConsentCase(context, {
    tenant: tenants.get(input.tenant.id)!,
    app: applications.find(({ appId }) => appId === input.app.appId)!,
    user: users.get(takesOver ? people.administrator.id : input.user.id)!,
    endpoint: request.endpoint,
    scope: request.scope,
    prompt: request.prompt ?? undefined,
  });
  return { ...built, request };
}

function isGrant({ code }: Remedy): boolean {
  return ["admin_consent_link", "admin_signs_in_first", "graph_grant", "grant_in_portal"].includes(code);
}

/** What a grant must cover: the named permissions, and the static list where `.default` asks for it. */
function requestedBy({ app, request }: ConsentCase): PermissionName[] {
  const { permissions, defaultResources } = parseScopes(request.scope);
  if (defaultResources.length === 0) return permissions;
  const { applications } = directoryOf(under.sandbox.context);
  const registered = applications.find(({ appId }) => appId === app.appId)!;
  const listed = registered.requiredResourceAccess.flatMap(({ resourceAppId, scopes }) =>
    scopes.map((value) => ({ resourceAppId, value })),
  );
  return [...permissions, ...listed];
}
