import { createSalesforceClient } from "@outrigger/salesforce";
import type { TestServer } from "./start-test-server.ts";

/** The company's Salesforce as its administrator sees it: everything that anybody saved. */
export class SalesforceOrg {
  readonly #server: TestServer;

  /** Pradeep must have signed in to the product: his token is the one used. */
  constructor(server: TestServer) {
    this.#server = server;
  }

  async query(soql: string): Promise<Record<string, any>[]> {
    const { context, test } = this.#server;
    const [pradeep] = await test.query(
      "select organization_id, id from app_user where email = 'pradeep@contoso.example'",
    );
    const { connection, getAccessToken } = await context.accessTokens.forSalesforce(
      pradeep!["organization_id"],
      pradeep!["id"],
    );
    const client = createSalesforceClient({
      instanceUrl: connection.instanceUrl,
      fetch,
      getAccessToken,
      now: () => new Date(),
      sleep: () => Promise.resolve(),
    });
    const query = new URLSearchParams({ q: soql });
    const answer = await client.send({ operation: "look", path: `query?${query.toString()}` });
    return (answer as { records: Record<string, any>[] }).records;
  }

  /** Subjects of all saved mail, sorted. */
  async listSubjects(object: "EmailMessage" | "Task" = "EmailMessage"): Promise<string[]> {
    const rows = await this.query(`SELECT Subject FROM ${object}`);
    return rows.map(({ Subject: subject }) => String(subject)).toSorted((a, b) => a.localeCompare(b));
  }
}
