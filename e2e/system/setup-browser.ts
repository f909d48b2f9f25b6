import type { TestProject } from "vitest/node";
import { prepareBrowser, type BrowserBinary } from "./open-browser.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Null where no browser starts on this machine: the specs are then skipped. */
    browserBinary: BrowserBinary | null;
  }
}

/** Unpacks the browser once for all spec files, which run in several processes. */
export async function setup(project: TestProject): Promise<void> {
  try {
    project.provide("browserBinary", await prepareBrowser());
  } catch (error) {
    // On a machine of ours the browser specs are not optional: CI fails instead of passing without them.
    if (process.env["CI"]) throw error;
    console.warn(`BROWSER SPECS SKIPPED: ${error instanceof Error ? error.message : String(error)}`);
    project.provide("browserBinary", null);
  }
}
