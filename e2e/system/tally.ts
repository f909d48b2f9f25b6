import type { BrowserContext, Page } from "playwright-core";

/** What one person has done in one browser profile: presses by whose page they fell on, and the pages that were shown. */
export interface Tally {
  /** Presses on the product's own screens. */
  inProduct: number;
  /** Presses on the vendor's pages. */
  atVendor: number;
  /** First headings of the vendor's pages, in the order in which they appeared. */
  readonly vendorPages: string[];
  /** Counts anew from here. */
  reset(): void;
}

/** Counts real presses (`pointerdown` that the browser trusts) in every page and frame that the profile opens from now on. */
export async function tallyClicks(profile: BrowserContext, productUrl: string): Promise<Tally> {
  const tally: Tally = {
    inProduct: 0,
    atVendor: 0,
    vendorPages: [],
    reset: () => {
      tally.inProduct = 0;
      tally.atVendor = 0;
      tally.vendorPages.length = 0;
    },
  };
  await profile.exposeBinding("countPress", ({ frame }) => {
    if (frame.url().startsWith(productUrl)) tally.inProduct += 1;
    else tally.atVendor += 1;
  });
  await profile.addInitScript(() => {
    addEventListener(
      "pointerdown",
      (event) => {
        if (event.isTrusted) (globalThis as unknown as { countPress(): void }).countPress();
      },
      { capture: true },
    );
  });
  profile.on("page", (page) => page.on("domcontentloaded", () => void notePage(page, tally, productUrl)));
  return tally;
}

async function notePage(page: Page, { vendorPages }: Tally, productUrl: string): Promise<void> {
  if (page.url().startsWith(productUrl) || page.url().includes("/outlook")) return;
  // A page that redirects or closes at once shows nothing to anybody.
  const title = await page.title().catch(() => "");
  if (title !== "" && vendorPages.at(-1) !== title) vendorPages.push(title);
}
