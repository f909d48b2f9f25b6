import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

/** `fault`: fails now. `warning`: will fail, or gives away more than is needed. */
export const registrationFindingSchema = z.object({
  code: z.enum([
    "other_application",
    "application_missing",
    "application_disabled",
    "redirect_uri_missing",
    "redirect_uri_differs",
    "redirect_uri_extra",
    "audience_personal",
    "audience_too_narrow",
    "publisher_unverified",
    "permission_missing",
    "permission_missing_for_other_tier",
    "permission_extra",
    "permission_application",
    "secret_missing",
    "secret_expired",
    "secret_expiring",
    "public_client",
    "implicit_grant",
    "principal_missing",
    "principal_disabled",
    "assignment_required",
  ]),
  severity: z.enum(["fault", "warning"]),
  /** What is there, and what follows. */
  sentence: z.string(),
  /** The exact change. */
  fix: z.string(),
});
export type RegistrationFinding = z.infer<typeof registrationFindingSchema>;

export const registrationAudiences = ["AzureADMyOrg", "AzureADMultipleOrgs"] as const;

/** How the last sign-in with the registration went, and what to change where it failed. */
export const signInTestSchema = z.object({
  state: z.enum(["started", "works", "fails"]),
  at: z.iso.datetime(),
  /** `AADSTS…`, or the protocol's own name of the error. */
  code: z.string().nullable(),
  sentence: z.string(),
  fix: z.string().nullable(),
});
export type SignInTest = z.infer<typeof signInTestSchema>;

export const registrationSchema = z.object({
  clientId: z.string(),
  /** `looks_like_id`: a GUID stands where the secret's value belongs. The value itself is never shown. */
  secret: z.enum(["set", "missing", "looks_like_id"]),
  redirectUris: z.array(z.string()),
  permissions: z.array(z.object({ id: z.string(), value: z.string(), apiName: z.string() })),
  /** For each audience what to create: Graph's `application`, the older manifest, commands, and the steps by hand. */
  variants: z.array(
    z.object({
      audience: z.enum(registrationAudiences),
      application: z.string(),
      manifest: z.string(),
      commands: z.array(
        z.object({ title: z.string(), language: z.enum(["http", "powershell", "bash"]), text: z.string() }),
      ),
      steps: z.array(z.string()),
    }),
  ),
  portalUrl: z.string(),
  /** Gives the JSON that the check takes, for whoever signs in to nothing here. */
  readCommand: z.string(),
  lastTest: signInTestSchema.nullable(),
});
export type Registration = z.infer<typeof registrationSchema>;

/** What the registration has to be, from this installation's settings. No secret is part of it. */
export const getRegistration = defineEndpoint({
  method: "GET",
  path: "/api/registration",
  access: "admin",
  output: registrationSchema,
});

/**
 * Compares the registration with what is needed. With `application`, the JSON of `GET /applications(appId='…')`; without
 * it Graph is read with the administrator's session (purpose `check_registration`).
 */
export const checkRegistration = defineEndpoint({
  method: "POST",
  path: "/api/registration/checks",
  access: "admin",
  body: z.strictObject({ application: z.string().min(2).max(200_000).optional() }),
  output: z.object({
    findings: z.array(registrationFindingSchema),
    /** What was compared: with pasted JSON the app in the tenant is not known. */
    hasPrincipal: z.boolean(),
  }),
  errors: ["administrator_session_required", "vendor_unavailable"],
  audit: "registration.check",
});

/** Says what an error on Microsoft's page means for the registration: those never come back by themselves. */
export const explainSignInError = defineEndpoint({
  method: "POST",
  path: "/api/registration/explanations",
  access: "admin",
  body: z.strictObject({ text: z.string().min(1).max(5000) }),
  output: z.object({ code: z.string().nullable(), sentence: z.string(), fix: z.string().nullable() }),
});

/** Starts a sign-in with the registration; nothing that it brings is kept. `url` is Microsoft's page. */
export const startSignInTest = defineEndpoint({
  method: "POST",
  path: "/api/registration/tests",
  access: "admin",
  body: z.strictObject({ tenant: z.string().trim().max(253).optional() }),
  output: z.object({ url: z.string() }),
  errors: ["vendor_unavailable"],
  audit: "registration.test",
});
