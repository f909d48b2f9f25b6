import type { OAuthParties } from "./oauth-client.ts";
import type { Secret } from "./secret.ts";
import { OAuthError } from "./oauth-error.ts";
import { parseSecureUrl } from "./secure-url.ts";
import { createLimitedFetch, sendOAuthRequest, toOAuthError } from "./send-oauth-request.ts";

/**
 * Ends a token (RFC 7009 §2.1). A server that does not know it answers 200, too, so this may be repeated.
 * @throws {OAuthError} also when the server has no revocation endpoint (`unsupported`).
 */
export async function revokeToken(parties: OAuthParties, token: Secret): Promise<void> {
  const { server, client, transport } = parties;
  if (server.revocationEndpoint === undefined) {
    throw new OAuthError({ step: "revoke_token", error: "unsupported" });
  }
  const endpoint = parseSecureUrl(server.revocationEndpoint);
  const form = new URLSearchParams({ token: token.reveal(), client_id: client.clientId });
  if (client.clientSecret !== undefined) form.set("client_secret", client.clientSecret.reveal());
  const send = createLimitedFetch(transport);
  const response = await sendOAuthRequest("revoke_token", () =>
    send(endpoint, { method: "POST", body: form }),
  );
  if (!response.ok) throw toOAuthError("revoke_token", response, await response.text());
}
