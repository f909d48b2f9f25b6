import type { TestBrowser, Visit } from "./test-browser.ts";

/** Goes through Salesforce's pages, saying yes to everything, until they lead back into the product. */
export async function passSalesforce(
  browser: TestBrowser,
  way: { readonly productUrl: string; readonly surface: "sidebar" | "admin"; readonly username: string },
): Promise<Visit> {
  const stopAt = (url: URL): boolean =>
    url.origin === way.productUrl && url.pathname !== "/sign-in/salesforce/callback";
  let page = await browser.visit(`${way.productUrl}/sign-in/salesforce/start?surface=${way.surface}`, {
    stopAt,
  });
  for (let step = 0; step < 4 && page.url.origin !== way.productUrl; step += 1) {
    const isLogin = page.body.includes(`value="${way.username}"`);
    page = await browser.press(page, isLogin ? way.username : /allow/i, { stopAt });
  }
  return page;
}
