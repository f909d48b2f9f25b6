import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

export const auditEntrySchema = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  /** Null for what the system did by itself. */
  actorName: z.string().nullable(),
  /** `resource.action`. */
  action: z.string(),
  /** One sentence, without addresses or secrets. */
  summary: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const listAuditEntries = defineEndpoint({
  method: "GET",
  path: "/api/audit",
  access: "admin",
  query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
  output: z.object({ entries: z.array(auditEntrySchema) }),
});
