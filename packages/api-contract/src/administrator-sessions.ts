import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

/**
 * A Microsoft 365 administrator signs in with the product's own registration, for one purpose. The purpose decides what
 * is asked of Microsoft, which is never part of what users are asked, nor of the registration's static list.
 */
export const administratorPurposes = [
  "read_tenant",
  "watch_tenant",
  "grant_tenant_wide",
  "grant_pilot_users",
  "custom_consent_policy",
  "assign_users",
  "enable_app",
  "enable_consent_workflow",
  "check_registration",
] as const;
export const administratorPurposeSchema = z.enum(administratorPurposes);
export type AdministratorPurpose = z.infer<typeof administratorPurposeSchema>;

/** What whoever holds an administrator's link may sign in for; the others begin in the admin panel. */
export const linkPurposes = [
  "read_tenant",
  "grant_tenant_wide",
  "grant_pilot_users",
  "custom_consent_policy",
  "assign_users",
  "enable_app",
  "enable_consent_workflow",
] as const satisfies readonly AdministratorPurpose[];

/** Pages of the panel that a sign-in may come back to; any other address is refused. */
export const administratorReturnPages = ["remedies", "posture", "registration"] as const;

/** Where Microsoft's page is, and what it will ask. */
const startedSchema = z.object({ url: z.string(), scopes: z.array(z.string()) });

/** From the approval page: the link is the only credential, and its approval's tenant the only one that fits. */
export const authorizeAdministratorByLink = defineEndpoint({
  method: "POST",
  path: "/api/administrator-sessions/authorize-link",
  access: "public",
  body: z.strictObject({ token: z.string().min(20).max(500), purpose: z.enum(linkPurposes) }),
  output: startedSchema,
  errors: ["link_invalid", "link_expired", "link_revoked", "conflict"],
  audit: "administrator_session.authorize",
});

/** From the admin panel. With several tenants, `tenantId` chooses one of the organization's own. */
export const authorizeAdministrator = defineEndpoint({
  method: "POST",
  path: "/api/administrator-sessions/authorize",
  access: "admin",
  body: z.strictObject({
    purpose: administratorPurposeSchema,
    tenantId: z.uuid().optional(),
    returnTo: z.enum(administratorReturnPages).default("remedies"),
  }),
  output: startedSchema,
  errors: ["not_found", "conflict"],
  audit: "administrator_session.authorize",
});

export const administratorSessionSchema = z.object({
  purpose: administratorPurposeSchema,
  tenantId: z.string(),
  tenantDisplayName: z.string().nullable(),
  /** As Microsoft names the person. */
  displayName: z.string(),
  /** Names of the directory roles held; those that have no known name by their template's id. */
  roles: z.array(z.string()),
  /** False where Microsoft did not tell: then only a refusal tells. */
  areRolesKnown: z.boolean(),
  scopes: z.array(z.string()),
  expiresAt: z.iso.datetime(),
  /** Whether it began with an approval's link. */
  isFromLink: z.boolean(),
});
export type AdministratorSession = z.infer<typeof administratorSessionSchema>;

export const getAdministratorSession = defineEndpoint({
  method: "GET",
  path: "/api/administrator-sessions/current",
  access: "public",
  output: administratorSessionSchema,
  errors: ["administrator_session_required"],
});

export const deleteAdministratorSession = defineEndpoint({
  method: "DELETE",
  path: "/api/administrator-sessions/current",
  access: "public",
  output: z.object({ signedOut: z.literal(true) }),
  audit: "administrator_session.delete",
});
