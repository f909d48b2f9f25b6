import type { OAuthTransport } from "./oauth-client.ts";
import { OAuthError } from "./oauth-error.ts";
import { parseSecureUrl } from "./secure-url.ts";
import {
  createLimitedFetch,
  type JsonObject,
  parseJsonObject,
  sendOAuthRequest,
  toOAuthError,
} from "./send-oauth-request.ts";

/**
 * Reads a server's metadata document (OpenID Connect Discovery §4.2) without any credentials.
 * @throws {OAuthError} with the server's own `error` where it gives one.
 */
export async function readMetadata(metadataUrl: string, transport: OAuthTransport): Promise<JsonObject> {
  const send = createLimitedFetch(transport);
  const response = await sendOAuthRequest("read_metadata", () =>
    send(parseSecureUrl(metadataUrl), { headers: { accept: "application/json" } }),
  );
  const text = await response.text();
  const body = parseJsonObject(text);
  if (!response.ok || body === undefined) throw toOAuthError("read_metadata", response, text);
  if (typeof body["issuer"] !== "string") {
    throw new OAuthError({ step: "read_metadata", error: "invalid_response" });
  }
  return body;
}
