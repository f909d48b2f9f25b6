import type { Page } from "playwright-core";

/** The page where an administrator who signed in at Microsoft looks at a change and has it made. */
export class RemediesPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async seeTitle(title: string | RegExp): Promise<this> {
    await this.page.getByRole("heading", { name: title, level: 1 }).waitFor();
    return this;
  }

  async see(text: string | RegExp): Promise<this> {
    await this.page.getByText(text).first().waitFor();
    return this;
  }

  async choose(name: string | RegExp): Promise<void> {
    await this.page.getByRole("checkbox", { name }).check();
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).click();
  }

  async openRequests(): Promise<void> {
    await this.page.getByRole("button", { name: /^The exact/ }).click();
    await this.page.locator("pre").waitFor();
  }
}
