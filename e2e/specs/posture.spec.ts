import { expect, test } from "vitest";
import { AdminPanel } from "../page-models/admin-panel.ts";
import { EntraAdminCenter } from "../page-models/entra-admin-center.ts";
import { meetTheWall } from "../page-models/meet-the-wall.ts";
import { MicrosoftWindow } from "../page-models/microsoft-window.ts";
import { describeInBrowser } from "../system/describe-in-browser.ts";
import { lookAtScreen } from "../system/look-at-screen.ts";

const looks = [
  { name: "wide-light", width: 1280, colorScheme: "light" },
  { name: "wide-dark", width: 1280, colorScheme: "dark" },
  { name: "narrow-light", width: 320, colorScheme: "light" },
  { name: "narrow-dark", width: 320, colorScheme: "dark" },
] as const;

describeInBrowser("the posture of a Microsoft tenant", (stage) => {
  test("before anybody has read it, the page says so and tells what the defaults would mean", async () => {
    const rep = await meetTheWall(stage);
    await rep.window.returnWithoutConsent();
    await rep.sidebar.seeWall();
    const { page } = await (
      await AdminPanel.open(await stage.openProfile(), stage.system, "Pradeep Gupta")
    ).openPage("Posture");
    await page.getByText("Nobody has read these settings yet").waitFor();
    await page.getByRole("button", { name: "Read the settings" }).waitFor();
    for (const { name, width } of looks.filter(({ colorScheme }) => colorScheme === "light")) {
      await page.setViewportSize({ width, height: 800 });
      await lookAtScreen(page, `posture-unread-${name}`);
    }
  });

  test("an administrator reads it: who sees what, what blocks, and the least fix", async () => {
    const panel = await AdminPanel.open(await stage.openProfile(), stage.system, "Pradeep Gupta");
    const { page } = await panel.openPage("Posture");
    await page.getByRole("button", { name: "Read the settings" }).click();
    const microsoft = await new MicrosoftWindow(page).pickAccount("Megan Bowen");
    await microsoft.seeTitle("Permissions requested");
    await microsoft.accept();

    await page
      .getByText(/with the sign-in of Megan Bowen/)
      .first()
      .waitFor({ timeout: 30_000 });
    const matrix = page.getByRole("table", { name: "Who will see what in Contoso" });
    const ordinary = matrix.getByRole("row").filter({ hasText: "Ordinary user" });
    await ordinary.getByText("Need admin approval").first().waitFor();
    await matrix
      .getByRole("row")
      .filter({ hasText: "Global Administrator" })
      .getByText("Is asked, may accept")
      .first()
      .waitFor();
    await page.getByText("This blocks people").waitFor();
    await page.getByText(/Who can change it: Cloud Application Administrator/).waitFor();
    // The setting that decides is one click away.
    await ordinary.getByText("Need admin approval").first().click();
    await ordinary
      .getByText(/permissionGrantPoliciesAssigned|Setting/)
      .first()
      .waitFor();
    expect(await page.getByRole("table", { name: "Permissions granted in Contoso" }).count()).toBe(1);
  });

  for (const { name, width, colorScheme } of looks) {
    test(`reads well, ${name}`, async () => {
      const profile = await stage.openProfile({ width, colorScheme });
      const { page } = await (
        await AdminPanel.open(profile, stage.system, "Pradeep Gupta")
      ).openPage("Posture");
      await page.getByText("Who will see what").first().waitFor();
      await lookAtScreen(page, `posture-${name}`);
      const { height } = await page.evaluate(() => ({ height: document.documentElement.scrollHeight }));
      await page.setViewportSize({ width, height });
      await lookAtScreen(page, `posture-whole-${name}`);
    });
  }

  test("a permission revoked in the admin center raises a notice, on Posture and on the overview, until it is dismissed", async () => {
    const portal = await EntraAdminCenter.open(await stage.openProfile(), stage.system, "Megan Bowen");
    await portal.searchApplications("Outrigger");
    await portal.openPermissions("Outrigger");
    await portal.grantAdminConsent("Contoso");
    const panel = await AdminPanel.open(await stage.openProfile(), stage.system, "Pradeep Gupta");
    const { page } = await panel.openPage("Posture");
    await page.getByRole("button", { name: "Sign in to keep watching" }).click();
    // What she let the app read before covers this: no second question.
    await new MicrosoftWindow(page).pickAccount("Megan Bowen");
    await page.getByText("Megan Bowen lets these settings be read every day.").waitFor();
    await page.getByText("2 readings so far").waitFor();

    await portal.revokePermission("Mail.ReadWrite");
    await page.getByRole("button", { name: "Read now" }).click();
    const notice = page.getByText(/Contoso grants Outrigger fewer permissions than before/);
    await notice.waitFor();
    await panel.openPage("Overview");
    await notice.waitFor();
    await lookAtScreen(page, "overview-with-notice");
    await page.getByRole("button", { name: /^Dismiss:/ }).click();
    await notice.waitFor({ state: "detached" });

    await panel.openPage("Posture");
    await page.getByRole("button", { name: "Stop watching" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Stop watching" }).click();
    await page.getByRole("button", { name: "Sign in to keep watching" }).waitFor();
  });
});
