import { test } from "vitest";
import { AdminPanel } from "../page-models/admin-panel.ts";
import { MicrosoftWindow } from "../page-models/microsoft-window.ts";
import { describeInBrowser } from "../system/describe-in-browser.ts";
import { lookAtScreen } from "../system/look-at-screen.ts";

describeInBrowser("the app registration", (stage) => {
  test("is tested by a sign-in that ends on a page saying what works", async () => {
    const panel = await AdminPanel.open(await stage.openProfile(), stage.system, "Pradeep Gupta");
    await panel.openPage("App registration");
    await panel.page.getByRole("button", { name: "Test the sign-in" }).click();
    const microsoft = new MicrosoftWindow(panel.page);
    await microsoft.pickAccount("Adele Vance");
    await microsoft.seeTitle("Permissions requested");
    await microsoft.accept();
    await panel.page.getByText(/Sign-in works/).waitFor();
    await panel.page.getByText("Microsoft's page showed an error").click();
    await panel.page.getByLabel("Error text or code").fill("AADSTS7000215: Invalid client secret provided.");
    await panel.page.getByRole("button", { name: "Explain" }).click();
    await panel.page.getByText(/Secret ID was copied instead of the Value/).waitFor();
    await lookAtScreen(panel.page, "registration-tested");
  });

  test("is checked with an administrator's sign-in", async () => {
    const panel = await AdminPanel.open(await stage.openProfile(), stage.system, "Pradeep Gupta");
    await panel.openPage("App registration");
    const check = panel.page.getByRole("button", { name: "Check as administrator" });
    await check.click();
    const microsoft = new MicrosoftWindow(panel.page);
    await microsoft.pickAccount("Megan Bowen");
    await microsoft.seeTitle("Permissions requested");
    await microsoft.accept();
    await check.click();
    await panel.page.getByText(/belongs to another tenant/).waitFor();
    await lookAtScreen(panel.page, "registration-checked");
  });
});
