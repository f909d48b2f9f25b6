import { getMailboxConnection, type MailboxConnection } from "@outrigger/api-contract";
import type { System } from "./start-system.ts";

/** One person's browser without a screen: cookies per origin, redirects taken step by step. For what needs no picture. */
export class ApiClient {
  readonly #system: System;
  readonly #cookies = new Map<string, string>();

  constructor(system: System) {
    this.#system = system;
  }

  /** A call to the product; `path` with its query. Redirects are handed back, not followed. */
  async call(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(new URL(path, this.#system.productUrl), {
      method,
      redirect: "manual",
      headers: {
        origin: this.#system.productUrl,
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split("=");
      if (/max-age=0/i.test(cookie) || value === "") this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }

  /** The sidebar's sign-in: out to Salesforce, back to the dialog page, the code traded for a session. */
  async signInWithSalesforce(username: string): Promise<void> {
    const start = await this.call("GET", "/sign-in/salesforce/start?surface=sidebar");
    const back = await this.#authorize("/_sandbox/salesforce/authorize", {
      url: locationOf(start),
      username,
      choices: ["allow"],
    });
    const dialog = locationOf(await this.call("GET", pathOf(back)));
    const handoffCode = new URLSearchParams(new URL(dialog, this.#system.productUrl).hash.slice(1)).get(
      "signed_in",
    );
    const session = await this.call("POST", "/api/session", { handoffCode });
    if (!session.ok) throw new Error(`The sign-in ended with ${session.status}: ${await session.text()}`);
  }

  /** *Set up sync*, with the given choices on Microsoft's pages; how the window ended. */
  async setUpSync(account: string, choices: readonly string[]): Promise<string> {
    const started = await this.call("POST", "/api/mailbox-connection/authorizations", {
      mailboxAddress: account,
    });
    const { startUrl } = (await started.json()) as { startUrl: string };
    let location = locationOf(await this.call("GET", startUrl));
    for (let stage = 0; stage < 4 && location.startsWith(this.#system.sandboxUrl); stage += 1) {
      const back = await this.#authorize("/_sandbox/authorize", { url: location, account, choices });
      location = locationOf(await this.call("GET", pathOf(back)));
    }
    return new URL(location, this.#system.productUrl).hash;
  }

  async readMailbox(): Promise<MailboxConnection> {
    const response = await this.call("GET", getMailboxConnection.path);
    return getMailboxConnection.output.parse(await response.json());
  }

  async #authorize(path: string, body: unknown): Promise<string> {
    const answer = (await this.#system.control(path, body)) as { location: string | null; pages: string[] };
    if (answer.location === null) throw new Error(`The vendor kept the window: ${answer.pages.join(" → ")}`);
    return answer.location;
  }
}

function locationOf(response: Response): string {
  const location = response.headers.get("location");
  if (!location) throw new Error(`Expected a redirect and got ${response.status}`);
  return location;
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
