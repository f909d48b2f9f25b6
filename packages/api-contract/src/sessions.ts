import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { mailboxConnectionSchema } from "./mailbox-connections.ts";

/**
 * Signing in with Salesforce. The sidebar opens `/sign-in/salesforce/start?surface=sidebar` in a dialog; the dialog
 * ends on `/sidebar/dialog.html` and hands `{type: "signed_in", handoffCode}` to its opener, which trades the code for a
 * session cookie here: the dialog's own cookies live in another partition and never reach the sidebar.
 * The admin panel goes to `/sign-in/salesforce/start?surface=admin` in the same window and gets its cookie by the callback.
 */
export const sessionSchema = z.object({
  user: z.object({
    id: z.uuid(),
    displayName: z.string(),
    email: z.string(),
    isAdmin: z.boolean(),
  }),
  organization: z.object({ id: z.uuid(), displayName: z.string() }),
  crm: z.object({
    vendor: z.literal("salesforce"),
    state: z.enum(["connected", "needs_sign_in"]),
    instanceUrl: z.string(),
  }),
  mailbox: mailboxConnectionSchema,
});
export type Session = z.infer<typeof sessionSchema>;

export const getSession = defineEndpoint({
  method: "GET",
  path: "/api/session",
  access: "user",
  output: sessionSchema,
});

export const createSession = defineEndpoint({
  method: "POST",
  path: "/api/session",
  access: "public",
  body: z.strictObject({ handoffCode: z.string().min(20).max(200) }),
  output: sessionSchema,
  errors: ["handoff_invalid"],
  audit: "session.create",
});

export const deleteSession = defineEndpoint({
  method: "DELETE",
  path: "/api/session",
  access: "user",
  output: z.object({ signedOut: z.literal(true) }),
  audit: "session.delete",
});
