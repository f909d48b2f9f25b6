import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import type { Frame, Page } from "playwright-core";
import { expect } from "vitest";

const picturesFolder = fileURLToPath(new URL("../../test-results/pictures/", import.meta.url));
const docsFolder = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));

/** Pictures that the documents show; `UPDATE_PICTURES=1` takes them anew. */
const documented = new Set(["sidebar-saved", "sidebar-wall", "approval"]);

/**
 * Holds the page on screen to what every screen of ours keeps: nothing serious for a screen reader (axe), nothing wider
 * than the window. Leaves a picture of it.
 */
export async function lookAtScreen(
  page: Page,
  name: string,
  /** Also what lies below the edge of the window. */
  { isWhole = false }: { isWhole?: boolean } = {},
): Promise<void> {
  // Skeletons stand in for what is still on its way; polling goes on for ever, so silence of the network is no sign.
  await page.locator("[aria-busy=true]").first().waitFor({ state: "detached" });
  await Promise.all(page.frames().map(waitForAnimations));
  const findings = await new AxeBuilder({ page })
    // Fluent's own focus markers around open dialogs and menus: hidden, and focusable on purpose.
    .exclude("[data-tabster-dummy]")
    // A mail's body runs no script, so axe cannot look into it.
    .exclude("iframe[sandbox]")
    .analyze();
  const grave = findings.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(grave.map(({ id, nodes }) => `${name}: ${id} at ${nodes[0]?.target.join(" ")}`)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${name} is wider than its window`).toBeLessThanOrEqual(0);
  mkdirSync(picturesFolder, { recursive: true });
  await page.screenshot({ path: join(picturesFolder, `${name}.png`), fullPage: isWhole });
  if (process.env["UPDATE_PICTURES"] && documented.has(name)) {
    mkdirSync(docsFolder, { recursive: true });
    await page.screenshot({ path: join(docsFolder, `${name}.png`) });
  }
}

/** What is half faded in is half transparent, which axe takes for its colour. What turns for ever is not waited for. */
async function waitForAnimations(frame: Frame): Promise<void> {
  await frame
    .evaluate(async () => {
      const ending = document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
      await Promise.allSettled(ending.map(({ finished }) => finished));
    })
    // A frame that went away meanwhile, or one without script, has nothing to wait for.
    .catch(() => undefined);
}
