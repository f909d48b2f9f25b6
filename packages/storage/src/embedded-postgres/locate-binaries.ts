import { access, cp, lstat, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { describeSystemError, EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { canReach, reachableFolder, type ServerAccount } from "./server-account.ts";

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the PostgreSQL that came with the npm packages. Makes the library links that its install script would make
 * (npm may run with scripts off), and copies everything to where the server's account can reach it, if it cannot.
 * @throws {EmbeddedPostgresError} when npm brought no PostgreSQL for this machine.
 */
export async function locateBinaries(account: ServerAccount | undefined): Promise<PostgresBinaries> {
  const packageFolder = findPlatformPackage();
  const native = join(packageFolder, "native");
  const isReachable = account === undefined || (await canReach(join(native, "bin", "postgres"), account));
  if (isReachable && (await linkLibraries(packageFolder))) return binariesIn(native);
  const copy = await copyPackage(packageFolder);
  await linkLibraries(copy);
  return binariesIn(join(copy, "native"));
}

function binariesIn(native: string): PostgresBinaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return {
    initdb: join(native, "bin", `initdb${suffix}`),
    postgres: join(native, "bin", `postgres${suffix}`),
  };
}

function findPlatformPackage(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    const fromWrapper = createRequire(require.resolve("embedded-postgres"));
    // The package's entry is dist/index.js.
    return dirname(dirname(fromWrapper.resolve(name)));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}; set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

function isLibraryLink(value: unknown): value is LibraryLink {
  return (
    typeof value === "object" &&
    value !== null &&
    "source" in value &&
    typeof value.source === "string" &&
    "target" in value &&
    typeof value.target === "string"
  );
}

/** False when the links are missing and may not be made here. */
async function linkLibraries(packageFolder: string): Promise<boolean> {
  const text = await readFile(join(packageFolder, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links: unknown = JSON.parse(text);
  for (const link of Array.isArray(links) ? links.filter(isLibraryLink) : []) {
    const target = join(packageFolder, link.target);
    const exists = await lstat(target).then(
      () => true,
      () => false,
    );
    if (exists) continue;
    const isLinked = await symlink(relative(dirname(target), join(packageFolder, link.source)), target).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === "EEXIST",
    );
    if (!isLinked) return false;
  }
  return true;
}

/** One copy per version; made under another name first, so that a broken copy is never taken for a whole one. */
async function copyPackage(packageFolder: string): Promise<string> {
  const text = await readFile(join(packageFolder, "package.json"), "utf8");
  const described: unknown = JSON.parse(text);
  const version =
    typeof described === "object" && described !== null && "version" in described
      ? String(described.version)
      : "0";
  const target = join(reachableFolder, `${basename(packageFolder)}-${version.replaceAll(/[^\w.-]/g, "_")}`);
  const exists = await access(target).then(
    () => true,
    () => false,
  );
  if (exists) return target;
  const part = `${target}.${process.pid}`;
  try {
    await mkdir(reachableFolder, { recursive: true, mode: 0o755 });
    await cp(packageFolder, part, { recursive: true, verbatimSymlinks: true });
    await rename(part, target).catch(async (error: NodeJS.ErrnoException) => {
      // Another starter was faster.
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
      await rm(part, { recursive: true, force: true });
    });
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `PostgreSQL's programs cannot be copied to ${reachableFolder}: ${describeSystemError(cause)}`,
      { cause },
    );
  }
  return target;
}
