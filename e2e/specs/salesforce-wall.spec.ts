import { expect, test } from "vitest";
import { AdminPanel } from "../page-models/admin-panel.ts";
import { OutlookPage } from "../page-models/outlook-page.ts";
import { SalesforceAccessPage } from "../page-models/salesforce-access-page.ts";
import { SalesforcePages } from "../page-models/salesforce-pages.ts";
import { SalesforceWindow } from "../page-models/salesforce-window.ts";
import type { SidebarPane } from "../page-models/sidebar-pane.ts";
import { ApiClient } from "../system/api-client.ts";
import { describeInBrowser } from "../system/describe-in-browser.ts";
import { lookAtScreen } from "../system/look-at-screen.ts";

describeInBrowser("Salesforce's own wall", (stage) => {
  const scenario = (apps: object) =>
    stage.system.control("/_sandbox/scenario", { salesforce: { apps: [apps] } });

  async function openPane(displayName: string): Promise<SidebarPane> {
    const outlook = await OutlookPage.open(await stage.openProfile(), stage.system, displayName);
    await outlook.openFirstMail();
    return outlook.openSidebar();
  }

  test("an app that is not installed: pasted address, link, installation, sign-in", async () => {
    await scenario({ installed: false });
    const sidebar = await openPane("Alex Wilber");
    const window = await sidebar.meetSalesforceWall("Alex Wilber");
    const address = await window.seeErrorPage();
    await window.close();

    await sidebar.see("Your Salesforce administrator has to allow Outrigger once.");
    await lookAtScreen(sidebar.outlook, "salesforce-wall");
    await sidebar.pasteErrorPage(address);
    await sidebar.see("The app must be installed in the Salesforce organization first");
    await sidebar.see("Who can fix it: Salesforce administrator.");
    await lookAtScreen(sidebar.outlook, "salesforce-wall-explained");

    await sidebar.frame.getByRole("button", { name: "Ask my administrator" }).click();
    await sidebar.frame.getByLabel("Your name").fill("Alex Wilber");
    const link = await sidebar.copyAdministratorLink();
    expect(link).toMatch(new RegExp(`^${stage.system.productUrl}/salesforce-access#.{20,}`));
    await lookAtScreen(sidebar.outlook, "salesforce-wall-asked");

    const administrator = await stage.openProfile();
    const page = await SalesforceAccessPage.open(administrator, link);
    await page.see("Alex Wilber asks");
    await page.see("The app must be installed in the Salesforce organization first");
    await lookAtScreen(page.page, "salesforce-access");
    const setup = await SalesforcePages.open(administrator, stage.system, "Pradeep Gupta");
    await setup.changeApp("Install", "Outrigger");
    await page.sayDone();

    await sidebar.see("Your administrator says it is done.");
    const second = sidebar.outlook.waitForEvent("popup");
    await sidebar.frame.getByRole("button", { name: "Sign in with Salesforce" }).click();
    await new SalesforceWindow(await second).allow();
    await sidebar.see(/^Welcome, /);
    await page.page.reload();
    // The token left the address bar, so the link is opened again, as from the mail.
    const again = await SalesforceAccessPage.open(administrator, link);
    await again.see("Outrigger works with Salesforce");
  });

  test("a blocked app comes back with its cause, and the administrator declines", async () => {
    await scenario({ blocked: true });
    const sidebar = await openPane("Adele Vance");
    const window = await sidebar.meetSalesforceWall("Adele Vance");
    await window.page.getByRole("heading", { name: /administrator has blocked the app/ }).waitFor();
    await lookAtScreen(window.page, "salesforce-refused");
    await window.page.getByRole("link", { name: "Go on in Outlook" }).click();
    await sidebar.see("Salesforce's administrator has blocked the app");
    await sidebar.frame.getByRole("button", { name: "Ask my administrator" }).click();
    const link = await sidebar.copyAdministratorLink();
    const page = await SalesforceAccessPage.open(await stage.openProfile(), link);
    await page.decline("We use another tool.");
    await sidebar.see("“We use another tool.”");
    await scenario({ blocked: false, installed: true });
  });

  test("the administrator of the organization diagnoses Salesforce", async () => {
    const profile = await stage.openProfile();
    const panel = await AdminPanel.open(profile, stage.system, "Pradeep Gupta");
    await panel.openPage("Salesforce");
    await panel.page.getByRole("button", { name: "Diagnose Salesforce" }).click();
    await panel.page.getByRole("heading", { name: "The app is installed" }).waitFor();
    await panel.page.getByRole("button", { name: "Compare with Salesforce" }).click();
    await panel.page.getByText("Salesforce knows the consumer key with this callback URL").waitFor();
    await lookAtScreen(panel.page, "panel-salesforce-diagnosed");
  });

  for (const { name, width, colorScheme } of [
    { name: "wide-dark", width: 1280, colorScheme: "dark" },
    { name: "narrow-light", width: 320, colorScheme: "light" },
    { name: "narrow-dark", width: 320, colorScheme: "dark" },
  ] as const) {
    test(`its screens, ${name}`, async () => {
      const profile = await stage.openProfile({ width, colorScheme });
      const asked = await new ApiClient(stage.system).call("POST", "/api/salesforce-access", {
        name: "Alex",
        cause: "app_must_be_installed",
      });
      const { link } = (await asked.json()) as { link: string };
      const page = await SalesforceAccessPage.open(profile, link);
      await lookAtScreen(page.page, `salesforce-access-${name}`);
      const panel = await AdminPanel.open(profile, stage.system, "Pradeep Gupta");
      await panel.openPage("Salesforce");
      await panel.page.getByRole("button", { name: "Diagnose Salesforce" }).click();
      await panel.page.getByRole("heading", { name: "The app is installed" }).waitFor();
      await lookAtScreen(panel.page, `panel-salesforce-${name}`);
    });
  }
});
