import { createHash, randomBytes } from "node:crypto";
import {
  demoMicrosoftApp,
  demoSalesforceApp,
  openSandbox,
  productRedirectPaths,
} from "../apps/sandbox/src/index.ts";
import { mailboxScopes, SIGN_IN_SCOPES } from "../packages/microsoft/src/index.ts";
import { Secret } from "../packages/oauth/src/index.ts";

/** The product's registered address; nobody listens there, as only the redirect's query is read. */
const PRODUCT_URL = "http://localhost:3000";

/** The sandbox in this process, on a free port and with its state in memory. */
export interface Vendors {
  readonly url: string;
  /** A call to the sandbox's control API; a body makes it a POST. Throws unless it answers 2xx. */
  control(path: string, body?: unknown): Promise<unknown>;
  /** Puts an mbox into a folder; throws unless every message was taken in. */
  importMail(mailbox: string, folder: string, mbox: string): Promise<void>;
  signInToMicrosoft(account: string): Promise<Secret>;
  signInToSalesforce(username: string): Promise<Secret>;
  /** Calls received so far, per API, and per API and path. */
  readCalls(): Promise<CallCounts>;
  close(): Promise<void>;
}

/** How often a key was called: `salesforce`, or `salesforce POST /salesforce/services/data/v66.0/composite`. */
export type CallCounts = ReadonlyMap<string, number>;

export async function openVendors(): Promise<Vendors> {
  const sandbox = await openSandbox({ productUrl: PRODUCT_URL });
  const listener = await sandbox.buildListener({ forceCloseConnections: true });
  const url = await listener.listen({ port: 0, host: "127.0.0.1" });
  const control = (path: string, body?: unknown): Promise<unknown> => send(url + path, toRequest(body));
  return {
    url,
    control,
    importMail: async (mailbox, folder, mbox) => {
      const path = `/_sandbox/mailboxes/${mailbox}/messages?folder=${folder}&receivedAt=now`;
      const headers = { "content-type": "application/mbox" };
      const answer = await send(url + path, { method: "POST", headers, body: mbox });
      const failed = readField(answer, "failed");
      if (!Array.isArray(failed) || failed.length > 0)
        throw new Error("The import did not take in all mail.");
    },
    signInToMicrosoft: (account) => signInToMicrosoft({ url, control }, account),
    signInToSalesforce: (username) => signInToSalesforce({ url, control }, username),
    readCalls: async () => countCalls(await control("/_sandbox/requests")),
    close: () => sandbox.close(),
  };
}

type Entrance = Pick<Vendors, "url" | "control">;

async function signInToMicrosoft({ url, control }: Entrance, account: string): Promise<Secret> {
  const tenant = account.split("@")[1] ?? "";
  const scope = [...SIGN_IN_SCOPES, ...mailboxScopes("mail_and_calendar")].join(" ");
  const appId = demoMicrosoftApp.appId;
  await control("/_sandbox/scenario", {
    grants: [{ tenant, appId, consentType: "AllPrincipals", scope }],
  });
  return signIn({
    tokenUrl: `${url}/${tenant}/oauth2/v2.0/token`,
    clientId: appId,
    clientSecret: demoMicrosoftApp.clientSecret,
    redirectUri: PRODUCT_URL + productRedirectPaths.microsoft,
    authorize: (query) =>
      control("/_sandbox/authorize", {
        url: `${url}/${tenant}/oauth2/v2.0/authorize?${query}&scope=${encodeURIComponent(scope)}`,
        account,
      }),
  });
}

function signInToSalesforce({ url, control }: Entrance, username: string): Promise<Secret> {
  return signIn({
    tokenUrl: `${url}/salesforce/services/oauth2/token`,
    ...demoSalesforceApp,
    redirectUri: PRODUCT_URL + productRedirectPaths.salesforce,
    authorize: (query) =>
      control("/_sandbox/salesforce/authorize", {
        url: `${url}/salesforce/services/oauth2/authorize?${query}`,
        username,
        choices: ["allow"],
      }),
  });
}

interface SignIn {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  /** Walks the vendor's pages as a person would; its answer's `location` carries the code. */
  authorize(query: string): Promise<unknown>;
}

/** The code flow with PKCE, as both vendors have it. */
async function signIn({ tokenUrl, clientId, clientSecret, redirectUri, authorize }: SignIn): Promise<Secret> {
  const verifier = randomBytes(48).toString("base64url");
  const query = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    state: "bench",
  });
  const location = readText(await authorize(query.toString()), "location");
  const tokens = await send(tokenUrl, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: new URL(location).searchParams.get("code") ?? "",
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });
  return new Secret(readText(tokens, "access_token"));
}

/** Per API from the log's totals; per path from its requests, of which it keeps the last 5,000. */
function countCalls(log: unknown): CallCounts {
  const totals = readField(log, "totals");
  const requests = readField(log, "requests");
  if (typeof totals !== "object" || totals === null || !Array.isArray(requests)) {
    throw new Error("The sandbox's request log is not as expected.");
  }
  const counts = new Map(Object.entries(totals).map(([api, count]) => [api, Number(count)]));
  for (const request of requests) {
    const call = `${readText(request, "api")} ${readText(request, "method")} ${readText(request, "path")}`;
    counts.set(call, (counts.get(call) ?? 0) + 1);
  }
  return counts;
}

function toRequest(body: unknown): RequestInit {
  if (body === undefined) return {};
  const headers = { "content-type": "application/json" };
  return { method: "POST", headers, body: JSON.stringify(body) };
}

async function send(url: string, request: RequestInit): Promise<unknown> {
  const response = await fetch(url, request);
  if (response.ok) return response.json();
  const problem = (await response.text()).slice(0, 500);
  throw new Error(`${new URL(url).pathname} answered ${response.status}: ${problem}`);
}

function readText(value: unknown, name: string): string {
  const text = readField(value, name);
  if (typeof text !== "string") throw new Error(`The sandbox's answer has no ${name}.`);
  return text;
}

function readField(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}
