import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

export const settingsSchema = z.strictObject({
  /** Days back that the first sync of a mailbox reads; null reads everything. */
  initialWindowDays: z.int().min(1).max(3650).nullable(),
  /** Domains whose people are colleagues, besides those of the tenant and of the users. */
  internalDomains: z.array(z.string().trim().toLowerCase().max(253)).max(200),
  /** Days without an answer after which an administrator who was mailed is reminded. */
  approvalReminderDays: z.int().min(1).max(30),
  /** How often at most; 0: never. */
  approvalReminderCountMax: z.int().min(0).max(5),
  /** Days without an answer after which the second administrator is asked. */
  approvalEscalationDays: z.int().min(1).max(30),
  /** The second administrator for approvals that name none; null: nobody. */
  approvalEscalationAddress: z.email().max(320).nullable(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const getSettings = defineEndpoint({
  method: "GET",
  path: "/api/settings",
  access: "admin",
  output: settingsSchema,
});

export const changeSettings = defineEndpoint({
  method: "PATCH",
  path: "/api/settings",
  access: "admin",
  body: settingsSchema.partial(),
  output: settingsSchema,
  audit: "settings.change",
});
