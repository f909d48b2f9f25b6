import { expect, test } from "vitest";
import { ApprovalPage } from "../page-models/approval-page.ts";
import { meetTheWall } from "../page-models/meet-the-wall.ts";
import { SalesforcePages } from "../page-models/salesforce-pages.ts";
import { describeInBrowser } from "../system/describe-in-browser.ts";

/** Seeded mail of Adele's last six days with a contact or lead, by folder; and mail that must stay out. */
const savedInbox = [
  "Purchase order 4471",
  "Re: Your renewal in December",
  "AW: Question after your talk in Hamburg",
];
const internal = ["Lunch tomorrow?", "Network maintenance on Saturday"];

describeInBrowser("after the connection the mail flows", (stage) => {
  test("customer mail of both folders is in Salesforce once, internal mail is not, and the sidebar says so", async () => {
    const rep = await meetTheWall(stage);
    await rep.window.returnWithoutConsent();
    await rep.sidebar.seeWall();
    const page = await ApprovalPage.open(
      await stage.openProfile(),
      await rep.sidebar.copyAdministratorLink(),
    );
    const microsoft = await page.approveFor("Contoso");
    await microsoft.pickAccount("Isaiah Langer");
    await microsoft.accept();
    await rep.sidebar.see("Signed in successfully");

    await rep.outlook.openMail("Purchase order 4471");
    await rep.sidebar.see("This email is saved");
    await rep.outlook.openMail("Lunch tomorrow?");
    await rep.sidebar.see("Only colleagues take part");

    const salesforce = await SalesforcePages.open(await stage.openProfile(), stage.system, "Pradeep Gupta");
    const subjects = await salesforce.listEmailSubjects();
    for (const subject of savedInbox) expect(subjects.filter((other) => other === subject)).toHaveLength(1);
    for (const subject of internal)
      expect(subjects.filter((other) => other.startsWith(subject))).toHaveLength(0);
    await salesforce.openEmail("Purchase order 4471");
    await salesforce.see("Diane Prescott");
    await salesforce.see("Omar Haddad");
    await salesforce.see("Northwind");
  });
});
