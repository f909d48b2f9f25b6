import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

/** What stops people in a Microsoft tenant, or will. `watch_ended`: nobody looks any more. */
export const noticeKinds = [
  "grant_revoked",
  "grant_narrowed",
  "app_disabled",
  "assignment_required",
  "consent_policy_changed",
  "workflow_off",
  "secret_expires",
  "secret_expired",
  "consent_requests_waiting",
  "watch_ended",
] as const;
export const noticeKindSchema = z.enum(noticeKinds);
export type NoticeKind = z.infer<typeof noticeKindSchema>;

export const noticeSchema = z.object({
  id: z.uuid(),
  kind: noticeKindSchema,
  tenantId: z.string(),
  /** What happened, in one sentence. */
  sentence: z.string(),
  /** What it was and what it became, where that tells more. */
  before: z.array(z.string()),
  after: z.array(z.string()),
  /** What helps, and who can do it. */
  nextStep: z.string(),
  /** `token`: Microsoft refused a connected person. `reading`: the tenant's settings tell. */
  source: z.enum(["reading", "token"]),
  raisedAt: z.iso.datetime(),
  isDismissed: z.boolean(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** Open notices, newest first; one that is over by itself is gone. */
export const listNotices = defineEndpoint({
  method: "GET",
  path: "/api/notices",
  access: "admin",
  output: z.object({ notices: z.array(noticeSchema) }),
});

/** Takes it from the overview for everybody; it comes back when it happens anew. */
export const dismissNotice = defineEndpoint({
  method: "POST",
  path: "/api/notices/:noticeId/dismiss",
  access: "admin",
  params: z.object({ noticeId: z.uuid() }),
  output: z.object({ dismissed: z.literal(true) }),
  errors: ["not_found"],
  audit: "notice.dismiss",
});
