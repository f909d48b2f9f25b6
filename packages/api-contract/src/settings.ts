import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

export const settingsSchema = z.strictObject({
  /** Days back that the first sync of a mailbox reads; null reads everything. */
  initialWindowDays: z.int().min(1).max(3650).nullable(),
  /** Domains whose people are colleagues, besides those of the tenant and of the users. */
  internalDomains: z.array(z.string().trim().toLowerCase().max(253)).max(200),
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
