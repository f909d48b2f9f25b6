import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

/** The open item as Office.js gives it; works without any mailbox permission. */
export const openItemSchema = z.strictObject({
  internetMessageId: z.string().min(1).max(1000),
  participants: z
    .array(
      z.strictObject({
        role: z.enum(["from", "to", "cc"]),
        address: z.string().max(320),
        name: z.string().max(500),
      }),
    )
    .max(500),
});
export type OpenItem = z.infer<typeof openItemSchema>;

export const recordLinkSchema = z.object({
  type: z.enum(["Contact", "Lead", "Account", "Opportunity", "Case", "EmailMessage", "Task", "User"]),
  id: z.string(),
  name: z.string(),
  /** Opens the record in Salesforce. */
  url: z.string(),
});
export type RecordLink = z.infer<typeof recordLinkSchema>;

export const saveStateSchema = z.discriminatedUnion("state", [
  z.object({
    state: z.literal("saved"),
    savedAt: z.iso.datetime(),
    record: recordLinkSchema,
    linkedTo: z.array(recordLinkSchema),
  }),
  z.object({ state: z.literal("not_saved") }),
  z.object({ state: z.literal("internal") }),
  z.object({ state: z.literal("nobody_known") }),
  z.object({ state: z.literal("failed"), reason: z.string() }),
]);
export type SaveState = z.infer<typeof saveStateSchema>;

export const lookedUpItemSchema = z.object({
  save: saveStateSchema,
  people: z.array(
    z.object({
      address: z.string(),
      name: z.string(),
      roles: z.array(z.enum(["from", "to", "cc"])),
      /** `internal`: a colleague, left out of matching. */
      recognised: z.enum(["contact", "lead", "internal", "unknown"]),
      record: recordLinkSchema.nullable(),
      title: z.string().nullable(),
      account: recordLinkSchema.nullable(),
      /** Why this record, in words: "Email equals diane@…". */
      why: z.string(),
    }),
  ),
  accounts: z.array(
    recordLinkSchema.extend({ industry: z.string().nullable(), phone: z.string().nullable() }),
  ),
  opportunities: z.array(
    recordLinkSchema.extend({
      stage: z.string(),
      amount: z.number().nullable(),
      closeDate: z.string().nullable(),
    }),
  ),
  cases: z.array(recordLinkSchema.extend({ status: z.string(), number: z.string() })),
});
export type LookedUpItem = z.infer<typeof lookedUpItemSchema>;

export const lookUpItem = defineEndpoint({
  method: "POST",
  path: "/api/items/lookup",
  access: "user",
  body: openItemSchema,
  output: lookedUpItemSchema,
  errors: ["crm_not_connected", "vendor_unavailable"],
});

/** Saves the open mail from what Office.js shows, under the same key that the sync would use: never twice. */
export const saveItem = defineEndpoint({
  method: "POST",
  path: "/api/items/save",
  access: "user",
  body: openItemSchema.extend({
    subject: z.string().max(3000),
    sentAt: z.iso.datetime(),
    bodyText: z.string().max(1_000_000),
    conversationId: z.string().max(1000).optional(),
  }),
  output: saveStateSchema,
  errors: ["crm_not_connected", "vendor_unavailable"],
  audit: "item.save",
});
