import { z } from "zod";
import { administratorSessionSchema } from "./administrator-sessions.ts";
import { defineEndpoint } from "./endpoint.ts";
import { plainText } from "./plain-text.ts";

/**
 * Changes that the product makes in a tenant with an administrator's own sign-in, whose purpose has the remedy's name.
 * Each is shown exactly before it is made, verified after, and can be taken back. The sign-in's cookie is the
 * credential of everything here but the list for the organization's own admin.
 */
export const remedyCodes = [
  "grant_tenant_wide",
  "grant_pilot_users",
  "custom_consent_policy",
  "assign_users",
  "enable_app",
  "enable_consent_workflow",
] as const;
export const remedyCodeSchema = z.enum(remedyCodes);
export type RemedyCode = z.infer<typeof remedyCodeSchema>;

export const remedyChangeSchema = z.object({
  id: z.uuid(),
  code: remedyCodeSchema,
  state: z.enum(["previewed", "applied", "verified", "undone", "failed"]),
  tenantId: z.string(),
  /** Who had it made, as Microsoft names them. */
  actorName: z.string(),
  previewedAt: z.iso.datetime(),
  appliedAt: z.iso.datetime().nullable(),
  verifiedAt: z.iso.datetime().nullable(),
  undoneAt: z.iso.datetime().nullable(),
  undoneByName: z.string().nullable(),
  /** Each setting in words, before and after. */
  facts: z.array(z.object({ subject: z.string(), before: z.string(), after: z.string() })),
  /** The exact requests to Graph, in order; empty when the tenant is as wanted already. */
  requests: z.array(z.object({ method: z.string(), url: z.string(), body: z.string().nullable() })),
  /** How many of them were carried out. */
  doneCount: z.int(),
  /** What went wrong, in a sentence with a next step. */
  failure: z.string().nullable(),
  /** What an undo left as it is, and why. */
  kept: z.array(z.string()),
});
export type RemedyChange = z.infer<typeof remedyChangeSchema>;

export const remedyPersonSchema = z.object({
  /** Microsoft's object id. */
  id: z.string(),
  displayName: z.string(),
  address: z.string().nullable(),
});
export type RemedyPerson = z.infer<typeof remedyPersonSchema>;

export const remedyOverviewSchema = z.object({
  session: administratorSessionSchema,
  organizationDisplayName: z.string(),
  /** Null where the sign-in was for something else than a remedy. */
  remedy: z
    .object({
      code: remedyCodeSchema,
      /** What it does, in a sentence. */
      sentence: z.string(),
      risk: z.enum(["least", "moderate", "broad"]),
      risks: z.array(z.string()),
      /** Any one of these is enough, least first. */
      sufficientRoles: z.array(z.string()),
      /** Null where Microsoft did not tell the roles. */
      isRoleHeld: z.boolean().nullable(),
      /** Who has to be chosen before it can be shown. */
      needs: z.enum(["nobody", "people", "reviewers"]),
    })
    .nullable(),
  /** Those who wait and are known at Microsoft. */
  waiting: z.array(remedyPersonSchema),
  /** Of this tenant, newest first. */
  changes: z.array(remedyChangeSchema),
});
export type RemedyOverview = z.infer<typeof remedyOverviewSchema>;

export const getRemedies = defineEndpoint({
  method: "GET",
  path: "/api/remedies",
  access: "public",
  output: remedyOverviewSchema,
  errors: ["administrator_session_required"],
});

export const searchRemedyPeople = defineEndpoint({
  method: "POST",
  path: "/api/remedies/people",
  access: "public",
  body: z.strictObject({ text: plainText.min(1).max(100) }),
  output: z.object({ people: z.array(remedyPersonSchema) }),
  errors: ["administrator_session_required", "administrator_role_missing", "vendor_unavailable"],
});

