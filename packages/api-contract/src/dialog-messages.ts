import { z } from "zod";

/**
 * What `/sidebar/dialog.html` hands to the sidebar by Office's `messageParent`, as JSON text. The server ends every
 * dialog flow there with the message in the URL's fragment: `#signed_in=<handoffCode>` or `#mailbox=<outcome>`.
 */
export const dialogMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("signed_in"), handoffCode: z.string().min(20).max(200) }),
  z.object({ type: z.literal("sign_in_failed"), reason: z.string().max(100) }),
  z.object({ type: z.literal("mailbox"), outcome: z.enum(["connected", "blocked", "failed"]) }),
]);
export type DialogMessage = z.infer<typeof dialogMessageSchema>;
