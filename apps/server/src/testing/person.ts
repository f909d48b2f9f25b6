import { getMailboxConnection, type MailboxConnection } from "@outrigger/api-contract";
import type { TestBrowser } from "./test-browser.ts";
import type { TestServer } from "./start-test-server.ts";

/** What somebody does on Microsoft's pages. */
export type Choice = "accept" | "accept_for_organization" | "cancel" | "return" | "request_approval";

/** The window at Microsoft and how it ended. */
export interface EndedWindow {
  readonly authorizationId: string;
  /** Titles of Microsoft's pages, in order. */
  readonly pages: string[];
  /** What our last page was told; undefined when Microsoft kept the window. */
  readonly outcome: string | undefined;
  /** Of a blocked window: who can go on. */
  readonly turn: string | undefined;
}

export interface WindowChoices {
  readonly signIn?: readonly Choice[];
  readonly mailbox?: readonly Choice[];
  /** Who signs in in the window; the person themselves unless told. */
  readonly account?: string;
  /** Whom Microsoft finds signed in at a silent request; the account unless told. */
  readonly silent?: string;
}

/** One person of the demo company with a session in the product, who does what the sidebar lets them do. */
export class Person {
  readonly #server: TestServer;
  readonly address: string;
  readonly browser: TestBrowser;

  constructor(server: TestServer, address: string, browser: TestBrowser) {
    this.#server = server;
    this.address = address;
    this.browser = browser;
  }

  /** Signs in with Salesforce. */
  static async signIn(server: TestServer, address: string): Promise<Person> {
    return new Person(server, address, await server.signIn(address));
  }

  call(method: string, path: string, body?: unknown) {
    return this.browser.call(method, this.#server.productUrl + path, body);
  }

  async mailbox(): Promise<MailboxConnection> {
    const answer = await this.call("GET", "/api/mailbox-connection");
    if (answer.status !== 200) throw new Error(`The mailbox answered ${JSON.stringify(answer)}`);
    return getMailboxConnection.output.parse(answer.body);
  }

  /** Asks for the window's address; the window is not opened yet. */
  async askForWindow(): Promise<{ authorizationId: string; startUrl: string }> {
    const { body } = await this.call("POST", "/api/mailbox-connection/authorizations", {
      mailboxAddress: this.address,
    });
    return { authorizationId: body.authorizationId, startUrl: this.#server.productUrl + body.startUrl };
  }

  /** Opens the window: the address it stands on, at Microsoft or on our last page. */
  async openWindow(): Promise<{ authorizationId: string; url: URL }> {
    const { authorizationId, startUrl } = await this.askForWindow();
    return { authorizationId, url: await this.follow(startUrl) };
  }

  /** Goes to one of our addresses; where it leads, at Microsoft or on our last page. */
  async follow(address: string | URL): Promise<URL> {
    const isEnd = (url: URL): boolean =>
      url.origin === this.#server.sandboxUrl || url.pathname === "/sidebar/dialog.html";
    const visit = await this.browser.visit(address, { stopAt: isEnd });
    if (!isEnd(visit.url)) throw new Error(`${visit.url.pathname} answered ${visit.status}: ${visit.body}`);
    return visit.url;
  }

  /** Answers Microsoft's pages; gives our callback's address, which nobody has visited yet. */
  async answerMicrosoft(
    url: URL,
    choices: readonly Choice[],
    account = this.address,
  ): Promise<{ pages: string[]; location: URL | undefined; aadsts: string | null }> {
    const answer = await this.#server.control("/_sandbox/authorize", { url: url.href, account, choices });
    return { ...answer, location: answer.location === null ? undefined : new URL(answer.location) };
  }

  /** *Set up sync* from beginning to end, with the choices for each of the two stages. */
  async setUpSync({
    signIn = ["accept"],
    mailbox = [],
    account = this.address,
    silent = account,
  }: WindowChoices = {}): Promise<EndedWindow> {
    const { authorizationId, url: first } = await this.openWindow();
    const pages: string[] = [];
    let url = first;
    for (let stage = 0; stage < 4 && url.origin === this.#server.sandboxUrl; stage += 1) {
      const isMailbox = (url.searchParams.get("scope") ?? "").includes("Mail.");
      const isSilent = url.searchParams.get("prompt") === "none";
      const answer = isSilent
        ? await this.answerMicrosoft(url, [], silent)
        : await this.answerMicrosoft(url, isMailbox ? mailbox : signIn, account);
      pages.push(...answer.pages);
      if (answer.location === undefined)
        return { authorizationId, pages, outcome: undefined, turn: undefined };
      url = await this.follow(answer.location);
    }
    const end = new URLSearchParams(url.hash.slice(1));
    return {
      authorizationId,
      pages,
      outcome: end.get("mailbox") ?? undefined,
      turn: end.get("turn") ?? undefined,
    };
  }

  /** Meets Contoso's wall and returns by its link. */
  async meetWall(): Promise<EndedWindow> {
    const ended = await this.setUpSync({ mailbox: ["return"] });
    if (ended.pages.at(-1) !== "Need admin approval")
      throw new Error(`There was no wall: ${JSON.stringify(ended)}`);
    return ended;
  }

  /** Asks the administrator; gives the link's token, which stands in its fragment. */
  async askForApproval(reason?: string): Promise<{ approvalId: string; token: string }> {
    const answer = await this.call("POST", "/api/approvals", { reason });
    if (answer.status !== 200) throw new Error(`Asking answered ${JSON.stringify(answer.body)}`);
    return { approvalId: answer.body.approval.id, token: new URL(answer.body.link).hash.slice(1) };
  }
}
