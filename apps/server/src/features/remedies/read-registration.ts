import { findKnownPermission, type RequiredResourceAccess } from "@outrigger/consent";
import { z } from "zod";

const registrationSchema = z.object({
  requiredResourceAccess: z.array(
    z.object({
      resourceAppId: z.string(),
      resourceAccess: z.array(z.object({ id: z.string(), type: z.string() })),
    }),
  ),
});

/**
 * The static list of the registration, by claim values; undefined where the registration stands in another tenant or was
 * not shown, so that nothing is concluded from it.
 */
export function readRegistration(application: unknown): RequiredResourceAccess[] | undefined {
  const parsed = registrationSchema.safeParse(application);
  if (!parsed.success) return undefined;
  return parsed.data.requiredResourceAccess.map(({ resourceAppId, resourceAccess }) => ({
    resourceAppId: resourceAppId.toLowerCase(),
    scopes: resourceAccess
      .filter(({ type }) => type === "Scope")
      .map(({ id }) => findKnownPermission(resourceAppId, id)?.value ?? id),
  }));
}
