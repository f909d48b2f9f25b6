import type { Stage } from "../system/describe-in-browser.ts";
import type { MicrosoftWindow } from "./microsoft-window.ts";
import { OutlookPage } from "./outlook-page.ts";
import type { SidebarPane } from "./sidebar-pane.ts";

/** A rep who opened a customer's mail, signed in with Salesforce, chose *Set up sync*, and stands before the wall. */
export interface BlockedRep {
  readonly outlook: OutlookPage;
  readonly sidebar: SidebarPane;
  readonly window: MicrosoftWindow;
}

/** The way there, step by step: sign-in passes, mail does not, as Contoso's policy is the Microsoft-managed one. */
export async function meetTheWall(
  stage: Stage,
  {
    displayName = "Adele Vance",
    productName = "Outrigger",
  }: { displayName?: string; productName?: string } = {},
): Promise<BlockedRep> {
  const outlook = await OutlookPage.open(await stage.openProfile(), stage.system, displayName);
  await outlook.openFirstMail();
  const sidebar = await (await outlook.openSidebar(productName)).signIn(displayName);
  const window = await sidebar.setUpSync();
  await window.pickAccount(displayName);
  await window.seeTitle("Permissions requested");
  await window.accept();
  await window.seeTitle("Need admin approval");
  return { outlook, sidebar, window };
}
