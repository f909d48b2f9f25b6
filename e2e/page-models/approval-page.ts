import type { BrowserContext, Page } from "playwright-core";
import { MicrosoftWindow } from "./microsoft-window.ts";

/** The page behind the administrator's link. */
export class ApprovalPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(profile: BrowserContext, link: string): Promise<ApprovalPage> {
    const page = await profile.newPage();
    await page.goto(link);
    await page.getByRole("heading", { level: 1 }).waitFor();
    return new ApprovalPage(page);
  }

  async approveFor(tenant: string): Promise<MicrosoftWindow> {
    await this.page.getByRole("button", { name: `Approve for ${tenant}` }).click();
    return new MicrosoftWindow(this.page);
  }

  async see(text: string | RegExp): Promise<this> {
    await this.page.getByText(text).first().waitFor();
    return this;
  }

  async seeTitle(title: string | RegExp): Promise<this> {
    await this.page.getByRole("heading", { name: title, level: 1 }).waitFor();
    return this;
  }
}
