import type { ConsentCase, Decision } from "@outrigger/consent";
import { PageWalker } from "./page-walker.ts";
import { callback, pkce, type AuthorizeOutcome, type SandboxUnderTest } from "./sandbox-under-test.ts";
import { accountOf, adminCallback, appSecret } from "./stage-situation.ts";

/** What a person, or the application, got from the sandbox; the terms are those of `decide`. */
export type Seen = Pick<Decision, "outcome" | "aadsts">;

export type Request = Pick<ConsentCase, "app" | "user" | "request"> & { segment: string };

/** The address that the application would send the browser to. */
export function addressOf({ app, request, segment }: Request): string {
  const query = new URLSearchParams({
    client_id: app.appId,
    redirect_uri: request.endpoint === "authorize" ? callback : adminCallback,
    scope: request.scope,
    state: "state-1",
  });
  if (request.endpoint === "adminconsent") return `/${segment}/v2.0/adminconsent?${query.toString()}`;
  query.set("response_type", "code");
  query.set("code_challenge", pkce().challenge);
  query.set("code_challenge_method", "S256");
  if (request.prompt !== null) query.set("prompt", request.prompt);
  return `/${segment}/oauth2/v2.0/authorize?${query.toString()}`;
}

/** `POST /_sandbox/authorize` up to the page that asks for a choice. */
export async function driveControl(under: SandboxUnderTest, request: Request): Promise<Seen> {
  const { status, body } = await under.control("/_sandbox/authorize", {
    url: addressOf(request),
    account: accountOf(request),
  });
  if (status !== 200) throw new Error(`/_sandbox/authorize answered ${status}: ${JSON.stringify(body)}`);
  return readOutcome(body as AuthorizeOutcome);
}

export function readOutcome({ pages, location, aadsts }: AuthorizeOutcome): Seen {
  if (location !== null && new URL(location).searchParams.has("code")) return { outcome: "code", aadsts };
  if (location !== null) return { outcome: "error", aadsts };
  return { outcome: outcomeOfPage(pages.at(-1) ?? ""), aadsts };
}

function outcomeOfPage(title: string): Decision["outcome"] {
  if (title.startsWith("Permissions requested")) return "consent_prompt";
  if (title === "Need admin approval") return "need_admin_approval";
  return title === "Approval required" ? "approval_request" : "error";
}

export interface SeenPage {
  readonly outcome: Decision["outcome"];
  readonly hasCheckbox: boolean;
  readonly isTenantWide: boolean;
  readonly hasRiskWarning: boolean;
}

/** The same through the pages themselves, with a browser's cookie. */
export async function driveBrowser(under: SandboxUnderTest, request: Request): Promise<SeenPage> {
  const browser = new PageWalker(under.origin);
  if (request.request.prompt === "none") {
    // Whoever chooses an account is signed in, whatever the answer to this first request is.
    const visible = { ...request.request, scope: "openid", prompt: null };
    await openSignedIn(browser, { ...request, request: visible });
    browser.left = undefined;
    await browser.open(addressOf(request));
  } else {
    await openSignedIn(browser, request);
  }
  const { left, html } = browser;
  const outcome =
    left === undefined
      ? outcomeOfPage(browser.title)
      : new URL(left).searchParams.has("code")
        ? "code"
        : "error";
  return {
    outcome,
    hasCheckbox: left === undefined && html.includes('name="organization"'),
    isTenantWide: left === undefined && html.includes("<h2>Accept for your organization</h2>"),
    hasRiskWarning: left === undefined && outcome === "consent_prompt" && html.includes("AADSTS900981"),
  };
}

async function openSignedIn(browser: PageWalker, request: Request): Promise<void> {
  await browser.open(addressOf(request));
  if (browser.title === "Pick an account") await browser.press("Next", { account: accountOf(request) });
}

/** A refresh token of this person for this application, from a code that asked for `openid offline_access`. */
export async function redeemCode(under: SandboxUnderTest, request: Request): Promise<string> {
  const { verifier, challenge } = pkce();
  const url = new URL(addressOf(request), under.origin);
  url.searchParams.set("code_challenge", challenge);
  const { body } = await under.control("/_sandbox/authorize", {
    url: url.href,
    account: accountOf(request),
  });
  const code = new URL((body as AuthorizeOutcome).location ?? "").searchParams.get("code") ?? "";
  const answer = await under.token(
    {
      ...clientOf(request),
      grant_type: "authorization_code",
      code,
      redirect_uri: callback,
      code_verifier: verifier,
    },
    request.segment,
  );
  const token: unknown = answer.body["refresh_token"];
  if (typeof token !== "string") throw new Error(`No refresh token: ${JSON.stringify(answer.body)}`);
  return token;
}

/** The token endpoint's answer to a refresh for this scope. */
export async function driveRefresh(
  under: SandboxUnderTest,
  request: Request,
  refreshToken: string,
): Promise<Seen> {
  const { status, body } = await under.token(
    {
      ...clientOf(request),
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      scope: request.request.scope,
    },
    request.segment,
  );
  if (status === 200) return { outcome: "code", aadsts: null };
  return { outcome: "error", aadsts: `AADSTS${String(body["error_codes"]?.[0])}` };
}

function clientOf({ app }: Request): Record<string, string> {
  return { client_id: app.appId, client_secret: appSecret };
}
