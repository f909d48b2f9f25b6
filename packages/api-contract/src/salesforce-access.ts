import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { plainText } from "./plain-text.ts";

/**
 * Getting past Salesforce's own wall. Signing in with Salesforce is our sign-in, so who asks is nobody yet: a request is
 * tied to the browser that waits (by a cookie) and to the login host. `open` → `administrator_done` (the administrator
 * says so) → `connected` (a sign-in in that browser proved it); or `declined`, `withdrawn`, or its date.
 */
export const salesforceAccessStates = [
  "open",
  "administrator_done",
  "declined",
  "connected",
  "withdrawn",
  "expired",
] as const;

/** What an error of Salesforce means, in words for the person who met it. */
export const salesforceExplanationSchema = z.object({
  /** `certain`: Salesforce named it. `ambiguous`: `question` tells the causes apart. `other_vendor`: it is Microsoft's. */
  certainty: z.enum(["certain", "ambiguous", "other_vendor", "unknown", "no_error"]),
  /** Code of the catalogue; null where the cause is not known. */
  code: z.string().nullable(),
  title: z.string(),
  meaning: z.string(),
  whoMustAct: z.array(z.string()),
  steps: z.array(z.string()),
  /** Whether somebody else has to act: then an administrator is asked. */
  isAdministratorNeeded: z.boolean(),
  /** Where help explains it, on this server. */
  help: z.string(),
  question: z
    .object({
      text: z.string(),
      /** `answer` is sent back as the text to explain. */
      choices: z.array(z.object({ label: z.string(), answer: z.string() })),
    })
    .nullable(),
});
export type SalesforceExplanation = z.infer<typeof salesforceExplanationSchema>;

/** Understands the address or the text of an error page; nothing of it is kept. */
export const explainSalesforceError = defineEndpoint({
  method: "POST",
  path: "/api/salesforce-access/explain",
  access: "public",
  body: z.strictObject({ text: z.string().trim().min(1).max(8000) }),
  output: salesforceExplanationSchema,
});

export const salesforceAccessSchema = z.object({
  state: z.enum(salesforceAccessStates),
  /** Code of the catalogue; null while nobody knows what Salesforce refused. */
  cause: z.string().nullable(),
  askedAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().nullable(),
  declineReason: z.string().nullable(),
  expiresAt: z.iso.datetime(),
});
export type SalesforceAccess = z.infer<typeof salesforceAccessSchema>;

const personName = plainText.max(60).regex(/^[^\n\r<>]*$/, "must be one line");

/** Asks, or asks again from the same browser: the link stays the same. No mail is sent for somebody who is not signed in. */
export const askSalesforceAccess = defineEndpoint({
  method: "POST",
  path: "/api/salesforce-access",
  access: "public",
  body: z.strictObject({
    /** As the person calls themselves; the administrator is told that nobody has checked it. */
    name: personName.optional(),
    cause: z
      .string()
      .regex(/^[A-Za-z][\w-]{0,79}$/)
      .optional(),
  }),
  output: z.object({
    request: salesforceAccessSchema,
    /** For the administrator: `/salesforce-access#<token>`; the token stays in the fragment. */
    link: z.string(),
    /** For the person's own mail program. */
    draft: z.object({ subject: z.string(), text: z.string() }),
  }),
  errors: ["too_many_requests"],
  audit: "salesforce_access.ask",
});

/** The request of this browser; null where it has none. */
export const getSalesforceAccess = defineEndpoint({
  method: "GET",
  path: "/api/salesforce-access",
  access: "public",
  output: z.object({ request: salesforceAccessSchema.nullable() }),
});

export const withdrawSalesforceAccess = defineEndpoint({
  method: "POST",
  path: "/api/salesforce-access/withdraw",
  access: "public",
  output: z.object({ request: salesforceAccessSchema.nullable() }),
  audit: "salesforce_access.withdraw",
});

