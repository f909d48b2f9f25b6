import { ApprovalPage } from "../page-models/approval-page.ts";
import { MicrosoftWindow } from "../page-models/microsoft-window.ts";
import { RemediesPage } from "../page-models/remedies-page.ts";
import { tallyClicks } from "../system/tally.ts";
import type { Fix, Play } from "./failure-class.ts";

/** The administrator opens the one link, approves, signs in, accepts. */
export function approveByLink(administrator = "Isaiah Langer") {
  return async ({ stage, sidebar }: Play, given?: string): Promise<Fix> => {
    const link = given ?? (await sidebar.copyAdministratorLink());
    const profile = await stage.openProfile();
    const tally = await tallyClicks(profile, stage.system.productUrl);
    const page = await ApprovalPage.open(profile, link);
    const microsoft = await page.approveFor("Contoso");
    await microsoft.pickAccount(administrator);
    tally.reset();
    await microsoft.seeTitle("Permissions requested");
    const grantedAt = Date.now();
    await microsoft.accept();
    return { by: `${administrator}, by the link`, tally, grantedAt };
  };
}

/** The same link, where the remedy is a change that the product makes with the administrator's sign-in. */
export function applyByLink(way: string, administrator = "Megan Bowen") {
  return async ({ stage, sidebar }: Play): Promise<Fix> => {
    const link = await sidebar.copyAdministratorLink();
    const profile = await stage.openProfile();
    const tally = await tallyClicks(profile, stage.system.productUrl);
    const { page } = await ApprovalPage.open(profile, link);
    await page.getByRole("button", { name: way }).click();
    await page.getByRole("button", { name: "Sign in and see the exact change" }).click();
    const microsoft = new MicrosoftWindow(page);
    await microsoft.pickAccount(administrator);
    tally.reset();
    await microsoft.seeTitle("Permissions requested");
    await microsoft.accept();
    await page.waitForURL((url) => url.pathname === "/remedies");
    const remedies = new RemediesPage(page);
    await remedies.see("What will change");
    const grantedAt = Date.now();
    await remedies.press("Apply");
    return { by: `${administrator}, by “${way}”`, tally, grantedAt };
  };
}

/** Something that nobody at a screen of the product has to press: an operator's setting, a policy elsewhere. */
export function changeElsewhere(by: string, scenario: Readonly<Record<string, unknown>>) {
  return async ({ stage }: Play): Promise<Fix> => {
    const grantedAt = Date.now();
    await stage.system.control("/_sandbox/scenario", scenario);
    return { by, tally: { inProduct: 0, atVendor: 0, vendorPages: [] }, grantedAt };
  };
}
