import { test } from "vitest";
import { EntraAdminCenter } from "../page-models/entra-admin-center.ts";
import { meetTheWall } from "../page-models/meet-the-wall.ts";
import { describeInBrowser } from "../system/describe-in-browser.ts";

describeInBrowser("way 3: users may consent", (stage) => {
  test("group owner consent and Microsoft's managed policy change nothing for mail; allowing all apps does", async () => {
    const rep = await meetTheWall(stage);
    await rep.window.returnWithoutConsent();
    await rep.sidebar.seeWall();
    const portal = await EntraAdminCenter.open(await stage.openProfile(), stage.system, "Megan Bowen");

    await portal.setGroupOwnerConsent(/all group owners/i);
    await portal.setUserConsent(/Let Microsoft manage/);
    const stillBlocked = await rep.sidebar.setUpSync();
    await stillBlocked.seeTitle("Need admin approval");
    await stillBlocked.returnWithoutConsent();
    await rep.sidebar.seeWall();

    await portal.setUserConsent(/Allow user consent for (all )?apps$/);
    const window = await rep.sidebar.setUpSync();
    await window.seeTitle("Permissions requested");
    await window.accept();
    await rep.sidebar.see("Signed in successfully");
  });
});
