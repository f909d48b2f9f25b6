import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { askedPermissionSchema } from "./approvals.ts";

/** How much the organization lets the product ask of Microsoft, least first; each holds all of the one before. */
export const permissionTierSchema = z.enum([
  "sidebar_only",
  "mail_read_only",
  "mail_and_calendar",
  "everything",
]);
export type PermissionTier = z.infer<typeof permissionTierSchema>;

export const permissionFeatureSchema = z.enum([
  "sidebar",
  "recognize_colleagues",
  "automatic_saving",
  "calendar",
  "mark_saved_mail",
  "contacts",
  "tasks",
  "sending",
]);
export type PermissionFeature = z.infer<typeof permissionFeatureSchema>;

/**
 * Whether a feature works, and why not. `not_built`: no version does it yet. `not_in_tier`: the organization chose less.
 * `not_granted`: Microsoft has not granted its permission, or nobody has signed in yet.
 */
export const featureSchema = z.object({
  feature: permissionFeatureSchema,
  lowestTier: permissionTierSchema,
  /** Claim values of Microsoft Graph; empty where Office.js suffices. */
  scopes: z.array(z.string()),
  availability: z.enum(["available", "not_in_tier", "not_granted", "not_built"]),
});
export type Feature = z.infer<typeof featureSchema>;

/** One tier, and what choosing it would change for the people of the organization. */
export const tierSchema = z.object({
  tier: permissionTierSchema,
  features: z.array(permissionFeatureSchema),
  /** Beyond the permissions of sign-in. */
  permissions: z.array(askedPermissionSchema.pick({ claimValue: true, permission: true, usedFor: true })),
  /** Who has to say yes where Microsoft manages the consent policy, as in most tenants. */
  approvedBy: z.enum(["nobody", "user", "administrator"]),
  /** False above what the installation allows. */
  isAllowed: z.boolean(),
  connectedCount: z.int(),
  /** Of the connected, those who lack one of the tier's permissions. */
  toApproveCount: z.int(),
});
export type Tier = z.infer<typeof tierSchema>;

export const tierChoiceSchema = z.object({
  tier: permissionTierSchema,
  /** False while the installation's default holds. */
  isChosen: z.boolean(),
  tiers: z.array(tierSchema),
  features: z.array(featureSchema),
  /** Per Microsoft tenant: what connected people lack of the tier, and what is granted beyond it. */
  tenants: z.array(
    z.object({
      tenantId: z.string(),
      displayName: z.string().nullable(),
      lacking: z.array(z.string()),
      lackingCount: z.int(),
      noLongerAsked: z.array(z.string()),
      /** Narrows the tenant-wide grant to what is asked now. */
      takeBackCommand: z.string(),
    }),
  ),
});
export type TierChoice = z.infer<typeof tierChoiceSchema>;

export const getPermissionTier = defineEndpoint({
  method: "GET",
  path: "/api/permissions/tier",
  access: "admin",
  output: tierChoiceSchema,
});

/** Takes effect with the next token; who is connected stays connected. */
export const choosePermissionTier = defineEndpoint({
  method: "PATCH",
  path: "/api/permissions/tier",
  access: "admin",
  body: z.strictObject({ tier: permissionTierSchema }),
  output: tierChoiceSchema,
  audit: "permissions.choose_tier",
});

/** Asks a tenant's administrator for what connected people lack of the tier. The link is shown once. */
export const askForAddedPermissions = defineEndpoint({
  method: "POST",
  path: "/api/permissions/approvals",
  access: "admin",
  body: z.strictObject({ tenantId: z.guid() }),
  output: z.object({ link: z.string(), linkExpiresAt: z.iso.datetime() }),
  errors: ["not_found", "conflict"],
  audit: "approval.create",
});

/** What the organization's tenants have granted, as far as tokens prove it. */
export const listPermissions = defineEndpoint({
  method: "GET",
  path: "/api/permissions",
  access: "admin",
  output: z.object({
    tenants: z.array(
      z.object({
        tenantId: z.string(),
        displayName: z.string().nullable(),
        permissions: z.array(
          askedPermissionSchema.extend({
            confirmedAt: z.iso.datetime().nullable(),
            confirmedForNames: z.array(z.string()),
          }),
        ),
      }),
    ),
  }),
});
