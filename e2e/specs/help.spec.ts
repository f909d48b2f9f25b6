import { expect, test } from "vitest";
import { describeInBrowser } from "../system/describe-in-browser.ts";

describeInBrowser("help", (stage) => {
  test("is searched, filtered, and copied from by keyboard, without breaking the page's policy", async () => {
    const profile = await stage.openProfile();
    const page = await profile.newPage();
    const faults: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
    await page.goto(`${stage.system.productUrl}/help`);
    const field = page.getByRole("searchbox", { name: "Search in help" });
    await field.fill("guest");
    await page.getByText(/^\d+ of \d+ on this page/).waitFor();
    expect(await page.getByRole("link", { name: "Personal and guest accounts" }).isVisible()).toBe(true);
    expect(await page.getByRole("link", { name: "Connect your mailbox" }).isVisible()).toBe(false);

    await field.fill("AADSTS50105: The signed in user is not assigned to a role for the application.");
    await field.press("Enter");
    await page.getByRole("heading", { name: "Search in help" }).waitFor();
    await page.getByRole("main").getByRole("link").first().click();
    await page.waitForURL(/\/help\/error-codes#aadsts50105$/);

    const copy = page.getByRole("button", { name: /^Copy the link to: AADSTS50020/ });
    await copy.focus();
    await page.keyboard.press("Enter");
    await page.getByText("Link copied").waitFor();
    expect(page.url()).toMatch(/#aadsts50020$/);
    expect(await copy.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(faults).toEqual([]);
  });
});
