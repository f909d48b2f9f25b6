/** What was being attempted when the protocol failed. */
export type OAuthStep =
  | "read_authorization_response"
  | "exchange_code"
  | "refresh_tokens"
  | "request_device_code"
  | "poll_device_code"
  | "validate_id_token"
  | "revoke_token"
  | "read_metadata";

/**
 * `error` is the server's own word (RFC 6749 §5.2) or one of ours:
 * - `network_error`: no answer: connection, TLS or time-out;
 * - `invalid_response`: an answer that is not what the protocol says (HTML, too large, missing members);
 * - `state_mismatch`: the callback does not belong to the authorization we started;
 * - `invalid_id_token`: signature, issuer, audience, time or nonce is wrong.
 */
export interface OAuthErrorDetails {
  readonly step: OAuthStep;
  readonly error: string;
  readonly status?: number | undefined;
  readonly errorDescription?: string | undefined;
  readonly suberror?: string | undefined;
  readonly errorCodes?: readonly number[] | undefined;
  readonly errorUri?: string | undefined;
  /** The server's claims request (Conditional Access), to be sent back in the next authorization. */
  readonly claims?: string | undefined;
  readonly traceId?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** The protocol failed. Keeps what the wire said; its message holds only step and `error`, so that it may be logged. */
export class OAuthError extends Error {
  readonly step: OAuthStep;
  readonly error: string;
  readonly status: number | undefined;
  readonly suberror: string | undefined;
  readonly errorCodes: readonly number[];
  readonly errorUri: string | undefined;
  readonly traceId: string | undefined;
  readonly correlationId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly #errorDescription: string | undefined;
  readonly #claims: string | undefined;

  constructor(details: OAuthErrorDetails) {
    super(
      `OAuth: could not ${details.step.replaceAll("_", " ")}: ${details.error}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.name = "OAuthError";
    this.step = details.step;
    this.error = details.error;
    this.status = details.status;
    this.#errorDescription = details.errorDescription;
    this.suberror = details.suberror;
    this.errorCodes = details.errorCodes ?? [];
    this.errorUri = details.errorUri;
    this.#claims = details.claims;
    this.traceId = details.traceId;
    this.correlationId = details.correlationId;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }

  /** The server's sentence. Behind an accessor, because it may name a user and loggers write every own member of an error. */
  get errorDescription(): string | undefined {
    return this.#errorDescription;
  }

  /** The claims request of Conditional Access; behind an accessor for the same reason. */
  get claims(): string | undefined {
    return this.#claims;
  }
}
