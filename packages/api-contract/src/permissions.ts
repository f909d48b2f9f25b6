import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { askedPermissionSchema } from "./approvals.ts";

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
