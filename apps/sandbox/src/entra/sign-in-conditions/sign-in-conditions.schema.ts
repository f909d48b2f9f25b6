import { z } from "zod";
import { accessControls } from "./conditional-access.ts";

const name = z.string().min(1).max(320);
const names = z.array(name).max(1_000);

/** Sections of a scenario for what stands between a person and consent; `tenant` and users as elsewhere in it. */
export const signInConditionsShape = {
  conditionalAccess: z.array(
    z.strictObject({
      tenant: name,
      id: z.uuid(),
      displayName: name.optional(),
      state: z.enum(["enabled", "disabled", "enabledForReportingButNotEnforced"]).optional(),
      control: z.enum(accessControls).optional(),
      /** Of a sign-in frequency; an hour is the least that Entra takes. */
      hours: z.int().min(1).max(8_760).optional(),
      includeUsers: z.union([z.literal("all"), names]).optional(),
      excludeUsers: names.optional(),
      appIds: z.union([z.literal("all"), z.array(name).max(100)]).optional(),
      removed: z.boolean().default(false),
    }),
  ),
  tenantAccess: z.array(
    z.strictObject({
      tenant: name,
      outboundGuests: z.enum(["allowed", "blocked"]).optional(),
      inboundGuests: z.enum(["allowed", "blocked"]).optional(),
      missingApis: z.array(name).max(100).optional(),
      ewsEnabled: z.boolean().nullable().optional(),
      ewsAllowedAppIds: z.array(name).max(100).optional(),
    }),
  ),
};

const schema = z.object(signInConditionsShape).partial();
export const signInConditionsSchema = schema;
export type SignInConditions = z.infer<typeof schema>;
