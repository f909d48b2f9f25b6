import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/**
 * `npm pack` in packages/consent: builds plain JavaScript and declarations into dist/, and describes them in the
 * package.json that is packed (docs/decisions/0007). `prepare` runs before, `restore` after; the folder is the package's.
 */
const folder = process.cwd();
const manifest = join(folder, "package.json");
const kept = join(folder, "package.json.kept");

/** What npm packs beside dist/ and the README; inside the workspace the sources themselves are the package. */
interface WorkspaceManifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
}

function prepare(): void {
  // A pack that was killed has left the other manifest; the kept one is the workspace's.
  restore();
  build();
  copyFileSync(join(folder, "../../LICENSE"), join(folder, "LICENSE"));
  const { name, version, description, license }: WorkspaceManifest = JSON.parse(
    readFileSync(manifest, "utf8"),
  );
  const published = {
    name,
    version,
    description,
    keywords: ["entra", "microsoft-365", "consent", "aadsts", "oauth", "admin-approval"],
    license,
    type: "module",
    sideEffects: false,
    engines: { node: ">=20" },
    exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
    files: ["dist"],
  };
  copyFileSync(manifest, kept);
  // In one step: whoever resolves the package meanwhile finds either the sources or what was just built from them.
  writeFileSync(`${manifest}.new`, `${JSON.stringify(published, null, 2)}\n`);
  renameSync(`${manifest}.new`, manifest);
}

function restore(): void {
  if (existsSync(kept)) renameSync(kept, manifest);
  rmSync(join(folder, "LICENSE"), { force: true });
}

function build(): void {
  const dist = join(folder, "dist");
  rmSync(dist, { recursive: true, force: true });
  const { status, stdout } = spawnSync("tsc", ["-p", "tsconfig.build.json"], {
    cwd: folder,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`The build failed:\n${stdout}`);
  // The compiler rewrites imports in JavaScript only; a declaration must not point at sources that are not packed.
  for (const name of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".d.ts")) continue;
    const path = join(dist, name);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replaceAll(/(from "\.{1,2}\/[^"]+)\.ts"/g, '$1.js"'));
  }
}

const [command] = process.argv.slice(2);
if (command === "prepare") prepare();
else if (command === "restore") restore();
else throw new Error("usage: pack-consent.ts prepare | restore");
