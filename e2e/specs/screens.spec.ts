import { test } from "vitest";
import { AdminPanel } from "../page-models/admin-panel.ts";
import { ApprovalPage } from "../page-models/approval-page.ts";
import { EntraAdminCenter } from "../page-models/entra-admin-center.ts";
import { meetTheWall } from "../page-models/meet-the-wall.ts";
import { OutlookPage } from "../page-models/outlook-page.ts";
import { SalesforcePages } from "../page-models/salesforce-pages.ts";
import { describeInBrowser } from "../system/describe-in-browser.ts";
import { lookAtScreen } from "../system/look-at-screen.ts";

const panelPages = [
  "Overview",
  "Users",
  "Approvals",
  "Posture",
  "Permissions",
  "Issues",
  "Runs",
  "Audit",
  "App registration",
  "Settings",
];
const looks = [
  { name: "wide-light", width: 1280, colorScheme: "light" },
  { name: "wide-dark", width: 1280, colorScheme: "dark" },
  { name: "narrow-light", width: 320, colorScheme: "light" },
  { name: "narrow-dark", width: 320, colorScheme: "dark" },
] as const;

describeInBrowser("every screen reads well, narrow and wide, light and dark", (stage) => {
  let link = "";

  test("the sidebar at the wall, and on a saved mail", async () => {
    const rep = await meetTheWall(stage);
    await rep.window.returnWithoutConsent();
    await rep.window.close();
    await rep.sidebar.seeWall();
    await rep.outlook.openMail("Purchase order 4471");
    await rep.sidebar.see("Diane Prescott");
    await lookAtScreen(rep.outlook.page, "sidebar-wall");
    link = await rep.sidebar.copyAdministratorLink();

    const page = await ApprovalPage.open(await stage.openProfile(), link);
    await lookAtScreen(page.page, "approval");
    const microsoft = await page.approveFor("Contoso");
    await microsoft.pickAccount("Isaiah Langer");
    await microsoft.seeTitle("Permissions requested");
    await lookAtScreen(microsoft.page, "microsoft-accept-for-organization");
    await microsoft.accept();
    await page.seeTitle("Outrigger is approved for Contoso");
    await lookAtScreen(page.page, "approval-granted");

    await rep.sidebar.see("Signed in successfully");
    await rep.sidebar.see("This email is saved");
    await lookAtScreen(rep.outlook.page, "sidebar-saved");
  });

  for (const { name, width, colorScheme } of looks) {
    test(`the admin panel, the approval page and the help, ${name}`, async () => {
      const profile = await stage.openProfile({ width, colorScheme });
      const approval = await ApprovalPage.open(profile, link);
      await lookAtScreen(approval.page, `approval-${name}`);
      const panel = await AdminPanel.open(profile, stage.system, "Pradeep Gupta");
      for (const page of panelPages) {
        await panel.openPage(page);
        await lookAtScreen(panel.page, `panel-${page.toLowerCase().replace(" ", "-")}-${name}`);
      }
      const help = await profile.newPage();
      await help.goto(`${stage.system.productUrl}/help`);
      await lookAtScreen(help, `help-${name}`);
      await help
        .getByRole("link", { name: /Need admin approval/ })
        .first()
        .click();
      await lookAtScreen(help, `help-article-${name}`);
      await help.goto(`${stage.system.productUrl}/help/error-codes#oauth_app_blocked`);
      await lookAtScreen(help, `help-error-codes-${name}`);
      await help.goto(`${stage.system.productUrl}/help?q=blocked+app`);
      await lookAtScreen(help, `help-search-${name}`);
      await help.goto(`${stage.system.productUrl}/sidebar/`);
      await help.getByRole("heading").first().waitFor();
      await lookAtScreen(help, `sidebar-outside-outlook-${name}`);
    });
  }

  for (const width of [320, 1280]) {
    test(`the sandbox's own pages at ${width} px`, async () => {
      const profile = await stage.openProfile({ width });
      const portal = await EntraAdminCenter.open(profile, stage.system, "Megan Bowen");
      await portal.searchApplications("Outrigger");
      await lookAtScreen(portal.page, `entra-applications-${width}`);
      await portal.openPermissions("Outrigger");
      await lookAtScreen(portal.page, `entra-permissions-${width}`);
      await portal.setUserConsent(/Let Microsoft manage/);
      await lookAtScreen(portal.page, `entra-user-consent-${width}`);
      const salesforce = await SalesforcePages.open(profile, stage.system, "Adele Vance");
      await salesforce.listEmailSubjects();
      await lookAtScreen(salesforce.page, `salesforce-mail-${width}`);
      await salesforce.openEmail("Purchase order 4471");
      await lookAtScreen(salesforce.page, `salesforce-record-${width}`);
      const outlook = await OutlookPage.open(profile, stage.system, "Adele Vance");
      await lookAtScreen(outlook.page, `outlook-${width}`);
      await outlook.openMail("Purchase order 4471");
      await lookAtScreen(outlook.page, `outlook-mail-${width}`);
    });
  }
});
