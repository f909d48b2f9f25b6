import type { ConnectorError } from "./connector-error.ts";
import type { MailItemId, SyncCursor } from "./ids.ts";
import type { MailFolder, MessageBody, MessageHeader } from "./mail-records.ts";

export interface PullChangesRequest {
  readonly folder: MailFolder;
  /** Where the last committed page ended; undefined for the first round, or after `cursor_expired`. */
  readonly cursor?: SyncCursor | undefined;
  /** First round only: the oldest received time of interest; undefined means everything. Later rounds remember it in the cursor. */
  readonly windowStart?: Date | undefined;
}

/** `saved` covers both new and changed mail: the source may repeat itself and the last one wins, so applying must be idempotent. */
export type MailboxChange =
  | { readonly kind: "saved"; readonly header: MessageHeader }
  | { readonly kind: "removed"; readonly id: MailItemId };

/** One page. Store `nextCursor` in the transaction that stores what the page led to, before asking for the next page. */
export interface MailboxChangePage {
  readonly changes: readonly MailboxChange[];
  readonly nextCursor: SyncCursor;
  /** True on the last page of this round; the cursor then starts the next round. */
  readonly isLast: boolean;
}

export type MessageBodyResult =
  | { readonly outcome: "found"; readonly id: MailItemId; readonly body: MessageBody }
  | { readonly outcome: "gone"; readonly id: MailItemId }
  | { readonly outcome: "failed"; readonly id: MailItemId; readonly error: ConnectorError };

/**
 * A mailbox that can tell what changed. Every method throws `ConnectorError`.
 * A page is fetched only when the caller asks for it, so a caller that stops between pages has lost nothing.
 */
export interface MailboxSource {
  pullChanges(request: PullChangesRequest): AsyncIterable<MailboxChangePage>;
  /** One result per id, in the order asked. A single mail's failure is a result; only a failure of the whole call throws. */
  getBodies(ids: readonly MailItemId[]): Promise<MessageBodyResult[]>;
}
