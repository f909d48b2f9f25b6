import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { AdminPanel } from "../page-models/admin-panel.ts";
import { ApprovalPage } from "../page-models/approval-page.ts";
import { meetTheWall } from "../page-models/meet-the-wall.ts";
import { describeInBrowser } from "../system/describe-in-browser.ts";

const names = { PRODUCT_NAME: "Keel & Sons", PRODUCT_SHORT_NAME: "Keel", COMPANY_NAME: "Keel Shipyard" };

async function expectOwnNames(page: Page, where: string): Promise<void> {
  const texts = [await page.title()];
  for (const frame of page.frames()) texts.push(await frame.locator("body").innerText());
  const shown = `${where}:\n${texts.join("\n")}`;
  expect(shown).not.toMatch(/outrigger(?! Ltd)/i);
  expect(shown).toContain("Keel");
}

describeInBrowser(
  "the product's names come from configuration",
  (stage) => {
    test("on the sidebar, the approval page, the admin panel, in help and mail", async () => {
      const rep = await meetTheWall(stage, { productName: "Keel" });
      await rep.window.returnWithoutConsent();
      await rep.sidebar.seeWall();
      await expectOwnNames(rep.outlook.page, "sidebar");
      await rep.sidebar.mailAdministrator("isaiah@contoso.example");
      const outbox = JSON.stringify(await stage.system.readControl("/_sandbox/outbox"));
      expect(outbox).toContain("Please approve Keel & Sons for Contoso");
      expect(outbox).not.toMatch(/Outrigger/);

      const profile = await stage.openProfile();
      const approval = await ApprovalPage.open(profile, await rep.sidebar.copyAdministratorLink());
      await expectOwnNames(approval.page, "approval page");
      const panel = await AdminPanel.open(profile, stage.system, "Pradeep Gupta");
      await expectOwnNames(panel.page, "admin panel");
      const help = await profile.newPage();
      await help.goto(`${stage.system.productUrl}/help/need-admin-approval`);
      await expectOwnNames(help, "help");
      const manifest = await fetch(`${stage.system.productUrl}/sidebar/manifest.xml`);
      const xml = await manifest.text();
      expect(xml).toContain("Keel");
      expect(xml).not.toMatch(/Outrigger/);
    });
  },
  { serverSettings: names, sandboxSettings: names },
);
