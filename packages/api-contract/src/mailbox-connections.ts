import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { approvalSummarySchema } from "./approvals.ts";
import { featureSchema, permissionTierSchema } from "./permissions.ts";
import { plainText } from "./plain-text.ts";

/**
 * Where a user's mailbox stands.
 * - `not_connected`: never set up. `authorizing`: a window is open at Microsoft.
 * - `blocked`: Microsoft refused or went silent; `diagnosis` says why and who can act.
 * - `waiting`: an approval was asked for; nothing to do for the user.
 * - `connected`: tokens stand and mail flows. `needs_sign_in`: the session ended, the user has to sign in once.
 */
export const mailboxStates = [
  "not_connected",
  "authorizing",
  "blocked",
  "waiting",
  "connected",
  "needs_sign_in",
] as const;

/** What the user says to have seen on Microsoft's page; settles an ambiguous diagnosis. */
export const sawOnMicrosoftPage = [
  "need_admin_approval",
  "approval_required",
  "permissions_requested",
  "other",
] as const;

/**
 * Who can go on: the person alone, an administrator of their organization, the reviewers of Microsoft's own approval
 * form, or whoever runs the product.
 */
export const diagnosisTurns = ["yourself", "administrator", "reviewers", "operator", "unsure"] as const;
export type DiagnosisTurn = (typeof diagnosisTurns)[number];

export const diagnosisSchema = z.object({
  certainty: z.enum(["certain", "likely", "ambiguous"]),
  /** Cause codes of the consent library, likeliest first. */
  causes: z.array(z.string()),
  /** One plain sentence: what happened and why. */
  sentence: z.string(),
  /** One plain sentence: what happens next and who is on it. */
  nextStep: z.string(),
  /** Names of the roles that can remove the cause; empty where the user can. */
  whoCanFix: z.array(z.string()),
  /** Whose turn it is; `unsure` while the question is open. */
  turn: z.enum(diagnosisTurns),
  /** Set while ambiguous: the one question whose answer settles it. */
  question: z
    .object({
      text: z.string(),
      choices: z.array(z.object({ value: z.enum(sawOnMicrosoftPage), label: z.string() })),
    })
    .nullable(),
  /** Folded below the words: code, time, correlation id as Microsoft gave them. */
  technical: z.object({
    code: z.string().nullable(),
    at: z.iso.datetime(),
    correlationId: z.string().nullable(),
  }),
  /** How the window at Microsoft was left. */
  leftBy: z.enum(["return_link_or_cancel", "declined", "closed_window", "time_out", "error"]),
});
export type Diagnosis = z.infer<typeof diagnosisSchema>;

export const mailboxConnectionSchema = z.object({
  state: z.enum(mailboxStates),
  /** The signed-in Microsoft account, once known. */
  mailboxAddress: z.string().nullable(),
  tenantDisplayName: z.string().nullable(),
  connectedAt: z.iso.datetime().nullable(),
  diagnosis: diagnosisSchema.nullable(),
  approval: approvalSummarySchema.nullable(),
  /** What the organization chose to ask of Microsoft, and which features that leaves this person. */
  tier: permissionTierSchema,
  features: z.array(featureSchema),
  /** When the person said to have sent a request by Microsoft's own form. */
  requestSentAt: z.iso.datetime().nullable(),
  /** Colleagues of the same Microsoft tenant who cannot connect either. */
  alsoWaiting: z.object({ count: z.int(), names: z.array(z.string()) }),
  sync: z
    .object({
      state: z.enum(["never_ran", "running", "idle", "failing"]),
      lastFinishedAt: z.iso.datetime().nullable(),
      savedCount: z.int(),
      /** Messages looked at so far in the running (or last) round. */
      examinedCount: z.int(),
      issueCount: z.int(),
    })
    .nullable(),
});
export type MailboxConnection = z.infer<typeof mailboxConnectionSchema>;

export const getMailboxConnection = defineEndpoint({
  method: "GET",
  path: "/api/mailbox-connection",
  access: "user",
  output: mailboxConnectionSchema,
});

/**
 * Starts "Set up sync". The answer's `startUrl` (same origin) is opened in the dialog; it carries a ticket that works
 * once, within a minute. `authorizationId` lets the sidebar report how the window ended.
 */
export const startMailboxAuthorization = defineEndpoint({
  method: "POST",
  path: "/api/mailbox-connection/authorizations",
  access: "user",
  body: z.strictObject({
    /** The open mailbox's address from Office.js: sign-in hint and way to the tenant; never proof of identity. */
    mailboxAddress: z.email().max(320).optional(),
  }),
  output: z.object({ authorizationId: z.uuid(), startUrl: z.string() }),
  errors: ["conflict", "outside_permission_tier", "too_many_requests"],
  audit: "mailbox_connection.authorize",
});

/** The dialog was closed (Office's event 12006) without an answer: maybe the wall. */
export const reportClosedWindow = defineEndpoint({
  method: "POST",
  path: "/api/mailbox-connection/authorizations/:authorizationId/closed",
  access: "user",
  params: z.object({ authorizationId: z.uuid() }),
  output: mailboxConnectionSchema,
  errors: ["authorization_not_found"],
});

export const answerDiagnosisQuestion = defineEndpoint({
  method: "POST",
  path: "/api/mailbox-connection/answer",
  access: "user",
  body: z.strictObject({
    saw: z.enum(sawOnMicrosoftPage),
    /** The words of Microsoft's page, as far as the person can copy them; only codes and headings are kept. */
    pageText: plainText.max(5000).optional(),
  }),
  output: mailboxConnectionSchema,
  errors: ["conflict"],
});

/** Tries the silent token again now, for "my administrator says it is done". */
export const checkMailboxConnection = defineEndpoint({
  method: "POST",
  path: "/api/mailbox-connection/check",
  access: "user",
  output: mailboxConnectionSchema,
  errors: ["too_many_requests"],
});

export const disconnectMailbox = defineEndpoint({
  method: "DELETE",
  path: "/api/mailbox-connection",
  access: "user",
  output: mailboxConnectionSchema,
  audit: "mailbox_connection.delete",
});
