import type { Collection, Document } from "../core/document-store.ts";
import type { SandboxContext } from "../core/part.ts";

/** A mail that the product sent. */
export interface OutboxMail extends Document {
  readonly from: string;
  readonly to: readonly string[];
  /** Addresses of the Reply-To header. */
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Undefined for a mail without an HTML body. */
  readonly html?: string | undefined;
  readonly receivedAt: string;
}

/** Oldest first. */
export function outboxOf({ store }: Pick<SandboxContext, "store">): Collection<OutboxMail> {
  return store.collection<OutboxMail>("outbox");
}
