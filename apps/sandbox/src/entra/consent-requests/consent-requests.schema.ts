import { z } from "zod";

const name = z.string().min(1).max(320);

/** Section of a scenario: requests as if people had filed them, and how they ended. */
export const consentRequestsShape = {
  consentRequests: z
    .array(
      z.strictObject({
        tenant: name,
        appId: z.uuid(),
        user: name,
        scope: z.string().min(1).max(4_000),
        reason: z.string().min(1).max(1_000).default("Needed for my work."),
        /** How long ago it was filed. */
        ageSeconds: z.number().min(0).max(31_536_000).default(0),
        review: z
          .strictObject({
            result: z.enum(["Approved", "Denied", "Blocked"]),
            reviewer: name,
            justification: z.string().max(1_000).default(""),
          })
          .optional(),
      }),
    )
    .max(1_000),
};

export const consentRequestsSchema = z.object(consentRequestsShape).partial();