/** Reads the tenant and shows the exact change; nothing is changed. */
export const previewRemedy = defineEndpoint({
  method: "POST",
  path: "/api/remedies/previews",
  access: "public",
  body: z.strictObject({
    /** Object ids at Microsoft of the chosen people or reviewers. */
    people: z.array(z.uuid()).max(50).default([]),
  }),
  output: remedyChangeSchema,
  errors: [
    "administrator_session_required",
    "administrator_role_missing",
    "conflict",
    "not_found",
    "vendor_unavailable",
  ],
  audit: "remedy.preview",
});

const changeParams = z.object({ changeId: z.uuid() });
const changeErrors = [
  "administrator_session_required",
  "administrator_role_missing",
  "conflict",
  "not_found",
  "vendor_unavailable",
] as const;

/** Reads again, and refuses (`conflict`) where the tenant is no longer as it was shown. */
export const applyRemedy = defineEndpoint({
  method: "POST",
  path: "/api/remedies/:changeId/apply",
  access: "public",
  params: changeParams,
  output: remedyChangeSchema,
  errors: changeErrors,
  audit: "remedy.apply",
});

/** Restores what stood there before, and leaves what others have changed since. */
export const undoRemedy = defineEndpoint({
  method: "POST",
  path: "/api/remedies/:changeId/undo",
  access: "public",
  params: changeParams,
  output: remedyChangeSchema,
  errors: changeErrors,
  audit: "remedy.undo",
});

/** How far it has come: the change as a reading confirms it, and the people who got their mailbox by it. */
export const getRemedyProgress = defineEndpoint({
  method: "GET",
  path: "/api/remedies/:changeId",
  access: "public",
  params: changeParams,
  output: z.object({
    change: remedyChangeSchema,
    people: z.array(
      z.object({ displayName: z.string(), state: z.enum(["connected", "waiting", "needs_sign_in"]) }),
    ),
  }),
  errors: ["administrator_session_required", "not_found"],
});

/** For the organization's admin: everything that was changed in its tenants. */
export const listRemedyChanges = defineEndpoint({
  method: "GET",
  path: "/api/remedies/changes",
  access: "admin",
  output: z.object({ changes: z.array(remedyChangeSchema) }),
});

/** Why people are still blocked although somebody approved. */
export const stillBlockedSchema = z.object({
  /** `clear`: nothing is in the way any more. `pending`: wait a little. `blocked`: somebody must act. */
  verdict: z.enum(["clear", "pending", "blocked"]),
  findings: z.array(
    z.object({
      /** The cause by name. */
      code: z.string(),
      certainty: z.enum(["certain", "likely"]),
      sentence: z.string(),
      whoActs: z.array(z.string()),
      nextStep: z.string(),
      /** Names of those whom it keeps out, as far as they are known here. */
      names: z.array(z.string()),
    }),
  ),
  /** True where only a reading of the tenant can tell: an administrator signs in for it. */
  needsReading: z.boolean(),
  /** Those who got through just now. */
  connectedNames: z.array(z.string()),
  waitingNames: z.array(z.string()),
  /** Parts of the tenant that Microsoft did not show. */
  unread: z.array(z.string()),
});
export type StillBlocked = z.infer<typeof stillBlockedSchema>;

/** With an administrator's sign-in: the tenant is read, and each cause is named. */
export const readStillBlocked = defineEndpoint({
  method: "POST",
  path: "/api/remedies/still-blocked",
  access: "public",
  output: stillBlockedSchema,
  errors: ["administrator_session_required", "vendor_unavailable"],
});

/** "It is done", by the administrator's link: a token is tried for those who wait, and its refusal is read. */
export const reportApprovalDone = defineEndpoint({
  method: "POST",
  path: "/api/remedies/report-done",
  access: "public",
  body: z.strictObject({ token: z.string().min(20).max(500) }),
  output: stillBlockedSchema,
  errors: ["link_invalid", "link_expired", "link_revoked", "conflict"],
  audit: "approval.report_done",
});

/** "My administrator says it is done", by somebody who waits: their own token tells. */
export const reportApprovalDoneAsWaiter = defineEndpoint({
  method: "POST",
  path: "/api/remedies/report-done-as-waiter",
  access: "user",
  output: stillBlockedSchema,
  errors: ["too_many_requests", "vendor_unavailable"],
});
