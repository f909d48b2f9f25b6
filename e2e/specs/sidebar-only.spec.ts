import { expect, test } from "vitest";
import { AdminPanel } from "../page-models/admin-panel.ts";
import { meetTheWall } from "../page-models/meet-the-wall.ts";
import { OutlookPage } from "../page-models/outlook-page.ts";
import { describeInBrowser } from "../system/describe-in-browser.ts";
import { lookAtScreen } from "../system/look-at-screen.ts";

describeInBrowser("without any mailbox permission", (stage) => {
  test("a blocked rep saves the open mail; with the sidebar only nobody meets the wall", async () => {
    const rep = await meetTheWall(stage);
    await rep.window.returnWithoutConsent();
    await rep.sidebar.seeWall();
    await rep.outlook.openMail("Purchase order 4471");
    await rep.sidebar.see("Diane Prescott");
    await rep.sidebar.frame.getByRole("button", { name: "Save to Salesforce" }).click();
    await rep.sidebar.see("This email is saved");

    const panel = await AdminPanel.open(await stage.openProfile(), stage.system, "Pradeep Gupta");
    await panel.openPage("Permissions");
    await panel.page.getByRole("button", { name: "Choose Sidebar only" }).click();
    const dialog = panel.page.getByRole("alertdialog");
    await dialog.getByText("Turns off: Saving mail by itself.").waitFor();
    await lookAtScreen(panel.page, "choose-sidebar-only");
    await dialog.getByRole("button", { name: "Choose Sidebar only" }).click();
    await panel.page.getByText("In use", { exact: true }).waitFor();

    await rep.sidebar.see("Automatic saving is off: your organization chose the sidebar only.");
    const alex = await OutlookPage.open(await stage.openProfile(), stage.system, "Alex Wilber");
    await alex.openFirstMail();
    const sidebar = await (await alex.openSidebar()).signIn("Alex Wilber");
    await sidebar.see("Automatic saving is off: your organization chose the sidebar only.");
    await lookAtScreen(alex.page, "sidebar-only");
    await sidebar.frame.getByRole("button", { name: "Menu" }).click();
    await sidebar.frame.getByRole("menuitem", { name: "Sign out" }).waitFor();
    expect(await sidebar.frame.getByText("Set up sync").count()).toBe(0);
    expect(await sidebar.frame.getByText("has to approve").count()).toBe(0);
  });
});
