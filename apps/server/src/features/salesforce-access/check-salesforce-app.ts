import { helpArticleHref, type SalesforceAppCheck } from "@outrigger/api-contract";
import { readLimitedText, type Secret } from "@outrigger/oauth";
import { checkInstanceUrl, SALESFORCE_SCOPES, salesforceEndpoints } from "@outrigger/salesforce";
import { explainSalesforceText } from "./explain-salesforce-error.ts";

export interface SalesforceAppSettings {
  readonly clientId: string;
  readonly clientSecret: Secret | undefined;
  readonly loginUrl: string;
  readonly allowedHosts: readonly string[];
  readonly callbackUrl: string;
}

export interface CheckTools {
  readonly fetch: typeof globalThis.fetch;
}

const TIMEOUT_MS = 10_000;
const BYTES_MAX = 512 * 1024;
const OWN_APP = helpArticleHref("salesforce-own-app", "it-does-not-work-yet");

/**
 * Compares our settings with what Salesforce knows of the app, before anybody has signed in: the login host, the
 * allow-list, the consumer key with its callback, and the secret. Signs nobody in and changes nothing.
 */
export async function checkSalesforceApp(
  settings: SalesforceAppSettings,
  tools: CheckTools,
): Promise<SalesforceAppCheck[]> {
  const host = checkLoginHost(settings.loginUrl);
  const allowList = checkAllowList(settings);
  const reached = await askAuthorize(settings, tools);
  const key = reached === undefined ? [] : [judgeAuthorize(reached)];
  const isAsked = reached !== undefined && settings.clientSecret !== undefined;
  return [
    host,
    allowList,
    ...(reached === undefined ? [unreachable(settings)] : key),
    ...(isAsked ? [await checkSecret(settings, tools)] : []),
  ];
}

function fine(check: SalesforceAppCheck["check"], text: string): SalesforceAppCheck {
  return { check, outcome: "fine", text, help: OWN_APP };
}

function checkLoginHost(loginUrl: string): SalesforceAppCheck {
  const { hostname } = new URL(loginUrl);
  if (/\.lightning\.force\.com$|\.lightning\.pc-rnd\.force\.com$/.test(hostname)) {
    return {
      check: "login_host",
      outcome: "problem",
      text: `${hostname} shows pages and answers no sign-in. Take the My Domain host that ends in .my.salesforce.com.`,
      help: OWN_APP,
    };
  }
  if (hostname === "test.salesforce.com" || hostname.includes("--")) {
    return fine(
      "login_host",
      `${hostname} is a sandbox of Salesforce: people of a production org are refused here.`,
    );
  }
  if (hostname === "login.salesforce.com") {
    return fine(
      "login_host",
      "login.salesforce.com serves production orgs. Where an org forbids it, take its My Domain host.",
    );
  }
  return fine("login_host", `People sign in at ${hostname}.`);
}

/** The allow-list keeps tokens from a made-up host; too narrow, it refuses the org's own. */
function checkAllowList({ loginUrl, allowedHosts }: SalesforceAppSettings): SalesforceAppCheck {
  const { hostname } = new URL(loginUrl);
  const isCommonHost = hostname === "login.salesforce.com" || hostname === "test.salesforce.com";
  try {
    // Orgs behind the common hosts answer at their My Domain.
    checkInstanceUrl(isCommonHost ? "https://example.my.salesforce.com" : loginUrl, allowedHosts);
    return fine("allowed_hosts", `Tokens may be sent to: ${allowedHosts.join(", ")}.`);
  } catch {
    return {
      check: "allowed_hosts",
      outcome: "problem",
      text: `SALESFORCE_ALLOWED_HOSTS leaves out ${isCommonHost ? ".my.salesforce.com" : hostname}: every sign-in would be refused by us.`,
      help: OWN_APP,
    };
  }
}

interface Reached {
  readonly status: number;
  readonly location: string;
  readonly text: string;
}

/** The authorize call as a browser that nobody is signed in with would make it. */
async function askAuthorize(
  { loginUrl, clientId, callbackUrl }: SalesforceAppSettings,
  { fetch }: CheckTools,
): Promise<Reached | undefined> {
  const url = new URL(salesforceEndpoints(loginUrl).authorizationEndpoint);
  url.search = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: callbackUrl,
    scope: SALESFORCE_SCOPES.join(" "),
    // Nobody redeems what comes of it: any challenge of the right form does (RFC 7636 §4.2).
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
    state: "check",
  }).toString();
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
    return {
      status: response.status,
      location: response.headers.get("location") ?? "",
      text: await readLimitedText(response, BYTES_MAX),
    };
  } catch {
    return undefined;
  }
}

function judgeAuthorize({ status, location, text }: Reached): SalesforceAppCheck {
  const words = text.replaceAll(/<[^>]*>/g, " ").replaceAll("&amp;", "&");
  const found = explainSalesforceText(location === "" ? words : location);
  if (found.code !== null && found.certainty === "certain") {
    return {
      check: "consumer_key",
      outcome: "problem",
      text: `${found.title}. ${found.steps.join(" ")}`,
      help: found.help,
    };
  }
  if (status >= 200 && status < 400) {
    return fine(
      "consumer_key",
      "Salesforce knows the consumer key with this callback URL, and asks to log in.",
    );
  }
  return {
    check: "consumer_key",
    outcome: "unknown",
    text: `Salesforce answered with status ${status} and words that we do not know.`,
    help: OWN_APP,
  };
}

function unreachable({ loginUrl }: SalesforceAppSettings): SalesforceAppCheck {
  return {
    check: "login_host",
    outcome: "problem",
    text: `${new URL(loginUrl).hostname} does not answer. Check SALESFORCE_LOGIN_URL and the server's way out to the internet.`,
    help: OWN_APP,
  };
}

/** Which error a made-up code gets tells whether the secret was accepted; Salesforce does not promise the order of its checks. */
async function checkSecret(
  { loginUrl, clientId, clientSecret, callbackUrl }: SalesforceAppSettings,
  { fetch }: CheckTools,
): Promise<SalesforceAppCheck> {
  try {
    const response = await fetch(salesforceEndpoints(loginUrl).tokenEndpoint, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      body: new URLSearchParams({
        grant_type: "authorization_code",
        code: "check",
        redirect_uri: callbackUrl,
        client_id: clientId,
        client_secret: clientSecret?.reveal() ?? "",
      }),
    });
    const answer = await readLimitedText(response, BYTES_MAX);
    if (/"error"\s*:\s*"invalid_client(?:_credentials)?"/.test(answer)) {
      return {
        check: "consumer_secret",
        outcome: "problem",
        text: "Salesforce refuses the consumer secret. Copy it anew from the app's OAuth settings.",
        help: OWN_APP,
      };
    }
    return fine("consumer_secret", "Salesforce does not refuse the consumer secret.");
  } catch {
    return {
      check: "consumer_secret",
      outcome: "unknown",
      text: "The token endpoint did not answer.",
      help: OWN_APP,
    };
  }
}
