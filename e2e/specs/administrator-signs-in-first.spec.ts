import { test } from "vitest";
import { AdminPanel } from "../page-models/admin-panel.ts";
import { meetTheWall } from "../page-models/meet-the-wall.ts";
import { OutlookPage } from "../page-models/outlook-page.ts";
import { describeInBrowser } from "../system/describe-in-browser.ts";

describeInBrowser("way 2: the Global Administrator signs in first", (stage) => {
  test("ticks the box for everybody, is then removed for good, and the rep's connection goes on", async () => {
    const rep = await meetTheWall(stage);
    await rep.window.returnWithoutConsent();
    await rep.sidebar.seeWall();

    const outlook = await OutlookPage.open(await stage.openProfile(), stage.system, "Megan Bowen");
    await outlook.openFirstMail();
    const sidebar = await (await outlook.openSidebar()).signIn("Megan Bowen");
    const window = await sidebar.setUpSync();
    await window.pickAccount("Megan Bowen");
    // The sign-in stage asks for itself, then the mailbox stage: the box is offered on both pages.
    await window.seeTitle("Permissions requested");
    await window.acceptForOrganization();
    await window.seeTitle("Permissions requested");
    await window.acceptForOrganization();
    await sidebar.see("Signed in successfully");
    await rep.sidebar.see("Signed in successfully");

    const panel = await AdminPanel.open(await stage.openProfile(), stage.system, "Pradeep Gupta");
    await panel.openPage("Users");
    await panel.userRow("Megan Bowen").waitFor();
    await panel.forceDelete("Megan Bowen");
    await panel.userRow("Megan Bowen").waitFor({ state: "detached" });
    await panel.userRow("Adele Vance").filter({ hasText: "Connected" }).waitFor();

    await outlook.page.reload();
    await outlook.openFirstMail();
    await outlook.sidebar().frame.getByRole("button", { name: "Sign in with Salesforce" }).waitFor();
    await rep.outlook.page.reload();
    await rep.outlook.openMail("Purchase order 4471");
    await rep.outlook.sidebar().see("This email is saved");
  });
});
