import type { BrowserContext, Page } from "playwright-core";
import type { System } from "../system/start-system.ts";
import { MicrosoftWindow } from "./microsoft-window.ts";

/** The Entra admin center, as the sandbox shows it. */
export class EntraAdminCenter {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(profile: BrowserContext, system: System, displayName: string): Promise<EntraAdminCenter> {
    const page = await profile.newPage();
    await page.goto(`${system.sandboxUrl}/entra`);
    await page.getByRole("button", { name: displayName }).click();
    return new EntraAdminCenter(page);
  }

  /** Enterprise applications → All applications → search; how many are found. */
  async searchApplications(text: string): Promise<number> {
    await this.page.getByRole("link", { name: "All applications" }).first().click();
    await this.page.getByRole("searchbox").fill(text);
    await this.page.getByRole("button", { name: "Search" }).click();
    await this.page.getByRole("status").filter({ hasText: "found" }).waitFor();
    return this.page.getByRole("table").getByRole("link", { name: text, exact: true }).count();
  }

  async openPermissions(application: string): Promise<void> {
    await this.page.getByRole("table").getByRole("link", { name: application, exact: true }).click();
    await this.page.getByRole("link", { name: "Permissions" }).click();
    await this.page.getByRole("heading", { name: `${application} | Permissions` }).waitFor();
  }

  async grantAdminConsent(tenant: string): Promise<void> {
    const popup = this.page.waitForEvent("popup", { timeout: 3000 }).catch(() => undefined);
    await this.page.getByRole("button", { name: `Grant admin consent for ${tenant}` }).click();
    const window = new MicrosoftWindow((await popup) ?? this.page);
    await window.seeTitle("Permissions requested");
    await window.accept();
  }

  /** On the Permissions page: takes one permission back that an administrator granted for everybody. */
  async revokePermission(claimValue: string): Promise<void> {
    await this.page
      .getByRole("combobox", { name: "Permission to revoke" })
      .selectOption({ label: claimValue });
    await this.page.getByRole("button", { name: "Revoke permission" }).click();
    await this.page.getByText("The permission was revoked.").waitFor();
  }

  /** The rows of the *Admin consent* tab after *Refresh*, by column. */
  async readAdminConsent(): Promise<Record<string, string>[]> {
    await this.page.getByRole("button", { name: "Refresh" }).click();
    await this.page.getByRole("tab", { name: "Admin consent" }).click();
    const table = this.page.getByRole("tabpanel").getByRole("table").first();
    await table.waitFor();
    const headers = await table.getByRole("columnheader").allInnerTexts();
    const rows = await this.page.getByRole("tabpanel").getByRole("row").all();
    const read = await Promise.all(rows.map((row) => row.getByRole("cell").allInnerTexts()));
    return read
      .filter((cells) => cells.length === headers.length)
      .map((cells) =>
        Object.fromEntries(headers.map((header, index) => [header.trim(), (cells[index] ?? "").trim()])),
      );
  }

  async setUserConsent(label: RegExp): Promise<void> {
    await this.page.getByRole("link", { name: "User consent settings" }).first().click();
    await this.page.getByRole("radio", { name: label }).check();
    await this.page.getByRole("button", { name: "Save" }).click();
    await this.page.getByRole("status").first().waitFor();
  }

  async setGroupOwnerConsent(label: RegExp): Promise<void> {
    await this.page.getByRole("link", { name: "User consent settings" }).first().click();
    await this.page.getByRole("radio", { name: label }).check();
    await this.page.getByRole("button", { name: "Save" }).click();
    await this.page.getByRole("status").first().waitFor();
  }

  /** Enterprise applications → Admin consent requests, and there one application's request. */
  async openAdminConsentRequests(application?: string): Promise<void> {
    await this.page.getByRole("link", { name: "Admin consent requests" }).first().click();
    await this.page.getByRole("heading", { name: "Admin consent requests", level: 1 }).waitFor();
    if (application === undefined) return;
    await this.page.getByRole("table").getByRole("link", { name: application, exact: true }).click();
    await this.page.getByRole("heading", { name: `${application} | Request details` }).waitFor();
  }

  /** On the request's page: Review permissions and consent, Accept. */
  async approveRequest(): Promise<void> {
    await this.page.getByRole("button", { name: "Review permissions and consent" }).click();
    const window = new MicrosoftWindow(this.page);
    await window.seeTitle("Permissions requested");
    await window.accept();
    await this.page.getByRole("status").filter({ hasText: "approved" }).waitFor();
  }

  async denyRequest(justification: string): Promise<void> {
    await this.#refuseRequest("Deny", justification);
  }

  async blockRequest(justification: string): Promise<void> {
    await this.#refuseRequest("Block", justification);
  }

  async #refuseRequest(verb: "Deny" | "Block", justification: string): Promise<void> {
    await this.page.getByLabel(`Justification to ${verb.toLowerCase()}`).fill(justification);
    await this.page.getByRole("button", { name: verb, exact: true }).click();
    await this.page
      .getByRole("status")
      .filter({ hasText: verb === "Deny" ? "denied" : "blocked" })
      .waitFor();
  }

  /** Properties of the application whose pages are open: *Assignment required?* */
  async setAssignmentRequired(isRequired: boolean): Promise<void> {
    await this.#setProperty("Assignment required?", isRequired);
  }

  /** Properties of the application whose pages are open: *Enabled for users to sign-in?* */
  async setEnabled(isEnabled: boolean): Promise<void> {
    await this.#setProperty("Enabled for users to sign-in?", isEnabled);
  }

  async #setProperty(legend: string, isYes: boolean): Promise<void> {
    await this.#openApplicationPage("Properties");
    await this.page
      .getByRole("group", { name: legend })
      .getByRole("radio", { name: isYes ? "Yes" : "No" })
      .check();
    await this.page.getByRole("button", { name: "Save" }).click();
    await this.page.getByRole("status").filter({ hasText: "saved" }).waitFor();
  }

  /** Users and groups of the application whose pages are open. */
  async assignUser(userPrincipalName: string): Promise<void> {
    await this.#openApplicationPage("Users and groups");
    await this.page.getByLabel("User principal name").fill(userPrincipalName);
    await this.page.getByRole("button", { name: "Assign" }).click();
    await this.page.getByRole("status").filter({ hasText: "assigned" }).waitFor();
  }

  async #openApplicationPage(name: string): Promise<void> {
    const menu = this.page.getByRole("navigation", { name: "Application", exact: true });
    const link = menu.getByRole("link", { name });
    if ((await link.count()) > 0) await link.click();
    await this.page.getByRole("heading", { name: `| ${name}` }).waitFor();
  }
}
