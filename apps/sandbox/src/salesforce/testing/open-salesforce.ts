import { createHash, randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { createSandbox, type Sandbox } from "../../core/create-sandbox.ts";
import { demoSalesforceApp, productRedirectPaths } from "../../core/demo-ids.ts";
import type { WalkResult } from "../oauth/walk-authorization.ts";
import { salesforcePart } from "../salesforce-part.ts";

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly instance_url: string;
  readonly id: string;
  readonly scope: string;
  readonly id_token: string;
}

export interface OpenSalesforce {
  readonly sandbox: Sandbox;
  readonly listener: FastifyInstance;
  /** `<origin>/salesforce`, the login host and instance. */
  readonly url: string;
  readonly redirectUri: string;
  authorizeUrl(changes?: Record<string, string | undefined>): string;
  walk(username: string, options?: { url?: string; choices?: string[] }): Promise<WalkResult>;
  postToken(form: Record<string, string>): Promise<Response>;
  /** Signs in through the pages' handlers and redeems the code. */
  signIn(username?: string): Promise<Tokens>;
  call(tokens: Pick<Tokens, "access_token">, path: string, init?: RequestInit): Promise<Response>;
  scenario(section: Record<string, unknown>): Promise<Response>;
  close(): Promise<void>;
}

export const verifier = randomBytes(48).toString("base64url");
const challenge = createHash("sha256").update(verifier).digest("base64url");

/** Salesforce alone, on a free port of the loopback interface. */
export async function openSalesforce(): Promise<OpenSalesforce> {
  const sandbox = await createSandbox({
    parts: [salesforcePart],
    settings: { productUrl: "http://product.test", productName: "Outrigger", isLegacyEwsOn: true },
  });
  const listener = await sandbox.buildListener();
  const origin = await listener.listen({ host: "127.0.0.1", port: 0 });
  const url = `${origin}/salesforce`;
  const redirectUri = `http://product.test${productRedirectPaths.salesforce}`;

  function authorizeUrl(changes: Record<string, string | undefined> = {}): string {
    const query = new URLSearchParams();
    const parameters = {
      response_type: "code",
      client_id: demoSalesforceApp.clientId,
      redirect_uri: redirectUri,
      scope: "api refresh_token id openid",
      state: "the-state",
      code_challenge: challenge,
      code_challenge_method: "S256",
      ...changes,
    };
    for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value);
    return `${url}/services/oauth2/authorize?${query.toString()}`;
  }

  const postJson = (path: string, body: unknown) =>
    fetch(origin + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const postToken = (form: Record<string, string>) =>
    fetch(`${url}/services/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams({
        client_id: demoSalesforceApp.clientId,
        client_secret: demoSalesforceApp.clientSecret,
        ...form,
      }),
    });
  const walk = async (username: string, options: { url?: string; choices?: string[] } = {}) => {
    const response = await postJson("/_sandbox/salesforce/authorize", {
      url: options.url ?? authorizeUrl(),
      username,
      choices: options.choices ?? [],
    });
    return (await response.json()) as WalkResult;
  };

  return {
    sandbox,
    listener,
    url,
    redirectUri,
    authorizeUrl,
    walk,
    postToken,
    signIn: async (username = "adele@contoso.example") => {
      const { location } = await walk(username);
      const code = new URL(location ?? "").searchParams.get("code") ?? "";
      const response = await postToken({
        grant_type: "authorization_code",
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      });
      return (await response.json()) as Tokens;
    },
    call: (tokens, path, init = {}) =>
      fetch(`${url}/services/data/${path}`, {
        ...init,
        headers: {
          authorization: `Bearer ${tokens.access_token}`,
          ...(init.body !== undefined && { "content-type": "application/json" }),
          ...(init.headers as Record<string, string> | undefined),
        },
      }),
    scenario: (section) => postJson("/_sandbox/scenario", { salesforce: section }),
    close: () => sandbox.close(),
  };
}
