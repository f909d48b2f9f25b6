import { createHash, randomBytes } from "node:crypto";
import { registrations, type System } from "./start-system.ts";

/** Reads the sandbox's Salesforce as one of its users, by SOQL and with a token of its own. */
export class SalesforceReader {
  readonly #system: System;
  readonly #accessToken: string;

  private constructor(system: System, accessToken: string) {
    this.#system = system;
    this.#accessToken = accessToken;
  }

  static async open(system: System, username: string): Promise<SalesforceReader> {
    const verifier = randomBytes(48).toString("base64url");
    const redirectUri = `${system.productUrl}/sign-in/salesforce/callback`;
    const url = new URL(`${system.sandboxUrl}/salesforce/services/oauth2/authorize`);
    url.search = new URLSearchParams({
      response_type: "code",
      client_id: registrations.SALESFORCE_CLIENT_ID,
      redirect_uri: redirectUri,
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
      state: "reader",
    }).toString();
    const answer = (await system.control("/_sandbox/salesforce/authorize", {
      url: url.href,
      username,
      choices: ["allow"],
    })) as { location: string };
    const response = await fetch(`${system.sandboxUrl}/salesforce/services/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        code: new URL(answer.location).searchParams.get("code") ?? "",
        client_id: registrations.SALESFORCE_CLIENT_ID,
        client_secret: registrations.SALESFORCE_CLIENT_SECRET,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      }),
    });
    const tokens = (await response.json()) as { access_token?: string };
    if (!tokens.access_token) throw new Error(`No token for the reader: ${JSON.stringify(tokens)}`);
    return new SalesforceReader(system, tokens.access_token);
  }

  /** Message-IDs of all mail in the org, each as often as there is a record with it. */
  async listMessageIds(): Promise<string[]> {
    const records = await this.#query(
      "SELECT MessageIdentifier FROM EmailMessage WHERE MessageIdentifier != null",
    );
    return records.map((record) => String(record["MessageIdentifier"]));
  }

  async #query(soql: string): Promise<Record<string, unknown>[]> {
    const records: Record<string, unknown>[] = [];
    let path: string | undefined = `/services/data/v66.0/query?q=${encodeURIComponent(soql)}`;
    while (path) {
      const response = await fetch(
        `${this.#system.sandboxUrl}/salesforce${path.replace(/^\/salesforce/, "")}`,
        {
          headers: { authorization: `Bearer ${this.#accessToken}` },
        },
      );
      if (!response.ok) throw new Error(`The query answered ${response.status}: ${await response.text()}`);
      const page = (await response.json()) as { records: Record<string, unknown>[]; nextRecordsUrl?: string };
      records.push(...page.records);
      path = page.nextRecordsUrl;
    }
    return records;
  }
}
