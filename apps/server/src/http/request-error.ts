import type { RequestErrorCode } from "@outrigger/api-contract";

export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

/** The caller's fault. `publicMessage` goes to the caller as it stands: one sentence, no addresses, no secrets. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly code: RequestErrorCode;
  readonly publicMessage: string;
  readonly fields: readonly FieldFault[] | undefined;

  constructor(
    code: RequestErrorCode,
    publicMessage: string = defaultMessages[code],
    options: { readonly fields?: readonly FieldFault[]; readonly cause?: unknown } = {},
  ) {
    super(`${code}: ${publicMessage}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.publicMessage = publicMessage;
    this.fields = options.fields;
  }
}

/** What each code means, for a person; `docs/errors.md` is made from it. */
export const defaultMessages: Readonly<Record<RequestErrorCode, string>> = {
  invalid_input: "Something in the request is missing or wrong. Correct the named fields and try again.",
  not_signed_in: "You are not signed in. Sign in with Salesforce and try again.",
  forbidden: "You are not allowed to do this. Ask an administrator of your organization.",
  not_found: "This does not exist, or it is not yours to see.",
  conflict: "This does not fit the present state. Reload and look again.",
  too_many_requests: "Too many tries in a short time. Wait a minute and try again.",
  authorization_not_found: "This sign-in is not known here. Start again from the sidebar.",
  authorization_expired: "This sign-in took too long. Start again from the sidebar.",
  authorization_refused: "The sign-in was refused. Start again, or ask your administrator.",
  handoff_invalid: "This one-time code was used before or is too old. Sign in again.",
  link_invalid: "This link is not complete or not known. Ask for it again.",
  link_expired: "This link is too old. Ask the person who sent it for a new one.",
  link_revoked: "This link was withdrawn. Ask the person who sent it.",
  outside_permission_tier:
    "Your organization has chosen the sidebar only, so no mailbox is connected. An admin of your organization can change that under Permissions.",
  mailbox_not_connected: "Your mailbox is not connected. Choose Set up sync first.",
  crm_not_connected: "Salesforce is not connected. Sign in with Salesforce again.",
  administrator_session_required:
    "Nobody is signed in at Microsoft as an administrator here, or the hour is over. Sign in again.",
  administrator_other_tenant:
    "This account belongs to another organization at Microsoft than the one that asks. Sign in with an account of that organization.",
  administrator_account_unsuitable:
    "This is a guest or a personal account. Sign in with a work account of the organization itself.",
  administrator_role_missing:
    "Microsoft refused: this account has no role that may do this. Somebody with one of the named roles has to sign in.",
  vendor_unavailable: "Microsoft or Salesforce does not answer at the moment. Try again in a few minutes.",
  internal_error:
    "Something went wrong on our side. Try again; if it stays, give your operator the request id.",
};

/** The status that goes with each code. */
export const statusOfCode: Readonly<Record<RequestErrorCode, number>> = {
  invalid_input: 400,
  not_signed_in: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_many_requests: 429,
  authorization_not_found: 404,
  authorization_expired: 400,
  authorization_refused: 400,
  handoff_invalid: 400,
  link_invalid: 404,
  link_expired: 410,
  link_revoked: 410,
  outside_permission_tier: 409,
  mailbox_not_connected: 409,
  crm_not_connected: 409,
  administrator_session_required: 401,
  administrator_other_tenant: 403,
  administrator_account_unsuitable: 403,
  administrator_role_missing: 403,
  vendor_unavailable: 503,
  internal_error: 500,
};
