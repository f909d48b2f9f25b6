import { ConnectorError, type FailureReason } from "@outrigger/sync-core";
import { z } from "zod";

/** What came back, as far as it is needed to understand a refusal. Header names in lower case. */
export interface GraphFailure {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The text of the body, or the object that stood in a batch answer. */
  readonly body: unknown;
}

const errorSchema = z.object({
  error: z.object({
    code: z.string().max(200),
    message: z.string().optional(),
    innerError: z.object({ "request-id": z.string().max(200).optional() }).optional(),
  }),
});

const CURSOR_CODES: ReadonlySet<string> = new Set([
  "syncstatenotfound",
  "syncstateinvalid",
  "resyncrequired",
]);
const MAILBOX_CODES: ReadonlySet<string> = new Set([
  "mailboxnotenabledforrestapi",
  "mailboxnotsupportedforrestapi",
]);

const DUPLICATE_TEXT = "Permission entry already exists";

/** Reduces a Graph refusal to a reason. Nothing of the body but its code and request id goes on: messages may quote mail. */
export function parseGraphError(failure: GraphFailure, operation: string): ConnectorError {
  const parsed = errorSchema.safeParse(parseBody(failure.body));
  const code = parsed.success ? parsed.data.error.code : undefined;
  // Some tenants answer 400 with this text instead of 409 with the code (seen; the text is what both have).
  const isDuplicate = parsed.data?.error.message?.startsWith(DUPLICATE_TEXT) === true;
  return new ConnectorError({
    reason: isDuplicate ? "version_conflict" : findReason(failure.status, code?.toLowerCase()),
    vendor: "microsoft",
    operation,
    status: failure.status,
    vendorCode: code,
    requestId: failure.headers["request-id"] ?? parsed.data?.error.innerError?.["request-id"],
    retryAfterSeconds: parseRetryAfterSeconds(failure.headers["retry-after"]),
  });
}

/** Graph sends whole seconds; an HTTP date or nonsense counts as not said. */
function parseRetryAfterSeconds(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,6}$/.test(value.trim()) ? Number(value) : undefined;
}

function parseBody(body: unknown): unknown {
  if (typeof body !== "string") return body;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function findReason(status: number, code: string | undefined): FailureReason {
  if (code !== undefined && CURSOR_CODES.has(code)) return "cursor_expired";
  // The mailbox has no licence, was disabled, or lives on a server of the company's own.
  if (code !== undefined && MAILBOX_CODES.has(code)) return "admin_action_required";
  switch (status) {
    case 401:
      return "reauthorization_required";
    case 403:
      return "permission_missing";
    case 404:
      return "record_not_found";
    case 409:
    case 412:
      return "version_conflict";
    case 410:
      return "cursor_expired";
    case 429:
      return "rate_limited";
    case 400:
    case 413:
    case 422:
    case 507:
      return "record_rejected";
    default:
      return status >= 500 ? "temporarily_unavailable" : "unexpected_response";
  }
}
