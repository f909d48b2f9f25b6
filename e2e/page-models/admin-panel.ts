import type { BrowserContext, Page } from "playwright-core";
import type { System } from "../system/start-system.ts";
import { SalesforceWindow } from "./salesforce-window.ts";

/** The admin panel. */
export class AdminPanel {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(profile: BrowserContext, system: System, displayName: string): Promise<AdminPanel> {
    const page = await profile.newPage();
    await page.goto(`${system.productUrl}/admin`);
    await page.getByRole("link", { name: "Sign in with Salesforce" }).click();
    await new SalesforceWindow(page).logIn(displayName);
    await page.getByRole("heading", { name: headingOf("Overview"), level: 1 }).waitFor();
    return new AdminPanel(page);
  }

  async openPage(name: string): Promise<this> {
    // On a narrow window the navigation is a menu of its own.
    const menu = this.page.getByRole("button", { name: "Open the menu" });
    const places = this.page.getByRole("navigation", { name: "Admin panel" });
    // Which of the two it is shows only once the panel knows how wide it is.
    await menu.or(places).first().waitFor();
    if (await menu.isVisible()) await menu.click();
    await places.getByRole("link", { name }).click();
    await this.page.getByRole("heading", { name: headingOf(name), level: 1 }).waitFor();
    return this;
  }

  userRow(displayName: string) {
    return this.page.getByRole("row").filter({ hasText: displayName });
  }

  /** The row's gear menu, *Force delete*, and the dialog's confirmation. */
  async forceDelete(displayName: string): Promise<void> {
    await this.page.getByRole("button", { name: `Actions for ${displayName}` }).click();
    await this.page.getByRole("menuitem", { name: /Force delete/ }).click();
    const dialog = this.page.getByRole("dialog").or(this.page.getByRole("alertdialog"));
    await dialog.getByRole("button", { name: /Force delete/ }).click();
    await dialog.waitFor({ state: "detached" });
  }
}

/** The first page asks its question instead of repeating its name. */
function headingOf(page: string): string {
  return page === "Overview" ? "Is everyone working?" : page;
}
