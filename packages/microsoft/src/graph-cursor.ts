import { parseSyncCursor, type SyncCursor } from "@outrigger/sync-core";
import { z } from "zod";

/**
 * Where a round stands. `filtered`: Graph itself keeps older mail out; it then lists at most 5,000 messages, so a first round that
 * reaches this number is repeated as `complete`, which lists everything and drops older mail here.
 */
const cursorSchema = z.object({
  version: z.literal(1),
  mode: z.enum(["filtered", "complete"]),
  /** Undefined: the round has not begun. */
  link: z.string().optional(),
  windowStart: z.iso.datetime().optional(),
  /** Messages listed so far in a filtered first round; undefined once the round is over. */
  listedCount: z.int().optional(),
});
export type GraphCursor = z.infer<typeof cursorSchema>;

export function writeCursor(cursor: GraphCursor): SyncCursor {
  return parseSyncCursor(JSON.stringify(cursor));
}

/** Undefined for what we did not write: an older form, or damage. The caller starts from scratch. */
export function readCursor(cursor: SyncCursor): GraphCursor | undefined {
  try {
    return cursorSchema.safeParse(JSON.parse(cursor)).data;
  } catch {
    return undefined;
  }
}
