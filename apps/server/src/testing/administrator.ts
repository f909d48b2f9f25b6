import type { AdministratorPurpose } from "@outrigger/api-contract";
import type { Choice } from "./person.ts";
import type { TestServer } from "./start-test-server.ts";
import { TestBrowser, type Visit } from "./test-browser.ts";

/** A Microsoft 365 administrator in a browser of their own, who was sent an approval's link. */
export class Administrator {
  readonly #server: TestServer;
  readonly browser: TestBrowser;

  constructor(server: TestServer, browser = new TestBrowser()) {
    this.#server = server;
    this.browser = browser;
  }

  call(method: string, path: string, body?: unknown) {
    return this.browser.call(method, this.#server.productUrl + path, body);
  }

  /** Microsoft's address for a purpose, by an approval's link. */
  async goOn(token: string, purpose: AdministratorPurpose): Promise<URL> {
    const answer = await this.call("POST", "/api/administrator-sessions/authorize-link", { token, purpose });
    if (answer.status !== 200) throw new Error(`Going on answered ${JSON.stringify(answer.body)}`);
    return new URL(answer.body.url);
  }

  /** Answers Microsoft's pages; our callback's address, which nobody has visited yet. */
  async answer(url: URL, account: string, choices: readonly Choice[] = ["accept"]): Promise<URL> {
    const answer = await this.#server.control("/_sandbox/authorize", { url: url.href, account, choices });
    if (answer.location === null) throw new Error(`Microsoft kept the window: ${JSON.stringify(answer)}`);
    return new URL(answer.location);
  }

  /** Visits our callback; where it leads, or the page that it answers. */
  comeBack(callback: URL): Promise<Visit> {
    const productUrl = new URL(this.#server.productUrl);
    return this.browser.visit(callback, {
      stopAt: (url) => url.origin === productUrl.origin && url.pathname !== "/administrator/callback",
    });
  }

  /** From the link to a session, as `account`. */
  async signIn(token: string, purpose: AdministratorPurpose, account: string): Promise<void> {
    const visit = await this.comeBack(await this.answer(await this.goOn(token, purpose), account));
    if (visit.url.pathname !== "/remedies")
      throw new Error(`Sign-in answered ${visit.status}: ${visit.body}`);
  }

  current() {
    return this.call("GET", "/api/administrator-sessions/current");
  }
}
