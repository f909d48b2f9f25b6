import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, inject, type TestContext } from "vitest";
import { openBrowser } from "./open-browser.ts";
import { startSystem, type System, type SystemOptions } from "./start-system.ts";

const resultsFolder = fileURLToPath(new URL("../../test-results/e2e/", import.meta.url));

/** What a browser spec plays on. */
export interface Stage {
  /** Product and sandbox of this spec file. */
  readonly system: System;
  /** A browser profile of its own: one person at one machine. Closed after the test. */
  openProfile(options?: { width?: number; colorScheme?: "light" | "dark" }): Promise<BrowserContext>;
}

const binary = inject("browserBinary");

/**
 * Specs in a real Chromium against the whole product and its sandbox, both started for this block; skipped where no
 * browser starts. A failed test leaves a picture of every open page under `test-results/e2e`.
 */
export function describeInBrowser(
  name: string,
  define: (stage: Stage) => void,
  options?: SystemOptions,
): void {
  describe.skipIf(binary === null)(name, () => {
    let system: System | undefined;
    let browser: Browser | undefined;
    let profiles: BrowserContext[] = [];

    beforeAll(async () => {
      if (!binary) throw new Error("No browser starts here");
      [system, browser] = await Promise.all([startSystem(options), openBrowser(binary)]);
    });
    afterEach(async (context) => {
      if (context.task.result?.state === "fail") await photographPages(profiles, context);
      await Promise.all(profiles.map((profile) => profile.close()));
      profiles = [];
    });
    afterAll(async () => {
      await browser?.close();
      await system?.stop();
    });

    define({
      get system() {
        if (!system) throw new Error("The system is started before the first test");
        return system;
      },
      openProfile: async ({ width = 1280, colorScheme = "light" } = {}) => {
        if (!browser) throw new Error("The browser is started before the first test");
        const profile = await browser.newContext({
          viewport: { width, height: 800 },
          locale: "en-US",
          colorScheme,
        });
        profile.setDefaultTimeout(15_000);
        profiles.push(profile);
        return profile;
      },
    });
  });
}

async function photographPages(profiles: readonly BrowserContext[], { task }: TestContext): Promise<void> {
  mkdirSync(resultsFolder, { recursive: true });
  const base = task.name.replaceAll(/[^a-z0-9]+/gi, "-").slice(0, 60);
  const pages = profiles.flatMap((profile) => profile.pages());
  for (const [index, page] of pages.entries()) {
    // A page that hangs must not hide the failure that is being reported.
    await page
      .screenshot({ path: join(resultsFolder, `${base}-${index + 1}.png`), timeout: 5000 })
      .catch(() => undefined);
  }
}
