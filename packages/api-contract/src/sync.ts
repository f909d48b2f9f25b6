import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

export const runSchema = z.object({
  id: z.uuid(),
  userDisplayName: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  outcome: z.enum(["running", "finished", "failed", "abandoned"]),
  examinedCount: z.int(),
  savedCount: z.int(),
  skippedCount: z.int(),
  issueCount: z.int(),
  /** A failure reason in words; null while nothing failed. */
  failure: z.string().nullable(),
});
export type Run = z.infer<typeof runSchema>;

/** Wakes the sync of the caller's mailbox now. */
export const startRun = defineEndpoint({
  method: "POST",
  path: "/api/sync/runs",
  access: "user",
  output: z.object({ queued: z.boolean() }),
  errors: ["mailbox_not_connected"],
  audit: "sync.wake",
});

export const listRuns = defineEndpoint({
  method: "GET",
  path: "/api/sync/runs",
  access: "admin",
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({ runs: z.array(runSchema) }),
});

export const issueSchema = z.object({
  id: z.uuid(),
  userDisplayName: z.string(),
  subject: z.string().nullable(),
  reason: z.string(),
  /** The vendor's or our own words on what is wrong. */
  message: z.string(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  attempts: z.int(),
});
export type Issue = z.infer<typeof issueSchema>;

export const listIssues = defineEndpoint({
  method: "GET",
  path: "/api/issues",
  access: "admin",
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({ issues: z.array(issueSchema), total: z.int() }),
});
