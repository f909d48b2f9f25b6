import { expect, test } from "vitest";
import { AdminPanel } from "../page-models/admin-panel.ts";
import { ApprovalPage } from "../page-models/approval-page.ts";
import { meetTheWall } from "../page-models/meet-the-wall.ts";
import { describeInBrowser } from "../system/describe-in-browser.ts";
import { lookAtScreen } from "../system/look-at-screen.ts";

const looks = [
  { name: "wide-light", width: 1280, colorScheme: "light" },
  { name: "narrow-dark", width: 320, colorScheme: "dark" },
  { name: "wide-dark", width: 1280, colorScheme: "dark" },
  { name: "narrow-light", width: 320, colorScheme: "light" },
] as const;

describeInBrowser("an approval that is mailed, forwarded and followed up", (stage) => {
  let mailedLink = "";

  async function readOutbox(): Promise<{ to: string[]; text: string }[]> {
    const answer = await fetch(`${stage.system.sandboxUrl}/_sandbox/outbox`);
    return ((await answer.json()) as { messages: { to: string[]; text: string }[] }).messages;
  }

  const linkIn = (text: string | undefined): string => /http\S+\/approval#[\w-]+/.exec(text ?? "")![0];

  test("the rep says what Microsoft's page said, asks by mail, and sees that somebody is on it", async () => {
    const rep = await meetTheWall(stage);
    await rep.window.returnWithoutConsent();
    await rep.window.page.getByRole("heading", { name: "Your organization has a say in this" }).waitFor();
    await lookAtScreen(rep.window.page, "dialog-administrator");
    await rep.window.close();
    await rep.sidebar.seeWall();
    await rep.sidebar.frame.getByRole("button", { name: "I saw something else" }).click();
    await rep.sidebar.frame.getByRole("button", { name: "Something else", exact: true }).click();
    await rep.sidebar.frame.getByLabel("What did it say?").fill("AADSTS50105: Your administrator has …");
    await lookAtScreen(rep.outlook.page, "sidebar-page-text");
    await rep.sidebar.frame.getByRole("button", { name: "Find out" }).click();
    await rep.sidebar.see("Contoso lets only assigned people use Outrigger");
    await lookAtScreen(rep.outlook.page, "sidebar-barred");

    await rep.sidebar.mailAdministrator("isaiah@contoso.example");
    await rep.sidebar.see("Mailed to i…@contoso.example,");
    mailedLink = linkIn((await readOutbox())[0]?.text);
    const page = await ApprovalPage.open(await stage.openProfile(), mailedLink);
    await rep.sidebar.see("An administrator opened the link,");
    await lookAtScreen(rep.outlook.page, "sidebar-wall-opened");

    await page.page.getByRole("button", { name: "Forward it to somebody else" }).click();
    await page.page.getByLabel("Your colleague's email address").fill("megan@contoso.example");
    await page.page.getByRole("button", { name: "Forward", exact: true }).click();
    await page.see("Forwarded to megan@contoso.example.");
    const forwarded = (await readOutbox()).find(({ to }) => to.includes("megan@contoso.example"));
    expect(linkIn(forwarded?.text)).not.toBe(mailedLink);
  });

  for (const { name, width, colorScheme } of looks) {
    test(`the page with every fold open, the approvals and the settings, ${name}`, async () => {
      const profile = await stage.openProfile({ width, colorScheme });
      const page = await ApprovalPage.open(profile, mailedLink);
      for (const fold of [
        "Every permission, one by one",
        "What each way opens",
        "Forward it to somebody else",
      ]) {
        await page.page.getByRole("button", { name: fold }).click();
      }
      await page.see("Copy a link for a colleague");
      await lookAtScreen(page.page, `approval-folds-${name}`, { isWhole: true });
      const panel = await AdminPanel.open(profile, stage.system, "Pradeep Gupta");
      await panel.openPage("Approvals");
      await panel.page.getByText("The link mailed to i…@contoso.example was opened").waitFor();
      await panel.page.getByText(/links? given out/).click();
      await lookAtScreen(panel.page, `panel-approval-timeline-${name}`, { isWhole: true });
      await panel.page.getByRole("button", { name: "Ask somebody else" }).click();
      await lookAtScreen(panel.page, `panel-approval-escalate-${name}`);
      await panel.page.getByRole("button", { name: "Cancel" }).click();
      await panel.openPage("Settings");
      await panel.page.getByLabel("Days until a reminder").waitFor();
      await lookAtScreen(panel.page, `panel-settings-follow-up-${name}`, { isWhole: true });
    });
  }

  test("the organization's admin reminds, and revokes one link alone", async () => {
    const panel = await AdminPanel.open(await stage.openProfile(), stage.system, "Pradeep Gupta");
    await panel.openPage("Approvals");
    await panel.page.getByRole("button", { name: /^Remind the administrators/ }).click();
    await panel.page.getByText("2 reminders sent.").waitFor();
    await panel.page.getByText(/links? given out/).click();
    await panel.page.getByRole("button", { name: "Revoke the link: m…@contoso.example" }).first().click();
    await panel.page.getByText("The link of m…@contoso.example was revoked by Pradeep Gupta").waitFor();
    const page = await ApprovalPage.open(await stage.openProfile(), mailedLink);
    await page.seeTitle("Approve Outrigger for Contoso?");
  });
});
