import { z } from "zod";

/** The caller's faults (and our own, last). `docs/errors.md` explains each; a test keeps the two equal. */
export const requestErrorCodes = [
  "invalid_input",
  "not_signed_in",
  "forbidden",
  "not_found",
  "conflict",
  "too_many_requests",
  "authorization_not_found",
  "authorization_expired",
  "authorization_refused",
  "handoff_invalid",
  "link_invalid",
  "link_expired",
  "link_revoked",
  "outside_permission_tier",
  "mailbox_not_connected",
  "crm_not_connected",
  "administrator_session_required",
  "administrator_other_tenant",
  "administrator_account_unsuitable",
  "administrator_role_missing",
  "vendor_unavailable",
  "internal_error",
] as const;
export const requestErrorCodeSchema = z.enum(requestErrorCodes);
export type RequestErrorCode = z.infer<typeof requestErrorCodeSchema>;

/** The body of every answer with status 400 or above. */
export const errorBodySchema = z.object({
  error: z.object({
    code: requestErrorCodeSchema,
    /** One sentence for a person: what is wrong and what to do next. */
    message: z.string(),
    /** Field faults of `invalid_input`: the path of the field and what is wrong with it. */
    fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    /** Finds this failure in the server's log. */
    requestId: z.string(),
    /** Where help explains the code, on this server. */
    help: z.string(),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;
