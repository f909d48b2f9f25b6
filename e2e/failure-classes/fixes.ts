import { ApprovalPage } from "../page-models/approval-page.ts";
import { tallyClicks } from "../system/tally.ts";
import type { Fix, Play } from "./failure-class.ts";

/** The administrator opens the one link, approves, signs in, accepts. Choosing an account is the signing in: not counted. */
export function approveByLink(administrator = "Isaiah Langer") {
  return async ({ stage, sidebar }: Play, given?: string): Promise<Fix> => {
    const link = given ?? (await sidebar.copyAdministratorLink());
    const profile = await stage.openProfile();
    const tally = await tallyClicks(profile, stage.system.productUrl);
    const page = await ApprovalPage.open(profile, link);
    const microsoft = await page.approveFor("Contoso");
    await microsoft.pickAccount(administrator);
    tally.atVendor -= 1;
    await microsoft.seeTitle("Permissions requested");
    const grantedAt = Date.now();
    await microsoft.accept();
    return { by: `${administrator}, by the link`, tally, grantedAt };
  };
}
