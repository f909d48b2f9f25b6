import type { BrowserContext, Page } from "playwright-core";
import type { System } from "../system/start-system.ts";
import { SidebarPane } from "./sidebar-pane.ts";

/** Outlook on the web, as the sandbox shows it. */
export class OutlookPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(profile: BrowserContext, system: System, displayName: string): Promise<OutlookPage> {
    const page = await profile.newPage();
    await page.goto(`${system.sandboxUrl}/outlook`);
    await page.getByRole("button", { name: displayName }).click();
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
    return new OutlookPage(page);
  }

  async openFolder(name: string): Promise<this> {
    await this.page.getByRole("navigation", { name: "Folders" }).getByRole("link", { name }).click();
    await this.page.getByRole("heading", { name, level: 1 }).waitFor();
    return this;
  }

  async openMail(subject: string): Promise<this> {
    await this.page
      .getByRole("region", { name: "Message list" })
      .getByRole("link", { name: subject })
      .first()
      .click();
    await this.page.getByRole("heading", { name: subject, level: 2 }).waitFor();
    return this;
  }

  async openFirstMail(): Promise<this> {
    await this.page
      .getByRole("region", { name: "Message list" })
      .getByRole("listitem")
      .first()
      .getByRole("link")
      .click();
    await this.page.getByRole("toolbar").waitFor();
    return this;
  }

  /** The pane as it stands: it stays open over a reload. */
  sidebar(productName = "Outrigger"): SidebarPane {
    return new SidebarPane(this.page, productName);
  }

  async openSidebar(productName = "Outrigger"): Promise<SidebarPane> {
    await this.page.getByRole("toolbar").getByRole("button", { name: productName }).click();
    return this.sidebar(productName);
  }
}
