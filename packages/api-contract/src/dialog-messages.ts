import { z } from "zod";
import { diagnosisTurns } from "./mailbox-connections.ts";

/**
 * What `/sidebar/dialog.html` hands to the sidebar by Office's `messageParent`, as JSON text. The server ends every
 * dialog flow there with the message in the URL's fragment: `#signed_in=<handoffCode>` or `#mailbox=<outcome>`, where it
 * is `blocked` with `&turn=<who can go on>`.
 */
export const dialogMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("signed_in"), handoffCode: z.string().min(20).max(200) }),
  z.object({ type: z.literal("sign_in_failed"), reason: z.string().max(100) }),
  z.object({
    type: z.literal("mailbox"),
    outcome: z.enum(["connected", "blocked", "failed"]),
    /** Of `blocked`: who can go on. */
    turn: z.enum(diagnosisTurns).optional(),
  }),
]);
export type DialogMessage = z.infer<typeof dialogMessageSchema>;
