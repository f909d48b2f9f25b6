import { expect, test } from "vitest";
import type { MicrosoftWindow } from "../page-models/microsoft-window.ts";
import { OutlookPage } from "../page-models/outlook-page.ts";
import type { SidebarPane } from "../page-models/sidebar-pane.ts";
import { describeInBrowser } from "../system/describe-in-browser.ts";

describeInBrowser("leaving the wall", (stage) => {
  /** Adele opens a customer's mail, signs in with Salesforce and sets up the sync, up to the wall. */
  async function goToTheWall(): Promise<{ sidebar: SidebarPane; window: MicrosoftWindow }> {
    await stage.system.control("/_sandbox/reset");
    const outlook = await OutlookPage.open(await stage.openProfile(), stage.system, "Adele Vance");
    await outlook.openMail("Purchase order 4471");
    const sidebar = await (await outlook.openSidebar()).signIn("Adele Vance");
    const window = await sidebar.setUpSync();
    await window.pickAccount("Adele Vance");
    await window.seeTitle("Permissions requested");
    await window.accept();
    await window.seeTitle("Need admin approval");
    return { sidebar, window };
  }

  async function expectTheWallExplained(sidebar: SidebarPane): Promise<void> {
    await sidebar.seeWall();
    await sidebar.see(/an administrator of Contoso has to allow Outrigger/i);
    const link = await sidebar.copyAdministratorLink();
    expect(link).toMatch(new RegExp(`^${stage.system.productUrl}/approval#.{20,}`));
  }

  test("by the return link, the sidebar says what happened, who can fix it, and offers the link", async () => {
    const { sidebar, window } = await goToTheWall();
    await window.returnWithoutConsent();
    await expectTheWallExplained(sidebar);
  });

  test("by closing the window, the same", async () => {
    const { sidebar, window } = await goToTheWall();
    await window.close();
    await expectTheWallExplained(sidebar);
  });

  test("by going back to the account and Cancel, the same", async () => {
    const { sidebar, window } = await goToTheWall();
    await window.cancelByOtherAccount();
    await expectTheWallExplained(sidebar);
  });
});
