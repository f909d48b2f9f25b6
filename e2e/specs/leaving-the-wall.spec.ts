import { expect, test } from "vitest";
import { meetTheWall } from "../page-models/meet-the-wall.ts";
import type { SidebarPane } from "../page-models/sidebar-pane.ts";
import { describeInBrowser } from "../system/describe-in-browser.ts";

describeInBrowser("leaving the wall", (stage) => {
  /** One sentence on what happened, who can fix it, and the administrator's link. */
  async function expectTheWallExplained(sidebar: SidebarPane): Promise<void> {
    await sidebar.seeWall();
    await sidebar.see(/an administrator of Contoso has to allow Outrigger/i);
    const link = await sidebar.copyAdministratorLink();
    expect(link).toMatch(new RegExp(`^${stage.system.productUrl}/approval#.{20,}`));
  }

  test("by the return link, the sidebar says what happened, who can fix it, and offers the link", async () => {
    const { sidebar, window } = await meetTheWall(stage, { displayName: "Adele Vance" });
    await window.returnWithoutConsent();
    await expectTheWallExplained(sidebar);
  });

  test("by closing the window, the same", async () => {
    const { sidebar, window } = await meetTheWall(stage, { displayName: "Alex Wilber" });
    await window.close();
    await expectTheWallExplained(sidebar);
  });

  test("by Cancel on the account page behind it, the same", async () => {
    const { sidebar, window } = await meetTheWall(stage, { displayName: "Pradeep Gupta" });
    await window.cancelByOtherAccount();
    await expectTheWallExplained(sidebar);
  });
});
