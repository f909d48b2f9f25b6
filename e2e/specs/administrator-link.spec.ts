import { expect, test } from "vitest";
import { ApprovalPage } from "../page-models/approval-page.ts";
import { meetTheWall } from "../page-models/meet-the-wall.ts";
import { describeInBrowser } from "../system/describe-in-browser.ts";

describeInBrowser("way 4: the one administrator link", (stage) => {
  let link = "";

  test("a person without a consent role who opens the link gets told so", async () => {
    const rep = await meetTheWall(stage);
    await rep.window.returnWithoutConsent();
    await rep.sidebar.seeWall();
    link = await rep.sidebar.copyAdministratorLink();

    const page = await ApprovalPage.open(await stage.openProfile(), link);
    const microsoft = await page.approveFor("Contoso");
    await microsoft.pickAccount("Lidia Holloway");
    await microsoft.seeTitle("Need admin approval");
    await microsoft.returnWithoutConsent();
    await page.seeTitle("Your account has no role that may approve this");
    await page.see("Cloud Application Administrator");
  });

  test("the Cloud Application Administrator sees what is asked and why, grants, and the rep is connected", async () => {
    const rep = await meetTheWall(stage, { displayName: "Alex Wilber" });
    await rep.window.close();
    await rep.sidebar.seeWall();
    await rep.sidebar.mailAdministrator("isaiah@contoso.example");
    const mailed = await findMailedLink();

    const page = await ApprovalPage.open(await stage.openProfile(), mailed);
    await page.see(/Alex Wilber/);
    await page.see("Approve Outrigger for Contoso?");
    await page.see(/Reads the person's own mail/);
    expect(page.page.url()).not.toContain("#");
    const microsoft = await page.approveFor("Contoso");
    await microsoft.pickAccount("Isaiah Langer");
    await microsoft.seeTitle("Permissions requested");
    await microsoft.accept();

    await page.seeTitle("Outrigger is approved for Contoso");
    await page.see("Alex Wilber");
    await page.see("Mail.ReadWrite");
    await rep.sidebar.see("Signed in successfully");
  });

  async function findMailedLink(): Promise<string> {
    const outbox = JSON.stringify(await stage.system.readControl("/_sandbox/outbox"));
    const found = new RegExp(`${stage.system.productUrl}/approval#[\\w-]+`).exec(outbox)?.[0];
    if (!found) throw new Error("The outbox holds no mail with an approval link");
    return found;
  }
});
