import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { plainText } from "./plain-text.ts";

/**
 * An approval is our request to a Microsoft 365 administrator: one per tenant and set of permissions; users join it.
 * `open` → `granted` (verified) or `declined`, `expired`, `revoked`; `verifying` while the administrator's answer at
 * Microsoft is not yet confirmed by a token.
 */
export const approvalStates = ["open", "verifying", "granted", "declined", "expired", "revoked"] as const;

/** What happens to an approval; the timeline tells it in this order and with these words. */
export const approvalEventSchema = z.object({
  kind: z.enum([
    "asked",
    "joined",
    "link_made",
    "mailed",
    "mail_failed",
    "opened",
    "went_to_microsoft",
    "came_back",
    "reminded",
    "escalation_named",
    "escalated",
    "forwarded",
    "link_revoked",
    "granted",
    "declined",
    "expired",
    "revoked",
    "everybody_connected",
  ]),
  at: z.iso.datetime(),
  /** Null for what happened by itself, and for whoever held a link. */
  actorName: z.string().nullable(),
  /** Whom a mail went to, masked: `i…@contoso.example`. */
  recipient: z.string().nullable(),
});
export type ApprovalEvent = z.infer<typeof approvalEventSchema>;

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
  /** When it ends by itself, where nobody answers. */
  expiresAt: z.iso.datetime(),
  /** The newest entry of its timeline. */
  lastEvent: approvalEventSchema.nullable(),
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
  /** Microsoft's own description, as its consent page shows it to an administrator. */
  microsoftText: z.string(),
  /** A permission that reaches less, where there is one, and what is lost with it. */
  lesserChoice: z.object({ claimValue: z.string(), whatChanges: z.string() }).nullable(),
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

/** Mails everybody who was mailed before, at once; each gets a new link. */
export const remindApproval = defineEndpoint({
  method: "POST",
  path: "/api/approvals/:approvalId/reminders",
  access: "user",
  params: z.object({ approvalId: z.uuid() }),
  output: z.object({ sentCount: z.int() }),
  errors: ["not_found", "conflict", "too_many_requests", "vendor_unavailable"],
  audit: "approval.remind",
});

/** Names a second administrator: asked at once, or by itself when nobody has answered in the time that the settings say. */
export const escalateApproval = defineEndpoint({
  method: "POST",
  path: "/api/approvals/:approvalId/escalations",
  access: "user",
  params: z.object({ approvalId: z.uuid() }),
  body: z.strictObject({ to: z.email().max(320), when: z.enum(["now", "if_unanswered"]) }),
  output: z.object({
    sent: z.boolean(),
    /** When the mail goes out by itself; null where it went out now. */
    dueAt: z.iso.datetime().nullable(),
  }),
  errors: ["not_found", "conflict", "too_many_requests", "vendor_unavailable"],
  audit: "approval.escalate",
});

/** One link of an approval as the organization's admin sees it; never its token. */
export const approvalLinkSchema = z.object({
  id: z.uuid(),
  madeAt: z.iso.datetime(),
  /** Null where the system made it, or whoever held a link that was forwarded. */
  madeByName: z.string().nullable(),
  isForwarded: z.boolean(),
  /** Whom it was mailed to, masked; null where it was given to be copied. */
  recipient: z.string().nullable(),
  openedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime(),
  state: z.enum(["alive", "expired", "revoked"]),
});
export type ApprovalLinkDescription = z.infer<typeof approvalLinkSchema>;

/** Ends one link and those forwarded from it; whoever it was mailed to is reminded no more. */
export const revokeApprovalLink = defineEndpoint({
  method: "POST",
  path: "/api/approvals/:approvalId/links/:linkId/revoke",
  access: "admin",
  params: z.object({ approvalId: z.uuid(), linkId: z.uuid() }),
  output: z.object({ links: z.array(approvalLinkSchema) }),
  errors: ["not_found", "conflict"],
  audit: "approval.revoke_link",
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
        /** Oldest first. */
        timeline: z.array(approvalEventSchema),
        /** Newest first. */
        links: z.array(approvalLinkSchema),
        /** The second administrator that was named for it, masked. */
        escalationRecipient: z.string().nullable(),
      }),
    ),
    /** False where the operator set up no mail server. */
    canMail: z.boolean(),
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
  /**
   * Claim values that connected people of the tenant had before this was asked: the organization has chosen more since, and
   * only the others are new. Microsoft's page lists them all, as a new grant may replace an earlier one.
   */
  grantedBefore: z.array(z.string()),
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
  /** What each way to approve opens, and to whom; least first. */
  risks: z.array(
    z.object({ way: z.string(), risk: z.enum(["least", "moderate", "broad"]), text: z.string() }),
  ),
  /** When the approval ends by itself. */
  expiresAt: z.iso.datetime(),
  /** False where the operator set up no mail server: a forwarding is then a link to copy. */
  canMail: z.boolean(),
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

/**
 * Makes a link of its own for a colleague, mailed where `to` is given, else shown once. It never outlives the link that it
 * comes from, and ends with it.
 */
export const forwardApprovalLink = defineEndpoint({
  method: "POST",
  path: "/api/approval-links/forward",
  access: "public",
  body: z.strictObject({
    token: linkToken,
    to: z.email().max(320).optional(),
    note: plainText.max(500).optional(),
  }),
  output: z.object({
    /** Null where it was mailed. */
    link: z.string().nullable(),
    expiresAt: z.iso.datetime(),
  }),
  errors: [
    "link_invalid",
    "link_expired",
    "link_revoked",
    "conflict",
    "too_many_requests",
    "vendor_unavailable",
  ],
  audit: "approval.forward",
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
