export const FAILURE_REASONS = [
  "reauthorization_required",
  "consent_required",
  "admin_action_required",
  "permission_missing",
  "record_not_found",
  "version_conflict",
  "record_rejected",
  "rate_limited",
  "cursor_expired",
  "temporarily_unavailable",
  "unexpected_response",
] as const;

/** Why a vendor said no, in the few words that every connector reduces its errors to. */
export type FailureReason = (typeof FAILURE_REASONS)[number];

export type ConnectorVendor = "microsoft" | "exchange" | "salesforce";

export interface ConnectorErrorDetails {
  readonly reason: FailureReason;
  readonly vendor: ConnectorVendor;
  /** What was being attempted, in our words: "read changed messages". Never holds record contents. */
  readonly operation: string;
  readonly status?: number | undefined;
  /** The vendor's own code, for diagnosis only; logic reads `reason`. */
  readonly vendorCode?: string | undefined;
  /** The vendor's id of the request, for its support. */
  readonly requestId?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** A vendor refused or could not be reached. Its message names the operation, reason and code, and nothing that came from a record. */
export class ConnectorError extends Error {
  readonly reason: FailureReason;
  readonly vendor: ConnectorVendor;
  readonly operation: string;
  readonly status: number | undefined;
  readonly vendorCode: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(details: ConnectorErrorDetails) {
    const code = details.vendorCode ?? details.status;
    const suffix = code === undefined ? "" : ` (${code})`;
    super(
      `${details.vendor}: could not ${details.operation}: ${details.reason}${suffix}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.name = "ConnectorError";
    this.reason = details.reason;
    this.vendor = details.vendor;
    this.operation = details.operation;
    this.status = details.status;
    this.vendorCode = details.vendorCode;
    this.requestId = details.requestId;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}
