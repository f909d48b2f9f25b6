import { timingSafeEqual } from "node:crypto";
import type { Application } from "../core/directory.ts";
import type { RequestParameters } from "./authorization-request.ts";
import { EntraError } from "./entra-error.ts";

export interface ClientCredentials {
  readonly clientId: string;
  readonly secret: string | undefined;
}

/** client_secret_post or client_secret_basic (RFC 6749 §2.3.1: both parts are form-encoded). Throws 900144. */
export function readClientCredentials(
  parameters: RequestParameters,
  authorizationHeader: string | undefined,
): ClientCredentials {
  const basic = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorizationHeader ?? "")?.[1];
  if (basic !== undefined) {
    const [id = "", ...rest] = Buffer.from(basic, "base64").toString("utf8").split(":");
    return { clientId: formDecode(id), secret: formDecode(rest.join(":")) };
  }
  const clientId = parameters.get("client_id");
  if (clientId === undefined) throw new EntraError(900144, { parameter: "client_id" });
  return { clientId, secret: parameters.get("client_secret") };
}

export interface ClientProof {
  readonly secret: string | undefined;
  /** The grant is one that a registration with "Allow public client flows" may use without a secret. */
  readonly isPublicGrant: boolean;
  readonly now: Date;
}

/** Throws 7000218, 7000215, 7000222, and 700025 where a public client sends a secret. */
export function authenticateClient(app: Application, { secret, isPublicGrant, now }: ClientProof): void {
  if (app.secrets.length === 0 && secret !== undefined) throw new EntraError(700025);
  if (secret === undefined) {
    const mayGoWithout = isPublicGrant ? app.isFallbackPublicClient : app.secrets.length === 0;
    if (!mayGoWithout) throw new EntraError(7000218);
    return;
  }
  const match = app.secrets.find((candidate) => isEqual(candidate.value, secret));
  if (!match) throw new EntraError(7000215, { appId: app.appId });
  if (new Date(match.endDateTime) <= now) throw new EntraError(7000222, { appId: app.appId });
}

function isEqual(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
