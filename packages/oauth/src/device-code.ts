import type { OAuthParties, TokenSet } from "./oauth-client.ts";
import { OAuthError } from "./oauth-error.ts";
import { Secret } from "./secret.ts";
import { parseSecureUrl } from "./secure-url.ts";
import {
  createLimitedFetch,
  parseJsonObject,
  readText,
  sendOAuthRequest,
  toOAuthError,
} from "./send-oauth-request.ts";
import { requestTokens } from "./token-request.ts";

/** What a person types elsewhere, and what we poll with (RFC 8628 §3.2). */
export interface DeviceCode {
  readonly deviceCode: Secret;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly expiresAt: Date;
  /** The least time between two polls; 5 where the server does not say. */
  readonly intervalSeconds: number;
}

const STEP = "request_device_code";
const GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";
const INTERVAL_SECONDS = 5;
/** RFC 8628 §3.5: what `slow_down` adds for this and all later polls. */
const SLOW_DOWN_SECONDS = 5;
const INTERVAL_SECONDS_MAX = 60;
const EXPIRES_SECONDS_MAX = 3600;

/**
 * Asks for a code that a person types on another page or machine (RFC 8628 §3.1).
 * @throws {OAuthError} also where the server has no such endpoint (`unsupported`).
 */
export async function requestDeviceCode(
  { server, client, transport }: OAuthParties,
  scopes: readonly string[],
): Promise<DeviceCode> {
  if (server.deviceAuthorizationEndpoint === undefined) {
    throw new OAuthError({ step: STEP, error: "unsupported" });
  }
  const endpoint = parseSecureUrl(server.deviceAuthorizationEndpoint);
  const form = new URLSearchParams({ client_id: client.clientId, scope: scopes.join(" ") });
  if (client.clientSecret !== undefined) form.set("client_secret", client.clientSecret.reveal());
  const send = createLimitedFetch(transport);
  const response = await sendOAuthRequest(STEP, () => send(endpoint, { method: "POST", body: form }));
  const text = await response.text();
  const body = parseJsonObject(text);
  if (!response.ok || body === undefined) throw toOAuthError(STEP, response, text);
  const deviceCode = readText(body, "device_code");
  const userCode = readText(body, "user_code");
  // `verification_url` is what drafts and some servers to this day call it.
  const uri = readText(body, "verification_uri") ?? readText(body, "verification_url");
  if (deviceCode === undefined || userCode === undefined || uri === undefined || !URL.canParse(uri)) {
    throw new OAuthError({ step: STEP, error: "invalid_response" });
  }
  const seconds = Math.min(readSeconds(body["expires_in"]) ?? 0, EXPIRES_SECONDS_MAX);
  return {
    deviceCode: new Secret(deviceCode),
    userCode,
    verificationUri: uri,
    expiresAt: new Date(transport.now().getTime() + seconds * 1000),
    intervalSeconds: Math.min(readSeconds(body["interval"]) ?? INTERVAL_SECONDS, INTERVAL_SECONDS_MAX),
  };
}

/** Entra sends numbers as text in some answers. */
function readSeconds(value: unknown): number | undefined {
  const seconds = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof seconds === "number" && Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

export interface DeviceTokenRequest {
  readonly device: DeviceCode;
  readonly scopes: readonly string[];
  /** Waits between polls; it rejects to end the waiting (Ctrl-C), and its error goes on to the caller. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** `declined`: the person said no. `expired`: nobody answered in time. */
export type DeviceTokens =
  | { readonly outcome: "tokens"; readonly tokens: TokenSet }
  | { readonly outcome: "declined" }
  | { readonly outcome: "expired" };

/**
 * Polls until the person has answered (RFC 8628 §3.4, §3.5): no faster than the server allows, slower when it says so, and on
 * through broken connections.
 * @throws {OAuthError} for every other refusal, such as a registration that does not allow this flow.
 */
export async function pollDeviceTokens(
  parties: OAuthParties,
  { device, scopes, sleep }: DeviceTokenRequest,
): Promise<DeviceTokens> {
  let { intervalSeconds } = device;
  for (;;) {
    await sleep(intervalSeconds * 1000);
    if (parties.transport.now() >= device.expiresAt) return { outcome: "expired" };
    try {
      const tokens = await requestTokens(parties, {
        step: "poll_device_code",
        grantType: GRANT_TYPE,
        parameters: { device_code: device.deviceCode.reveal() },
        requestedScopes: scopes,
      });
      return { outcome: "tokens", tokens };
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      switch (error.error) {
        case "authorization_pending":
          break;
        case "slow_down":
          intervalSeconds += SLOW_DOWN_SECONDS;
          break;
        // Exponential back-off where the server cannot be heard (RFC 8628 §3.5).
        case "network_error":
        case "temporarily_unavailable":
          intervalSeconds = Math.min(intervalSeconds * 2, INTERVAL_SECONDS_MAX);
          break;
        case "access_denied":
        // Entra's word for it ("Microsoft identity platform and the OAuth 2.0 device authorization grant flow").
        case "authorization_declined":
          return { outcome: "declined" };
        case "expired_token":
          return { outcome: "expired" };
        default:
          throw error;
      }
    }
  }
}
