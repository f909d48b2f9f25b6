import { expect, test } from "vitest";
import type { CommandIo } from "./command-io.ts";
import { runConsentDecide } from "./consent-decide.ts";

const TENANT = "11111111-1111-4111-8111-111111111111";
const CASE = {
  tenant: {
    id: TENANT,
    displayName: "Contoso",
    permissionGrantPoliciesAssigned: ["ManagePermissionGrantsForSelf.microsoft-user-default-recommended"],
    customPolicies: [],
    classifications: [],
    adminConsentWorkflow: { isEnabled: false, reviewerIds: [] },
    blockUserConsentForRiskyApps: true,
  },
  app: {
    appId: "0a0a0a0a-0000-4000-8000-00000000000a",
    displayName: "Outrigger",
    homeTenantId: TENANT,
    signInAudience: "AzureADMyOrg",
    createdDateTime: "2026-03-01T00:00:00Z",
    verifiedPublisher: null,
    requiredResourceAccess: [],
    servicePrincipal: null,
  },
  user: { id: "adele", homeTenantId: TENANT, directoryRoles: [], isGuest: false },
  grants: [],
  request: { endpoint: "authorize", scope: "openid Mail.ReadWrite", prompt: null },
};

async function run(input: string, argv: readonly string[] = []) {
  const written = { output: "", error: "" };
  const io: CommandIo = {
    readInput: async () => input,
    writeOutput: (text) => void (written.output += text),
    writeError: (text) => void (written.error += text),
  };
  const exitCode = await runConsentDecide(argv, io);
  return { exitCode, ...written };
}

test("prints the decision of one case", async () => {
  const { exitCode, output } = await run(JSON.stringify(CASE));
  expect(exitCode).toBe(0);
  expect(JSON.parse(output)).toMatchObject({ outcome: "need_admin_approval", aadsts: "AADSTS90094" });
});

test("prints a list for a list with --batch, in the same order", async () => {
  const admin = { ...CASE, user: { ...CASE.user, directoryRoles: ["Global Administrator"] } };
  const { output } = await run(JSON.stringify([CASE, admin]), ["--batch"]);
  expect(JSON.parse(output).map((decision: { outcome: string }) => decision.outcome)).toEqual([
    "need_admin_approval",
    "consent_prompt",
  ]);
});

test("a bad case in a batch spoils none of the others, and is told in its place", async () => {
  const cases = [CASE, { ...CASE, grants: [{}] }, null, "x", CASE];
  const { exitCode, output, error } = await run(JSON.stringify(cases), ["--batch"]);
  expect(exitCode).toBe(1);
  expect(error).toBe("");
  const decided = { outcome: "need_admin_approval" };
  expect(JSON.parse(output)).toMatchObject([
    decided,
    {
      error: {
        code: "invalid_case",
        path: "grants[0].consentType",
        message: expect.stringContaining("is missing"),
      },
    },
    { error: { code: "invalid_case", message: "the case must be an object" } },
    { error: { code: "invalid_case", message: "the case must be an object" } },
    decided,
  ]);
});

test("an empty batch is an empty list", async () => {
  expect(await run("[]", ["--batch"])).toMatchObject({ exitCode: 0, output: "[]\n" });
});

test("reads past a byte order mark, and takes --json for what it does anyway", async () => {
  expect((await run(`\uFEFF${JSON.stringify(CASE)}`, ["--json"])).exitCode).toBe(0);
});

test("decides for another time with --now", async () => {
  const scope = "https://outlook.office365.com/EWS.AccessAsUser.All";
  const input = JSON.stringify({ ...CASE, request: { ...CASE.request, scope } });
  const codes = async (argv: string[]) =>
    JSON.parse((await run(input, argv)).output).blockers.map((blocker: { code: string }) => blocker.code);
  expect(await codes([])).toContain("ews_retired");
  expect(await codes(["--now", "2026-01-01T00:00:00Z"])).not.toContain("ews_retired");
});

test.each([
  ["", [], "standard input is empty"],
  ["{", [], "not valid JSON"],
  ["[]", [], "the case must be an object"],
  ["{}", [], "tenant is missing"],
  [
    JSON.stringify({ ...CASE, user: { ...CASE.user, isGuest: "no" } }),
    [],
    "user.isGuest must be true or false",
  ],
  [JSON.stringify(CASE), ["--batch"], "must hold a list"],
  [JSON.stringify(CASE), ["--all"], "unknown argument --all"],
  [JSON.stringify(CASE), ["--now", "soon"], "--now must be"],
])("refuses wrong input in one line with exit code 2: %s %j", async (input, argv, message) => {
  const { exitCode, output, error } = await run(input, argv);
  expect(exitCode).toBe(2);
  expect(output).toBe("");
  expect(error).toContain(message);
  expect(error.trim().split("\n")).toHaveLength(1);
});
