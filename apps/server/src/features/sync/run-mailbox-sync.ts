import {
  ConnectorError,
  decideAfterFailure,
  MAIL_FOLDERS,
  type MailFolder,
  type SyncCursor,
} from "@outrigger/sync-core";
import { savePage, type PageOutcome, type SavePageTools } from "./save-page.ts";

/** Where a round keeps what it did. Each call fails with `LeaseLostError` once another worker holds the mailbox. */
export interface RoundStore {
  findCursor(folder: MailFolder): Promise<SyncCursor | undefined>;
  /** Links, issues, counts and the cursor in one transaction, fenced by the lease. */
  commitPage(folder: MailFolder, nextCursor: SyncCursor, outcome: PageOutcome): Promise<void>;
  dropCursor(folder: MailFolder): Promise<void>;
  /** Keeps the lease alive; called at least once a page. */
  renewLease(): Promise<void>;
}

export interface RoundOptions {
  readonly tools: SavePageTools;
  readonly store: RoundStore;
  /** Ends the round between two pages: the process is going down. */
  readonly signal: AbortSignal;
}

/**
 * One round over a mailbox: every folder, page by page, from where the last round's cursor stands.
 * A cursor that Microsoft no longer knows is dropped and the folder read again, once; links and keys keep what is saved
 * from being saved twice. Every other failure is thrown as it came.
 */
export async function runMailboxSync(options: RoundOptions): Promise<void> {
  for (const folder of MAIL_FOLDERS) {
    try {
      await syncFolder(folder, options);
    } catch (error) {
      if (!isExpiredCursor(error)) throw error;
      await options.store.dropCursor(folder);
      await syncFolder(folder, options);
    }
  }
}

async function syncFolder(folder: MailFolder, { tools, store, signal }: RoundOptions): Promise<void> {
  const cursor = await store.findCursor(folder);
  const pages = tools.mailbox.pullChanges({ folder, cursor, windowStart: tools.windowStart });
  for await (const page of pages) {
    signal.throwIfAborted();
    await store.renewLease();
    const outcome = await savePage(page, tools);
    await store.commitPage(folder, page.nextCursor, outcome);
  }
}

function isExpiredCursor(error: unknown): boolean {
  return (
    error instanceof ConnectorError && decideAfterFailure(error.reason).effect === "restart_from_scratch"
  );
}
