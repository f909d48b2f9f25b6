import type { Page } from "playwright-core";

/** A window at Microsoft's sign-in: account picker, consent, and the walls. Texts are Microsoft's own. */
export class MicrosoftWindow {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async pickAccount(displayName: string): Promise<this> {
    await this.seeTitle("Pick an account");
    await this.page.getByRole("button", { name: displayName }).click();
    return this;
  }

  /** Waits until the page with this title shows. */
  async seeTitle(title: string): Promise<this> {
    await this.page.getByRole("heading", { name: title }).waitFor();
    return this;
  }

  async accept(): Promise<void> {
    await this.page.getByRole("button", { name: "Accept" }).click();
  }

  async acceptForOrganization(): Promise<void> {
    await this.page.getByRole("checkbox", { name: "Consent on behalf of your organization" }).check();
    await this.accept();
  }

  async cancel(): Promise<void> {
    await this.page.getByRole("button", { name: "Cancel" }).click();
  }

  /** *Have an admin account?*, and then Back on the account page: Microsoft says no more than for the return link. */
  async cancelByOtherAccount(): Promise<void> {
    await this.page.getByRole("link", { name: "Have an admin account? Sign in with that account" }).click();
    await this.seeTitle("Pick an account");
    await this.page.getByRole("link", { name: "Back" }).click();
  }

  async returnWithoutConsent(): Promise<void> {
    await this.page.getByRole("link", { name: "Return to the application without granting consent" }).click();
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
