import type { BrowserContext, Page } from "playwright-core";
import type { System } from "../system/start-system.ts";

/** The sandbox's Salesforce pages. */
export class SalesforcePages {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(profile: BrowserContext, system: System, displayName: string): Promise<SalesforcePages> {
    const page = await profile.newPage();
    await page.goto(`${system.sandboxUrl}/salesforce`);
    await page.getByRole("button", { name: displayName }).click();
    await page.getByRole("heading", { name: `Welcome, ${displayName}` }).waitFor();
    return new SalesforcePages(page);
  }

  async listEmailSubjects(): Promise<string[]> {
    await this.page
      .getByRole("link", { name: /Email messages/i })
      .first()
      .click();
    await this.page.getByRole("heading", { name: /Email messages/i, level: 1 }).waitFor();
    const links = await this.page.getByRole("table").getByRole("row").getByRole("link").all();
    const texts = await Promise.all(links.map((link) => link.innerText()));
    return texts;
  }

  async openEmail(subject: string): Promise<void> {
    await this.page.getByRole("table").getByRole("link", { name: subject }).first().click();
    await this.page.getByRole("heading", { name: subject, level: 1 }).waitFor();
  }

  /** Setup, Connected Apps OAuth Usage: presses a button in the app's row. */
  async changeApp(action: string, appName: string): Promise<void> {
    await this.page.goto(`${new URL(this.page.url()).origin}/salesforce/setup/connected-apps-oauth-usage`);
    await this.page.getByRole("button", { name: `${action}: ${appName}` }).click();
    await this.page.getByRole("heading", { name: "Connected Apps OAuth Usage" }).waitFor();
  }

  async see(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }
}
