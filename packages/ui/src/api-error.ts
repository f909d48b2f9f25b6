import type { RequestErrorCode } from "@outrigger/api-contract";

/** The server's own codes, and the two that only a client can see. */
export type ApiErrorCode = RequestErrorCode | "network" | "unexpected_answer";

export interface ApiErrorDetails {
  /** HTTP status; 0 when nobody answered. */
  status: number;
  /** The server's sentence for a person; left out where the server could not be understood. */
  publicMessage?: string | undefined;
  fields?: readonly { path: string; message: string }[] | undefined;
  requestId?: string | undefined;
  cause?: unknown;
}

/** A call to the product's API that failed; `code` says how, `publicMessage` says it to a person. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ApiErrorCode;
  readonly status: number;
  readonly publicMessage: string | undefined;
  readonly fields: readonly { path: string; message: string }[];
  readonly requestId: string | undefined;

  constructor(code: ApiErrorCode, details: ApiErrorDetails) {
    super(details.publicMessage ?? code, { cause: details.cause });
    this.code = code;
    this.status = details.status;
    this.publicMessage = details.publicMessage;
    this.fields = details.fields ?? [];
    this.requestId = details.requestId;
  }
}

/** Whether `error` is an `ApiError`, and of that code when one is given. */
export function isApiError(error: unknown, code?: ApiErrorCode): error is ApiError {
  return error instanceof ApiError && (code === undefined || error.code === code);
}
