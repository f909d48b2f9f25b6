import type { AuthorizationAttempt } from "@outrigger/storage";
import { z } from "zod";

/** What an attempt keeps of the window that it belongs to. */
const windowContextSchema = z.object({
  /** Names the window to the sidebar that opened it; all stages share it. */
  authorizationId: z.string().optional(),
  /** The mailbox that the sidebar stands beside, as Office.js says. */
  mailboxAddress: z.string().optional(),
  /**
   * A silent request in between (`prompt=none`). `cause`: the sign-in was left without a word, what is missing? `resume`:
   * somebody else signed in, can the person be signed in without a page? Neither is ever followed by another.
   */
  probe: z.enum(["cause", "resume"]).optional(),
});
export type WindowContext = z.infer<typeof windowContextSchema>;

export function readWindowContext({ context }: Pick<AuthorizationAttempt, "context">): WindowContext {
  const parsed = windowContextSchema.safeParse(context);
  return parsed.success ? parsed.data : {};
}

/** The id under which the sidebar knows the window that this attempt belongs to. */
export function readAuthorizationId(attempt: Pick<AuthorizationAttempt, "context">): string | undefined {
  return readWindowContext(attempt).authorizationId;
}
