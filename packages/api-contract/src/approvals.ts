import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { plainText } from "./plain-text.ts";

/**
 * An approval is our request to a Microsoft 365 administrator: one per tenant and set of permissions; users join it.
 * `open` → `granted` (verified) or `declined`, `expired`, `revoked`; `verifying` while the administrator's answer at
 * Microsoft is not yet confirmed by a token.
 */
export const approvalStates = ["open", "verifying", "granted", "declined", "expired", "revoked"] as const;

export const approvalSummarySchema = z.object({
  id: z.uuid(),
  state: z.enum(approvalStates),
  askedAt: z.iso.datetime(),
  askedByName: z.string(),
  /** When and by whom it was last decided, as far as known. */
  decidedAt: z.iso.datetime().nullable(),
  decidedByName: z.string().nullable(),
  declineReason: z.string().nullable(),
  waitingCount: z.int(),
});
export type ApprovalSummary = z.infer<typeof approvalSummarySchema>;

/** One permission as the administrator reads it. */
export const askedPermissionSchema = z.object({
  apiName: z.string(),
  claimValue: z.string(),
  /** Microsoft's own name of the permission. */
  permission: z.string(),
  type: z.literal("Delegated"),
  group: z.enum(["sign_in", "mail", "calendar", "contacts", "tasks", "directory", "legacy"]),
  usedFor: z.string(),
  withoutIt: z.string(),
  /** `confirmed`: a token carrying it was issued to somebody in this tenant since the approval. */
  status: z.enum(["not_granted", "reported", "confirmed"]),
});
export type AskedPermission = z.infer<typeof askedPermissionSchema>;

/** Creates or joins the approval of the caller's tenant. The link is shown once; asking again makes a new one. */
export const createApproval = defineEndpoint({
  method: "POST",
  path: "/api/approvals",
  access: "user",
  body: z.strictObject({ reason: plainText.max(500).optional() }),
  output: z.object({
    approval: approvalSummarySchema,
    /** For the administrator: `/approval#<token>`; the token stays in the fragment, out of logs and referrers. */
    link: z.string(),
    linkExpiresAt: z.iso.datetime(),
    /** Prefilled mail for the administrator; the user may edit it. */
    draft: z.object({ subject: z.string(), text: z.string() }),
  }),
  errors: ["conflict"],
  audit: "approval.create",
});

export const mailApproval = defineEndpoint({
  method: "POST",
  path: "/api/approvals/:approvalId/mails",
  access: "user",
  params: z.object({ approvalId: z.uuid() }),
  body: z.strictObject({
    to: z.email().max(320),
    /** The user's own words; the link is added by the server. */
    message: plainText.max(2000),
  }),
  output: z.object({ sent: z.literal(true) }),
  errors: ["not_found", "conflict", "too_many_requests", "vendor_unavailable"],
  audit: "approval.mail",
});

export const listApprovals = defineEndpoint({
  method: "GET",
  path: "/api/approvals",
  access: "admin",
  output: z.object({
    approvals: z.array(
      approvalSummarySchema.extend({
        tenantDisplayName: z.string().nullable(),
        waitingNames: z.array(z.string()),
        permissions: z.array(askedPermissionSchema),
      }),
    ),
  }),
});

export const revokeApproval = defineEndpoint({
  method: "POST",
  path: "/api/approvals/:approvalId/revoke",
  access: "admin",
  params: z.object({ approvalId: z.uuid() }),
  output: approvalSummarySchema,
  errors: ["not_found", "conflict"],
  audit: "approval.revoke",
});

/** What the page behind the administrator's link shows; needs no account. */
export const approvalPageSchema = z.object({
  approval: approvalSummarySchema,
  organizationDisplayName: z.string(),
  tenantDisplayName: z.string().nullable(),
  tenantId: z.string().nullable(),
  /** Names only, no addresses: the link may be forwarded. */
  waitingNames: z.array(z.string()),
  reasons: z.array(z.object({ name: z.string(), reason: z.string() })),
  permissions: z.array(askedPermissionSchema),
  /** What the permissions do not allow, in words. */
  cannot: z.array(z.string()),
  registration: z.object({
    clientId: z.string(),
    displayName: z.string(),
    publisher: z.string().nullable(),
    redirectOrigin: z.string(),
  }),
  sufficientRoles: z.array(z.string()),
  /** Exact commands for an administrator who wants to do it without this page. */
  commands: z.array(
    z.object({ title: z.string(), language: z.enum(["http", "powershell", "bash"]), text: z.string() }),
  ),
  portalSteps: z.array(z.string()),
  portalUrl: z.string(),
  /** Set after coming back from Microsoft. */
  result: z
    .object({
      outcome: z.enum(["granted", "verifying", "refused", "not_allowed", "other_tenant"]),
      sentence: z.string(),
      connectedNames: z.array(z.string()),
      howToRevoke: z.array(z.string()),
    })
    .nullable(),
});
export type ApprovalPage = z.infer<typeof approvalPageSchema>;

const linkToken = z.string().min(20).max(500);

export const openApprovalLink = defineEndpoint({
  method: "POST",
  path: "/api/approval-links/open",
  access: "public",
  body: z.strictObject({ token: linkToken }),
  output: approvalPageSchema,
  errors: ["link_invalid", "link_expired", "link_revoked"],
});

/** Gives the address of Microsoft's own page, bound to this approval by a single-use state. */
export const authorizeApprovalLink = defineEndpoint({
  method: "POST",
  path: "/api/approval-links/authorize",
  access: "public",
  body: z.strictObject({ token: linkToken }),
  output: z.object({ url: z.string() }),
  errors: ["link_invalid", "link_expired", "link_revoked", "conflict"],
  audit: "approval.authorize",
});

export const declineApprovalLink = defineEndpoint({
  method: "POST",
  path: "/api/approval-links/decline",
  access: "public",
  body: z.strictObject({ token: linkToken, reason: plainText.min(1).max(500) }),
  output: approvalPageSchema,
  errors: ["link_invalid", "link_expired", "link_revoked", "conflict"],
  audit: "approval.decline",
});
