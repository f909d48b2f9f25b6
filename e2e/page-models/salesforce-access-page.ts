import type { BrowserContext, Page } from "playwright-core";

/** The page behind the Salesforce administrator's link. */
export class SalesforceAccessPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(profile: BrowserContext, link: string): Promise<SalesforceAccessPage> {
    const page = await profile.newPage();
    await page.goto(link);
    await page.getByRole("heading", { level: 1 }).waitFor();
    return new SalesforceAccessPage(page);
  }

  async see(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  async sayDone(): Promise<void> {
    await this.page.getByRole("button", { name: "I have done it" }).click();
    await this.page.getByRole("heading", { name: "Thank you" }).waitFor();
  }

  async decline(reason: string): Promise<void> {
    await this.page.getByRole("button", { name: "Decline", exact: true }).first().click();
    await this.page.getByLabel("Reason").fill(reason);
    await this.page.getByRole("button", { name: "Decline", exact: true }).last().click();
    await this.page.getByRole("heading", { name: /was declined/ }).waitFor();
  }
}
