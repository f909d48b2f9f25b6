import { test } from "vitest";
import { ApprovalPage } from "../page-models/approval-page.ts";
import { meetTheWall } from "../page-models/meet-the-wall.ts";
import { MicrosoftWindow } from "../page-models/microsoft-window.ts";
import { RemediesPage } from "../page-models/remedies-page.ts";
import { describeInBrowser } from "../system/describe-in-browser.ts";
import { lookAtScreen } from "../system/look-at-screen.ts";

const looks = [
  { name: "wide-light", width: 1280, colorScheme: "light" },
  { name: "narrow-dark", width: 320, colorScheme: "dark" },
  { name: "wide-dark", width: 1280, colorScheme: "dark" },
  { name: "narrow-light", width: 320, colorScheme: "light" },
] as const;

describeInBrowser("an administrator has a change made, and taken back", (stage) => {
  let link = "";

  test("for a pilot group: chosen, shown exactly, applied, and the rep is connected without a click", async () => {
    const rep = await meetTheWall(stage);
    await rep.window.returnWithoutConsent();
    await rep.window.close();
    await rep.sidebar.seeWall();
    link = await rep.sidebar.copyAdministratorLink();
    const remedies = await goOn("Approve for a pilot group", await stage.openProfile(), "Isaiah Langer");
    await remedies.seeTitle("Approve Outrigger for a pilot group");
    await lookAtScreen(remedies.page, "remedies-choose");
    await remedies.choose(/Adele Vance/);
    await remedies.press("Show the exact change");
    await remedies.see("What will change");
    await remedies.openRequests();
    await lookAtScreen(remedies.page, "remedies-preview");
    await remedies.press("Apply");
    await remedies.see("Done. Nothing else has to be done here.");
    await remedies.see("1 of 1 waiting person connected");
    await lookAtScreen(remedies.page, "remedies-verified");
    await rep.sidebar.see("Signed in successfully");
    await remedies.press("Undo");
    await remedies.see("It was taken back");
    await lookAtScreen(remedies.page, "remedies-undone");
    await remedies.press("Sign out");
    await remedies.seeTitle("You are signed out");
    await lookAtScreen(remedies.page, "remedies-signed-out");
  });

  for (const { name, width, colorScheme } of looks) {
    test(`every step reads well, ${name}`, async () => {
      const profile = await stage.openProfile({ width, colorScheme });
      const policy = await goOn("Allow people to decide, for this app only", profile, "Megan Bowen");
      await policy.seeTitle("Let people decide, for Outrigger only");
      await policy.see("What will change");
      await policy.openRequests();
      await lookAtScreen(policy.page, `remedies-policy-${name}`);
      await policy.press("Apply");
      await policy.see("Done. Nothing else has to be done here.");
      await lookAtScreen(policy.page, `remedies-policy-applied-${name}`);
      await policy.press("Undo");
      await policy.see("It was taken back");
      const workflow = await goOn("Let people ask on Microsoft's own page", profile, "Megan Bowen");
      await workflow.see("Who answers the requests?");
      await workflow.page.getByRole("searchbox").fill("Megan");
      await workflow.choose(/Megan Bowen/);
      await lookAtScreen(workflow.page, `remedies-reviewers-${name}`);
    });
  }

  /** From the link to the change's own page, by Microsoft's sign-in. */
  async function goOn(
    way: string,
    profile: Awaited<ReturnType<typeof stage.openProfile>>,
    account: string,
  ): Promise<RemediesPage> {
    const approval = await ApprovalPage.open(profile, link);
    await approval.page.getByRole("button", { name: way }).click();
    await approval.page.getByRole("button", { name: "Sign in and see the exact change" }).click();
    const { page } = approval;
    const microsoft = new MicrosoftWindow(page);
    await page.waitForURL((url) => url.pathname !== "/approval");
    // Whoever has signed in, or agreed, in this browser before is not asked again.
    const title = page
      .getByRole("heading", { level: 1 })
      .or(page.getByRole("heading", { level: 2 }))
      .first();
    await title.waitFor();
    if (await page.getByRole("heading", { name: "Pick an account" }).isVisible()) {
      await microsoft.pickAccount(account);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
    }
    if (await page.getByRole("heading", { name: "Permissions requested" }).isVisible())
      await microsoft.accept();
    await page.waitForURL((url) => url.pathname === "/remedies");
    return new RemediesPage(approval.page);
  }
});
