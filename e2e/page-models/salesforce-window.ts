import type { Page } from "playwright-core";

/** A window at Salesforce's sign-in. */
export class SalesforceWindow {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async pickUser(displayName: string): Promise<void> {
    await this.page.getByRole("button", { name: displayName }).click();
  }

  /** Salesforce's own error page; gives its address, which is all that tells the causes apart. */
  async seeErrorPage(): Promise<string> {
    await this.page.getByRole("heading", { name: "OAuth Error" }).waitFor();
    return this.page.url();
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  /** Logs in and allows access, where it is asked. */
  async logIn(displayName: string): Promise<void> {
    await this.pickUser(displayName);
    await this.allow();
  }

  /** Where the person is logged in. Asked only the first time: an approval is remembered, and the window closes by itself. */
  async allow(): Promise<void> {
    const allow = this.page.getByRole("button", { name: "Allow" });
    await Promise.race([
      allow.click(),
      this.page.waitForEvent("close"),
      this.page.waitForURL(/\/(sidebar|admin)/),
    ]).catch((error: unknown) => {
      if (!this.page.isClosed()) throw error;
    });
  }
}
