import type { CrmActivityDraft } from "./crm-records.ts";

export interface BatchPlan {
  /** Every distinct draft in exactly one batch, none larger than asked. */
  readonly batches: readonly (readonly CrmActivityDraft[])[];
  /** Drafts whose key an earlier draft of this call has already: the same mail seen in two folders. */
  readonly duplicates: readonly CrmActivityDraft[];
}

/**
 * Groups drafts for writing. Rows of one account or opportunity stand together, so that two requests do not fight over the lock on
 * one parent (Salesforce: UNABLE_TO_LOCK_ROW); within a parent the oldest mail comes first.
 */
export function planBatch(drafts: readonly CrmActivityDraft[], rowsMax: number): BatchPlan {
  if (rowsMax < 1) throw new RangeError("A batch must hold at least one row.");
  const distinct = new Map<string, CrmActivityDraft>();
  const duplicates: CrmActivityDraft[] = [];
  for (const draft of drafts) {
    if (distinct.has(draft.key)) duplicates.push(draft);
    else distinct.set(draft.key, draft);
  }
  const sorted = [...distinct.values()].sort(compareDrafts);
  const batches: CrmActivityDraft[][] = [];
  for (let start = 0; start < sorted.length; start += rowsMax) {
    batches.push(sorted.slice(start, start + rowsMax));
  }
  return { batches, duplicates };
}

function compareDrafts(left: CrmActivityDraft, right: CrmActivityDraft): number {
  const leftParent = left.relatedTo?.id ?? "";
  const rightParent = right.relatedTo?.id ?? "";
  if (leftParent !== rightParent) return leftParent < rightParent ? -1 : 1;
  return left.occurredAt.getTime() - right.occurredAt.getTime();
}
