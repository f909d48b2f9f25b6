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

  /** *Use another account*, typed. */
  async useAnotherAccount(address: string): Promise<void> {
    await this.seeTitle("Pick an account");
    await this.page.getByText("Use another account").click();
    await this.page.getByLabel("Email, phone, or Skype").fill(address);
    await this.page.getByRole("button", { name: "Next" }).click();
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
    await this.switchAccount();
    await this.seeTitle("Pick an account");
    await this.page.getByRole("link", { name: "Back" }).click();
  }

  /** *Have an admin account? Sign in with that account*. */
  async switchAccount(): Promise<void> {
    await this.page.getByRole("link", { name: "Have an admin account? Sign in with that account" }).click();
  }

  /** Chooses the account where it is asked for; a window that needs nobody closes by itself. */
  async goOnAs(displayName: string): Promise<void> {
    const account = this.page.getByRole("button", { name: displayName });
    await Promise.race([account.click(), this.page.waitForEvent("close")]).catch(() => undefined);
  }

  /** *Approve sign in request*: what the phone would do. */
  async approveSignIn(): Promise<void> {
    await this.page.getByRole("button", { name: /approve/i }).click();
  }

  /** Microsoft's own form for asking the reviewers. */
  async requestApproval(justification: string): Promise<void> {
    await this.page.getByLabel("Enter justification for requesting this app").fill(justification);
    await this.page.getByRole("button", { name: "Request approval" }).click();
    await this.seeTitle("Request sent");
  }

  async backToApp(): Promise<void> {
    await this.page.getByRole("link", { name: "Back to app" }).click();
  }

  async returnWithoutConsent(): Promise<void> {
    await this.page.getByRole("link", { name: "Return to the application without granting consent" }).click();
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
