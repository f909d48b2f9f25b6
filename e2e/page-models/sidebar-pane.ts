import type { FrameLocator, Page } from "playwright-core";
import { MicrosoftWindow } from "./microsoft-window.ts";
import { SalesforceWindow } from "./salesforce-window.ts";

/** The product's sidebar beside the open mail. */
export class SidebarPane {
  readonly outlook: Page;
  readonly frame: FrameLocator;

  constructor(outlook: Page, productName: string) {
    this.outlook = outlook;
    this.frame = outlook.frameLocator(`iframe[title="${productName}"]`);
  }

  /** Signs in with Salesforce in the window that opens, and comes back signed in. */
  async signIn(displayName: string): Promise<this> {
    const window = this.outlook.waitForEvent("popup");
    await this.frame.getByRole("button", { name: "Sign in with Salesforce" }).click();
    await new SalesforceWindow(await window).logIn(displayName);
    await this.see(/^Welcome, /);
    return this;
  }

  /** Signs in with Salesforce, which ends on a page that says no; gives that window. */
  async meetSalesforceWall(displayName: string): Promise<SalesforceWindow> {
    const window = this.outlook.waitForEvent("popup");
    await this.frame.getByRole("button", { name: "Sign in with Salesforce" }).click();
    const salesforce = new SalesforceWindow(await window);
    await salesforce.pickUser(displayName);
    return salesforce;
  }

  /** Pastes what the error page's address bar shows, and has it explained. */
  async pasteErrorPage(text: string): Promise<void> {
    await this.frame.getByRole("button", { name: "I saw an error page" }).click();
    await this.frame.getByLabel("Address or text of the error page").fill(text);
    await this.frame.getByRole("button", { name: "What does it mean?" }).click();
  }

  /** ☰, then *Set up sync*; gives the window at Microsoft. */
  async setUpSync(): Promise<MicrosoftWindow> {
    const window = this.outlook.waitForEvent("popup");
    await this.frame.getByRole("button", { name: "Menu" }).click();
    await this.frame.getByRole("menuitem", { name: "Set up sync" }).click();
    return new MicrosoftWindow(await window);
  }

  /** *Set up sync* on the bar at the top: the one press it takes. */
  pressSetUpSync(): Promise<MicrosoftWindow> {
    return this.press("Set up sync");
  }

  /** A button of the pane that opens a window at Microsoft. */
  async press(name: string): Promise<MicrosoftWindow> {
    const window = this.outlook.waitForEvent("popup");
    await this.frame.getByRole("button", { name }).click();
    return new MicrosoftWindow(await window);
  }

  async seeWall({ seconds = 15 }: { seconds?: number } = {}): Promise<this> {
    await this.frame
      .getByText(/Your organization has to approve/)
      .first()
      .waitFor({ timeout: seconds * 1000 });
    return this;
  }

  /** No bar says any more that somebody has to act. */
  async seeNoObstacle(): Promise<void> {
    await this.frame
      .getByText(/has to (approve|help|repair)|did not connect your mailbox/)
      .first()
      .waitFor({ state: "hidden" });
  }

  async see(text: string | RegExp): Promise<void> {
    await this.frame.getByText(text).first().waitFor();
  }

  /** The administrator's link, as *Copy the link* puts it on the clipboard. */
  async copyAdministratorLink(): Promise<string> {
    await this.outlook.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await this.frame.getByRole("button", { name: "Copy the link" }).click();
    await this.frame.getByText("Copied").first().waitFor();
    return this.outlook.evaluate(() => navigator.clipboard.readText());
  }

  async mailAdministrator(address: string): Promise<void> {
    await this.frame.getByRole("button", { name: "Ask my administrator" }).click();
    await this.frame.getByLabel("Administrator's email address").fill(address);
    await this.frame.getByRole("button", { name: "Send" }).click();
    await this.see(`The request is on its way to ${address}.`);
  }
}
