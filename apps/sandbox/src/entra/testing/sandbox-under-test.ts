import { createHash, randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { createSandbox, type Sandbox } from "../../core/create-sandbox.ts";
import { demoMicrosoftApp } from "../../core/demo-ids.ts";
import type { SandboxPart } from "../../core/part.ts";
import { entraPart } from "../entra-part.ts";

export const productUrl = "http://localhost:3000";
export const callback = `${productUrl}/connect/microsoft/callback`;
export const signInStage = "openid profile email offline_access User.Read";
export const mailboxStage =
  "openid profile email offline_access User.Read User.ReadBasic.All Mail.ReadWrite Calendars.ReadWrite MailboxSettings.ReadWrite";

export interface AuthorizeOutcome {
  pages: string[];
  location: string | null;
  aadsts: string | null;
}

export interface SandboxUnderTest {
  sandbox: Sandbox;
  origin: string;
  authorize(input: {
    account: string;
    scope?: string;
    choices?: string[];
    tenant?: string;
    parameters?: Record<string, string>;
  }): Promise<AuthorizeOutcome>;
  adminConsent(input: {
    account: string;
    choices?: string[];
    tenant?: string;
    scope?: string;
  }): Promise<AuthorizeOutcome>;
  /** Signs in and redeems the code; the raw answer of the token endpoint. */
  signIn(input: { account: string; scope?: string; choices?: string[] }): Promise<TokenAnswer>;
  token(parameters: Record<string, string>, tenant?: string): Promise<TokenAnswer>;
  control(path: string, body: unknown): Promise<{ status: number; body: any }>;
  close(): Promise<void>;
}

export interface TokenAnswer {
  status: number;
  body: Record<string, any>;
}

/** A sandbox with the Entra part, and with others where they are wanted, on a free port. */
export async function startSandbox({
  parts = [],
  ...options
}: {
  stateFile?: string;
  machineNow?: () => number;
  parts?: readonly SandboxPart[];
} = {}): Promise<SandboxUnderTest> {
  const sandbox = await createSandbox({
    parts: [entraPart, ...parts],
    settings: { productUrl, productName: "Outrigger", isLegacyEwsOn: true },
    ...options,
  });
  const listener = await sandbox.buildListener();
  return wrap(sandbox, listener, await listener.listen({ port: 0, host: "127.0.0.1" }));
}

export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}

export function authorizeUrl(
  origin: string,
  { tenant = "organizations", parameters = {} }: { tenant?: string; parameters?: Record<string, string> },
): string {
  const query = new URLSearchParams({
    client_id: demoMicrosoftApp.appId,
    response_type: "code",
    redirect_uri: callback,
    scope: mailboxStage,
    state: "state-1",
    ...parameters,
  });
  return `${origin}/${tenant}/oauth2/v2.0/authorize?${query.toString()}`;
}

function wrap(sandbox: Sandbox, _listener: FastifyInstance, origin: string): SandboxUnderTest {
  const post = async (path: string, body: unknown) => {
    const response = await fetch(`${origin}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as any };
  };
  const token: SandboxUnderTest["token"] = async (parameters, tenant = "organizations") => {
    const response = await fetch(`${origin}/${tenant}/oauth2/v2.0/token`, {
      method: "POST",
      body: new URLSearchParams({
        client_id: demoMicrosoftApp.appId,
        client_secret: demoMicrosoftApp.clientSecret,
        ...parameters,
      }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, any> };
  };
  const authorize: SandboxUnderTest["authorize"] = async ({
    account,
    scope = mailboxStage,
    choices = [],
    tenant = "organizations",
    parameters = {},
  }) => {
    const url = authorizeUrl(origin, { tenant, parameters: { scope, ...parameters } });
    return (await post("/_sandbox/authorize", { url, account, choices })).body;
  };
  return {
    sandbox,
    origin,
    authorize,
    adminConsent: async ({ account, choices = [], tenant = "organizations", scope = mailboxStage }) => {
      const query = new URLSearchParams({
        client_id: demoMicrosoftApp.appId,
        redirect_uri: `${productUrl}/approval/callback`,
        scope,
        state: "approval-1",
      });
      const url = `${origin}/${tenant}/v2.0/adminconsent?${query.toString()}`;
      return (await post("/_sandbox/authorize", { url, account, choices })).body;
    },
    signIn: async ({ account, scope = signInStage, choices = ["accept"] }) => {
      const { location } = await authorize({ account, scope, choices });
      const code = new URL(location ?? "").searchParams.get("code") ?? "";
      return token({ grant_type: "authorization_code", code, redirect_uri: callback });
    },
    token,
    control: post,
    close: () => sandbox.close(),
  };
}
