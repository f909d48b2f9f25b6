import { ConnectorError, type FailureReason } from "@outrigger/sync-core";
import { z } from "zod";

/** What came back, as far as it is needed to understand a refusal. */
export interface SalesforceFailure {
  readonly status: number;
  /** The text of the body, or the value that stood in a composite answer. */
  readonly body: unknown;
}

/** One entry of Salesforce's error array. Rows of collections say `statusCode`, everything else `errorCode`. */
export const salesforceFaultSchema = z
  .object({
    errorCode: z.string().optional(),
    statusCode: z.string().optional(),
    message: z.string().default(""),
    fields: z.array(z.string()).nullish(),
  })
  .transform(({ errorCode, statusCode, message, fields }) => ({
    code: errorCode ?? statusCode ?? "UNKNOWN",
    message,
    fields: fields ?? [],
  }));
export type SalesforceFault = z.infer<typeof salesforceFaultSchema>;

const faultsSchema = z.array(salesforceFaultSchema).min(1);
const oauthSchema = z
  .object({ error: z.string(), error_description: z.string().default("") })
  .transform(({ error, error_description: message }) => ({ code: error, message, fields: [] }));

const REASON_BY_CODE: Readonly<Record<string, FailureReason>> = {
  UNABLE_TO_LOCK_ROW: "temporarily_unavailable",
  UNKNOWN_EXCEPTION: "temporarily_unavailable",
  SERVER_UNAVAILABLE: "temporarily_unavailable",
  QUERY_TIMEOUT: "temporarily_unavailable",
  REQUEST_RUNNING_TOO_LONG: "temporarily_unavailable",
  PROCESSING_HALTED: "temporarily_unavailable",
  ALL_OR_NONE_OPERATION_ROLLED_BACK: "temporarily_unavailable",
  REQUEST_LIMIT_EXCEEDED: "rate_limited",
  API_DISABLED_FOR_ORG: "admin_action_required",
  API_CURRENTLY_DISABLED: "admin_action_required",
  app_not_found: "admin_action_required",
  inactive_user: "admin_action_required",
  // Identity calls are made with a token of a moment ago: not the token has ended, the person or the edition has no API.
  Bad_OAuth_Token: "admin_action_required",
  INVALID_SESSION_ID: "reauthorization_required",
  invalid_grant: "reauthorization_required",
  INSUFFICIENT_ACCESS: "permission_missing",
  FUNCTIONALITY_NOT_ENABLED: "permission_missing",
  NOT_FOUND: "record_not_found",
  ENTITY_IS_DELETED: "record_not_found",
  MALFORMED_ID: "record_not_found",
  INVALID_CROSS_REFERENCE_KEY: "record_not_found",
  // Our query or our picture of the fields is wrong: no row and no user is at fault.
  INVALID_FIELD: "unexpected_response",
  INVALID_TYPE: "unexpected_response",
  MALFORMED_QUERY: "unexpected_response",
  INVALID_FIELD_FOR_INSERT_UPDATE: "unexpected_response",
  JSON_PARSER_ERROR: "unexpected_response",
  METHOD_NOT_ALLOWED: "unexpected_response",
  INVALID_QUERY_LOCATOR: "cursor_expired",
};

/** Every entry of an error body; empty for HTML and everything else that is not Salesforce's own form. */
export function readFaults(body: unknown): SalesforceFault[] {
  const value = typeof body === "string" ? parseJson(body) : body;
  const faults = faultsSchema.safeParse(value);
  if (faults.success) return faults.data;
  const fault = oauthSchema.safeParse(value);
  if (fault.success) return [fault.data];
  // The identity calls answer with the bare code.
  const isBareCode = typeof body === "string" && Object.hasOwn(REASON_BY_CODE, body);
  return isBareCode ? [{ code: body, message: "", fields: [] }] : [];
}

/** Reduces a refusal to a reason. The message is not kept: it may quote a record. */
export function parseSalesforceError(failure: SalesforceFailure, operation: string): ConnectorError {
  const [fault] = readFaults(failure.body);
  return new ConnectorError({
    reason: findReason(failure.status, fault),
    vendor: "salesforce",
    operation,
    status: failure.status,
    vendorCode: nameAsHelp(fault),
  });
}

/** Where Salesforce's code stands for several things, the name of the one that it means here. */
function nameAsHelp(fault: SalesforceFault | undefined): string | undefined {
  if (isSessionUnfit(fault)) return SESSION_UNFIT;
  return fault?.code === "Bad_OAuth_Token" ? "API_DISABLED_FOR_ORG" : fault?.code;
}

/** What help calls it: Salesforce gives it the code of an ended session. */
const SESSION_UNFIT = "session_not_valid_for_api";

/** The reason behind one row's fault, where no status of its own exists. */
export function findFaultReason(fault: SalesforceFault): FailureReason {
  const reason = REASON_BY_CODE[fault.code];
  // In a row "not found" or a foreign key means that the row points to something that has gone: the row is at fault.
  return reason === undefined || reason === "record_not_found" || reason === "permission_missing"
    ? "record_rejected"
    : reason;
}

function findReason(status: number, fault: SalesforceFault | undefined): FailureReason {
  if (isSessionUnfit(fault)) return "admin_action_required";
  const byCode = fault === undefined ? undefined : REASON_BY_CODE[fault.code];
  if (byCode !== undefined) return byCode;
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
    case 420:
    case 500:
    case 502:
    case 503:
    case 504:
      return "temporarily_unavailable";
    case 429:
      return "rate_limited";
    case 400:
      return fault === undefined ? "unexpected_response" : "record_rejected";
    default:
      return "unexpected_response";
  }
}

/** API Access Control or a missing scope: the session is valid but not for this, and a refresh gives the same. */
function isSessionUnfit(fault: SalesforceFault | undefined): boolean {
  return fault?.code === "INVALID_SESSION_ID" && /not valid for use with the REST API/i.test(fault.message);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
