import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

/** The first page of the admin panel: is everyone working? */
export const getOverview = defineEndpoint({
  method: "GET",
  path: "/api/overview",
  access: "admin",
  output: z.object({
    connectedCount: z.int(),
    waitingCount: z.int(),
    stuckCount: z.int(),
    notConnectedCount: z.int(),
    /** The one fix that helps most people, null when nobody is stuck. */
    bestFix: z.object({ sentence: z.string(), helpsCount: z.int(), link: z.string() }).nullable(),
    /** Saved items per hour of the last 24 hours, oldest first. */
    savedPerHour: z.array(z.object({ hour: z.iso.datetime(), count: z.int() })),
  }),
});
