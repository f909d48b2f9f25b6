import { expect, test } from "vitest";
import { EntraAdminCenter } from "../page-models/entra-admin-center.ts";
import { MicrosoftWindow } from "../page-models/microsoft-window.ts";
import { describeInBrowser, type Stage } from "../system/describe-in-browser.ts";

const application = "Outrigger";

/** A rep of Fabrikam at Microsoft's form, asking for the product's mailbox permissions. */
async function askForApproval(stage: Stage): Promise<MicrosoftWindow> {
  const { system } = stage;
  const page = await (await stage.openProfile()).newPage();
  const query = new URLSearchParams({
    client_id: "0a0a0a0a-0000-4000-8000-00000000000a",
    response_type: "code",
    redirect_uri: `${system.productUrl}/connect/microsoft/callback`,
    scope: "openid offline_access User.Read Mail.ReadWrite",
    login_hint: "diego@fabrikam.example",
  });
  await page.goto(`${system.sandboxUrl}/organizations/oauth2/v2.0/authorize?${query.toString()}`);
  const window = new MicrosoftWindow(page);
  await window.pickAccount("Diego Siciliani");
  await window.seeTitle("Approval required");
  await page.getByLabel("Enter justification for requesting this app").fill("Mail belongs in the CRM.");
  await page.getByRole("button", { name: "Request approval" }).click();
  await window.seeTitle("Request sent");
  return window;
}

async function meets(stage: Stage, title: string): Promise<void> {
  const outcome = await stage.system.control("/_sandbox/authorize", {
    url: `/organizations/oauth2/v2.0/authorize?${new URLSearchParams({
      client_id: "0a0a0a0a-0000-4000-8000-00000000000a",
      response_type: "code",
      redirect_uri: `${stage.system.productUrl}/connect/microsoft/callback`,
      scope: "User.Read Mail.ReadWrite",
    }).toString()}`,
    account: "diego@fabrikam.example",
  });
  expect(JSON.stringify(outcome)).toContain(title);
}

describeInBrowser("the approval workflow, from the request to the reviewer's answer", (stage) => {
  test("a reviewer approves in the admin center, and the person who asked is let in", async () => {
    await askForApproval(stage);
    const portal = await EntraAdminCenter.open(await stage.openProfile(), stage.system, "Nina Brandt");
    await portal.openAdminConsentRequests(application);
    await portal.page.getByText("Mail belongs in the CRM.").waitFor();
    await portal.approveRequest();
    await meets(stage, "code=");
  });

  test("a denied request may be sent again; a blocked application may not", async () => {
    await stage.system.control("/_sandbox/reset");
    await askForApproval(stage);
    const portal = await EntraAdminCenter.open(await stage.openProfile(), stage.system, "Nina Brandt");
    await portal.openAdminConsentRequests(application);
    await portal.denyRequest("Not now.");
    await askForApproval(stage);
    await portal.openAdminConsentRequests();
    await portal.openAdminConsentRequests(application);
    await portal.blockRequest("Never.");
    await meets(stage, "AADSTS7000112");
  });

  test("assignment and sign-in are switched in the application's properties", async () => {
    await stage.system.control("/_sandbox/reset");
    await askForApproval(stage);
    const portal = await EntraAdminCenter.open(await stage.openProfile(), stage.system, "Nina Brandt");
    await portal.openAdminConsentRequests(application);
    await portal.approveRequest();
    await portal.searchApplications(application);
    await portal.openPermissions(application);
    await portal.setAssignmentRequired(true);
    await meets(stage, "AADSTS50105");
    await portal.assignUser("diego@fabrikam.example");
    await meets(stage, "code=");
    await portal.setEnabled(false);
    await meets(stage, "AADSTS7000112");
  });
});
