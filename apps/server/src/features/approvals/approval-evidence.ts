import { z } from "zod";

/**
 * What is known about an approval beyond its state.
 * `lastReturn` is how the administrator last came back from Microsoft; anybody can call the redirect, so it is a hint
 * for the page and never proof of a grant.
 */
const approvalEvidenceSchema = z.object({
  lastReturn: z
    .object({
      outcome: z.enum(["reported", "refused", "not_allowed", "other_tenant"]),
      at: z.iso.datetime(),
    })
    .optional(),
});
export type ApprovalEvidence = z.infer<typeof approvalEvidenceSchema>;

/** Reads what the database holds; an unreadable value counts as none. */
export function readApprovalEvidence(stored: unknown): ApprovalEvidence {
  const parsed = approvalEvidenceSchema.safeParse(stored);
  return parsed.success ? parsed.data : {};
}
