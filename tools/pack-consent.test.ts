import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const patience = 120_000;

let scratch: string;
let consumer: string;
let unpacked: string;
let packedFolder: string;

/** Packs a copy, so that a run of the tests never touches the workspace's own package.json. */
beforeAll(() => {
  scratch = mkdtempSync(join(realpathSync(tmpdir()), "pack-consent-"));
  const copy = join(scratch, "workspace");
  const folder = join(copy, "packages/consent");
  cpSync(join(root, "packages/consent"), folder, {
    recursive: true,
    filter: (path) => !/[/\\](dist|node_modules)$/.test(path),
  });
  for (const path of ["tsconfig.json", "LICENSE", "tools/pack-consent.ts"])
    cpSync(join(root, path), join(copy, path));
  writeFileSync(join(copy, "package.json"), '{"private":true,"type":"module"}');
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "junction");
  execFileSync("npm", ["pack", "--pack-destination", scratch], {
    cwd: folder,
    stdio: "pipe",
    shell: process.platform === "win32",
  });
  packedFolder = folder;

  consumer = join(scratch, "consumer");
  unpacked = join(consumer, "node_modules/@outrigger/consent");
  mkdirSync(unpacked, { recursive: true });
  const tarball = readdirSync(scratch).find((name) => name.endsWith(".tgz")) ?? "";
  execFileSync("tar", ["-xzf", join("..", tarball), "-C", unpacked, "--strip-components=1"], {
    cwd: consumer,
  });
  writeFileSync(join(consumer, "package.json"), '{"type":"module"}');
}, patience);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("leaves the workspace's manifest as it was", () => {
  const read = (folder: string) => readFileSync(join(folder, "package.json"), "utf8");
  expect(read(packedFolder)).toBe(read(join(root, "packages/consent")));
  expect(readdirSync(packedFolder)).not.toContain("LICENSE");
});

test("holds plain JavaScript with declarations, asks for nothing else, and is free to be published", () => {
  const manifest = JSON.parse(readFileSync(join(unpacked, "package.json"), "utf8"));
  expect(manifest).toMatchObject({ name: "@outrigger/consent", license: "Apache-2.0", type: "module" });
  expect(Object.keys(manifest)).not.toContain("private");
  expect(Object.keys(manifest).filter((key) => /dependencies|scripts/i.test(key))).toEqual([]);
  expect(readdirSync(unpacked).toSorted()).toEqual(["LICENSE", "README.md", "dist", "package.json"]);
  const files = readdirSync(join(unpacked, "dist"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.includes("."),
  );
  expect(files.filter((name) => !/\.(js|d\.ts)$/.test(name))).toEqual([]);
  const specifiers = files.flatMap((name) =>
    [...readFileSync(join(unpacked, "dist", name), "utf8").matchAll(/\bfrom "([^"]+)"/g)].map(
      (match) => match[1] ?? "",
    ),
  );
  expect(specifiers.length).toBeGreaterThan(50);
  expect(specifiers.filter((specifier) => !/^\.{1,2}\/.*\.js$/.test(specifier))).toEqual([]);
});

const USE = `
import { decide, diagnose, diagnoseAfterApproval, explain, parseConsentCase } from "@outrigger/consent";
const decision = decide(parseConsentCase({
  tenant: {
    id: "11111111-1111-4111-8111-111111111111",
    permissionGrantPoliciesAssigned: ["ManagePermissionGrantsForSelf.microsoft-user-default-recommended"],
    adminConsentWorkflow: { isEnabled: false, reviewerIds: [] },
    blockUserConsentForRiskyApps: true,
  },
  app: {
    appId: "0a0a0a0a-0000-4000-8000-00000000000a",
    homeTenantId: "11111111-1111-4111-8111-111111111111",
    signInAudience: "AzureADMyOrg",
    createdDateTime: "2026-03-01T00:00:00Z",
    verifiedPublisher: null,
    requiredResourceAccess: [],
    servicePrincipal: null,
  },
  user: { id: "adele", homeTenantId: "11111111-1111-4111-8111-111111111111", directoryRoles: [], isGuest: false },
  grants: [],
  request: { endpoint: "authorize", scope: "Mail.Read", prompt: null },
}));
const after = diagnoseAfterApproval({ clientId: "a", grants: [], requestedScopes: "Mail.Read", waitingUserIds: ["adele"] });
const seen = [
  decision.aadsts,
  explain("?error=access_denied&error_subcode=cancel").certainty,
  diagnose([{ kind: "user_answer", saw: "need_admin_approval" }]).causes[0]?.code,
  after.findings[0]?.code,
].join(" ");
`;
const SEEN = "AADSTS90094 ambiguous admin_approval_required nothing_granted";

/** Node as the machine has it, besides the one that npm scripts bring. */
function nodesOnPath(): string[] {
  const places = (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, process.platform === "win32" ? "node.exe" : "node"));
  return [...new Set(places.filter((path) => existsSync(path)).map((path) => realpathSync(path)))];
}

test.each(nodesOnPath())("works under %s", (node) => {
  writeFileSync(join(consumer, "use.mjs"), `${USE}console.log(seen);`);
  expect(execFileSync(node, ["use.mjs"], { cwd: consumer, encoding: "utf8" }).trim()).toBe(SEEN);
});

test(
  "goes into a browser's bundle without Node's modules",
  async () => {
    writeFileSync(join(consumer, "entry.js"), `${USE}globalThis.seen = seen;`);
    await build({
      root: consumer,
      configFile: false,
      logLevel: "silent",
      build: { target: "es2022", outDir: "bundle", rollupOptions: { input: join(consumer, "entry.js") } },
    });
    const [bundle = ""] = readdirSync(join(consumer, "bundle/assets"));
    const code = readFileSync(join(consumer, "bundle/assets", bundle), "utf8");
    expect(code).not.toMatch(/node:|\brequire\(|\bprocess\.|^import /m);
    const script = `await import(${JSON.stringify(`./bundle/assets/${bundle}`)}); console.log(globalThis.seen);`;
    const run = ["--input-type=module", "--eval", script];
    expect(execFileSync(process.execPath, run, { cwd: consumer, encoding: "utf8" }).trim()).toBe(SEEN);
  },
  patience,
);

test(
  "its declarations satisfy a strict program",
  () => {
    writeFileSync(join(consumer, "use.ts"), `${USE}export const text: string = seen;\n`);
    const options = {
      strict: true,
      module: "nodenext",
      target: "es2022",
      lib: ["es2023"],
      types: [],
      noEmit: true,
      skipLibCheck: false,
    };
    writeFileSync(
      join(consumer, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, files: ["use.ts"] }),
    );
    const tsc = join(root, "node_modules/.bin/tsc");
    expect(
      execFileSync(tsc, ["-p", "."], {
        cwd: consumer,
        encoding: "utf8",
        shell: process.platform === "win32",
      }),
    ).toBe("");
  },
  patience,
);

test("the examples of its README print what they say", () => {
  const readme = readFileSync(join(unpacked, "README.md"), "utf8");
  const examples = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");
  expect(examples.length).toBeGreaterThan(3);
  for (const [index, example] of examples.entries()) {
    const name = `example-${index}.mjs`;
    writeFileSync(join(consumer, name), example);
    const printed = execFileSync(process.execPath, [name], { cwd: consumer, encoding: "utf8" });
    const promised = [...example.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map((match) => match[1]);
    expect(promised).not.toEqual([]);
    expect(printed.trimEnd().split("\n")).toEqual(promised);
  }
});
