import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { plainText } from "./plain-text.ts";
import { mailboxStates } from "./mailbox-connections.ts";

export const userSchema = z.object({
  id: z.uuid(),
  displayName: z.string(),
  email: z.string(),
  isAdmin: z.boolean(),
  /** `provisioned`: added by an administrator, has not signed in yet. */
  state: z.enum(["provisioned", "active"]),
  crmState: z.enum(["never_signed_in", "connected", "needs_sign_in"]),
  mailboxState: z.enum(mailboxStates),
  mailboxAddress: z.string().nullable(),
  /** The first cause in plain words where the user is stuck. */
  stuckBecause: z.string().nullable(),
  savedCount: z.int(),
  issueCount: z.int(),
  lastSyncAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});
export type User = z.infer<typeof userSchema>;

export const listUsers = defineEndpoint({
  method: "GET",
  path: "/api/users",
  access: "admin",
  query: z.object({
    mailboxState: z.enum(mailboxStates).optional(),
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({ users: z.array(userSchema), total: z.int() }),
});

/** Searches by name or address; a POST, as an address must not stand in a URL. */
export const searchUsers = defineEndpoint({
  method: "POST",
  path: "/api/users/search",
  access: "admin",
  body: z.strictObject({ text: plainText.max(200), limit: z.int().min(1).max(200).default(50) }),
  output: z.object({ users: z.array(userSchema), total: z.int() }),
});

export const provisionUser = defineEndpoint({
  method: "POST",
  path: "/api/users",
  access: "admin",
  body: z.strictObject({ email: z.email().max(320), displayName: plainText.min(1).max(200) }),
  output: userSchema,
  errors: ["conflict"],
  audit: "user.provision",
});

/** What would go, in numbers, before it goes. */
export const previewForceDelete = defineEndpoint({
  method: "GET",
  path: "/api/users/:userId/force-delete",
  access: "admin",
  params: z.object({ userId: z.uuid() }),
  output: z.object({
    tokenCount: z.int(),
    linkCount: z.int(),
    issueCount: z.int(),
    runCount: z.int(),
    /** What stays: records in Salesforce, mail in the mailbox, the organization's grants at Microsoft. */
    stays: z.array(z.string()),
  }),
  errors: ["not_found"],
});

/** Removes the user at once, initialized or not: tokens revoked, sync data gone. Others keep working. */
export const forceDeleteUser = defineEndpoint({
  method: "POST",
  path: "/api/users/:userId/force-delete",
  access: "admin",
  params: z.object({ userId: z.uuid() }),
  output: z.object({ deleted: z.literal(true), revokedAt: z.array(z.enum(["salesforce", "microsoft"])) }),
  errors: ["not_found"],
  audit: "user.force_delete",
});
