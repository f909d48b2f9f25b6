import { explain } from "@outrigger/consent";
import { microsoftEndpoints, readingScopes } from "@outrigger/microsoft";
import {
  buildAuthorizationUrl,
  createPkcePair,
  createRandomText,
  exchangeCode,
  OAuthError,
  pollDeviceTokens,
  readAuthorizationResponse,
  requestDeviceCode,
  type OAuthParties,
  type Secret,
} from "@outrigger/oauth";
import type { DoctorTools } from "./doctor-tools.ts";
import { StoppedError } from "./input-error.ts";
import { openLoopbackRedirect } from "./loopback-redirect.ts";

export const signInMethods = ["device-code", "browser"] as const;
export type SignInMethod = (typeof signInMethods)[number];

/**
 * Microsoft Graph Command Line Tools, the app behind Connect-MgGraph. It is Microsoft's own, a public client with the device code
 * flow and `http://localhost` registered, and administrators have usually consented to it already: so nobody has to let our own
 * app read the tenant for the sake of a diagnosis.
 */
export const GRAPH_COMMAND_LINE_TOOLS = "14d82eec-204b-4c2f-b7e8-296a70dab67e";

/** Long enough to find the right account and a second factor. */
const BROWSER_TIMEOUT_MS = 15 * 60 * 1000;

export interface ReaderSignIn {
  readonly method: SignInMethod;
  readonly loginUrl: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly withLogs: boolean;
  readonly withRequests: boolean;
}

/**
 * Signs an administrator in to read, and gives the access token; it lives in this process only. No `offline_access` is asked, so
 * there is nothing that could be used later.
 * @throws {StoppedError} with what happened and what to do.
 */
export async function signInToRead(signIn: ReaderSignIn, tools: DoctorTools): Promise<Secret> {
  const parties: OAuthParties = {
    server: microsoftEndpoints({ loginUrl: signIn.loginUrl, tenant: signIn.tenantId }),
    client: { clientId: signIn.clientId },
    transport: { fetch: tools.fetch, now: tools.now },
  };
  const scopes = readingScopes(signIn);
  try {
    return signIn.method === "browser"
      ? await signInByBrowser(parties, scopes, tools)
      : await signInByDeviceCode(parties, scopes, tools);
  } catch (error) {
    if (tools.signal.aborted) throw new StoppedError("cancelled; nothing was read or kept", { cause: error });
    if (error instanceof OAuthError) throw new StoppedError(describeFailure(error), { cause: error });
    throw error;
  }
}

async function signInByDeviceCode(
  parties: OAuthParties,
  scopes: readonly string[],
  tools: DoctorTools,
): Promise<Secret> {
  const device = await requestDeviceCode(parties, scopes);
  const minutes = Math.round((device.expiresAt.getTime() - tools.now().getTime()) / 60_000);
  tools.tell(
    [
      "Reading only: nothing in the tenant is changed, and the sign-in is forgotten afterwards.",
      `1. Open ${device.verificationUri} in any browser.`,
      `2. Enter the code ${device.userCode}`,
      "3. Sign in as an administrator (a Global Reader sees most, a Cloud Application Administrator enough).",
      `Waiting for you, ${minutes} minutes at most. Ctrl-C ends it.`,
      "",
    ].join("\n"),
  );
  const result = await pollDeviceTokens(parties, { device, scopes, sleep: tools.sleep });
  switch (result.outcome) {
    case "tokens":
      return result.tokens.accessToken;
    case "declined":
      throw new StoppedError("the sign-in was declined; nothing was read");
    case "expired":
      throw new StoppedError("the code has expired; start again for a new one");
  }
}

async function signInByBrowser(
  parties: OAuthParties,
  scopes: readonly string[],
  tools: DoctorTools,
): Promise<Secret> {
  const loopback = await openLoopbackRedirect();
  try {
    const { redirectUri } = loopback;
    const state = createRandomText();
    const pkce = await createPkcePair();
    const url = buildAuthorizationUrl({ ...parties, redirectUri, scopes, state, pkce });
    url.searchParams.set("prompt", "select_account");
    tools.tell(
      `Reading only: nothing in the tenant is changed, and the sign-in is forgotten afterwards.\nOpen this address in a browser on this machine and sign in as an administrator:\n\n${url.href}\n\nWaiting for you, 15 minutes at most. Ctrl-C ends it.\n`,
    );
    const signal = AbortSignal.any([tools.signal, AbortSignal.timeout(BROWSER_TIMEOUT_MS)]);
    const parameters = await loopback.waitFor(state, signal).catch((cause: unknown) => {
      throw new StoppedError("nobody came back from the sign-in in time", { cause });
    });
    const response = readAuthorizationResponse(parameters, state);
    if (response.outcome === "refused") throw new StoppedError(describeRefusal(response));
    const tokens = await exchangeCode(parties, {
      code: response.code,
      redirectUri,
      codeVerifier: pkce.verifier,
      scopes,
    });
    return tokens.accessToken;
  } finally {
    await loopback.close();
  }
}

/** Microsoft's code and what it means; its own sentence stays out, as it may name people. */
function describeFailure(error: OAuthError): string {
  const [code] = error.errorCodes;
  if (code === 7000218) {
    return "this registration does not allow public client flows (AADSTS7000218): leave out --sign-in-client-id, or allow them";
  }
  if (code !== undefined) return `Microsoft refused the sign-in: ${sayCode(`AADSTS${code}`)}`;
  if (error.error === "network_error") return "Microsoft's sign-in host could not be reached";
  return `Microsoft refused the sign-in (${error.error})`;
}

function describeRefusal(response: {
  error: string;
  errorSubcode?: string | undefined;
  description?: string | undefined;
}): string {
  const code = /AADSTS\d+/.exec(response.description ?? "")?.[0];
  if (code !== undefined) return `the sign-in was refused: ${sayCode(code)}`;
  const isLeft = response.errorSubcode === "cancel" || response.error === "access_denied";
  return isLeft
    ? "the sign-in was left without a grant: this account may not let the command read, or somebody pressed Cancel"
    : `the sign-in was refused (${response.error})`;
}

function sayCode(code: string): string {
  const entry = explain(code).matches[0]?.entry;
  return entry === undefined ? code : `${entry.title} (${code}); outrigger explain ${code} tells more`;
}