/** What somebody who sets up or allows the app at Salesforce has to know of it. */
export const salesforceAppSchema = z.object({
  consumerKey: z.string(),
  callbackUrl: z.string(),
  loginUrl: z.string(),
  /** As Salesforce calls each scope, and what it is used for. */
  scopes: z.array(z.object({ scope: z.string(), label: z.string(), usedFor: z.string() })),
  /** Setup, step by step, for an app of the org's own. */
  setupSteps: z.array(z.string()),
  policies: z.array(z.object({ setting: z.string(), value: z.string(), why: z.string() })),
});
export type SalesforceApp = z.infer<typeof salesforceAppSchema>;

export const salesforceAccessPageSchema = z.object({
  request: salesforceAccessSchema.extend({ askedByName: z.string() }),
  explanation: salesforceExplanationSchema.nullable(),
  app: salesforceAppSchema,
  /** What the app cannot do. */
  cannot: z.array(z.string()),
  /** The ways out, the narrowest first. */
  ways: z.array(z.object({ title: z.string(), steps: z.array(z.string()), warning: z.string().nullable() })),
});
export type SalesforceAccessPage = z.infer<typeof salesforceAccessPageSchema>;

const linkToken = z.string().min(20).max(200);
const linkErrors = ["link_invalid", "link_expired", "link_revoked"] as const;

export const openSalesforceAccessLink = defineEndpoint({
  method: "POST",
  path: "/api/salesforce-access-links/open",
  access: "public",
  body: z.strictObject({ token: linkToken }),
  output: salesforceAccessPageSchema,
  errors: linkErrors,
});

/** The administrator says that it is done; the waiting browser is told, and only a sign-in there proves it. */
export const finishSalesforceAccessLink = defineEndpoint({
  method: "POST",
  path: "/api/salesforce-access-links/done",
  access: "public",
  body: z.strictObject({ token: linkToken }),
  output: salesforceAccessPageSchema,
  errors: [...linkErrors, "conflict"],
  audit: "salesforce_access.done",
});

export const declineSalesforceAccessLink = defineEndpoint({
  method: "POST",
  path: "/api/salesforce-access-links/decline",
  access: "public",
  body: z.strictObject({ token: linkToken, reason: plainText.min(1).max(500) }),
  output: salesforceAccessPageSchema,
  errors: [...linkErrors, "conflict"],
  audit: "salesforce_access.decline",
});

/** Requests that are known to belong to the caller's organization, newest first, and the app's facts. */
export const listSalesforceAccess = defineEndpoint({
  method: "GET",
  path: "/api/salesforce-access/requests",
  access: "admin",
  output: z.object({
    requests: z.array(salesforceAccessSchema.extend({ id: z.uuid(), askedByName: z.string() })),
    app: salesforceAppSchema,
  }),
});

/** One of our settings against what Salesforce knows of the app. */
export const salesforceAppCheckSchema = z.object({
  check: z.enum(["login_host", "allowed_hosts", "consumer_key", "consumer_secret"]),
  outcome: z.enum(["fine", "problem", "unknown"]),
  text: z.string(),
  help: z.string(),
});
export type SalesforceAppCheck = z.infer<typeof salesforceAppCheckSchema>;

/** Asks Salesforce about the app without signing anybody in; changes nothing. */
export const checkSalesforceAppSettings = defineEndpoint({
  method: "GET",
  path: "/api/salesforce-access/app-checks",
  access: "admin",
  output: z.object({ checks: z.array(salesforceAppCheckSchema) }),
});

/** One thing that was looked at in the caller's org. */
export const salesforceFindingSchema = z.object({
  check: z.enum(["app", "assignments", "approvals", "logins", "api_calls", "mail", "key_field"]),
  /** `unknown`: the caller may not read it. */
  outcome: z.enum(["fine", "problem", "hint", "unknown"]),
  title: z.string(),
  text: z.string(),
  fix: z.array(z.string()),
  help: z.string(),
});
export type SalesforceFinding = z.infer<typeof salesforceFindingSchema>;

/** Reads the caller's org with the caller's own rights; changes nothing there. */
export const diagnoseSalesforce = defineEndpoint({
  method: "POST",
  path: "/api/salesforce-access/diagnose",
  access: "admin",
  output: z.object({ findings: z.array(salesforceFindingSchema) }),
  errors: ["crm_not_connected", "vendor_unavailable"],
  audit: "salesforce_access.diagnose",
});
