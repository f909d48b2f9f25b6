import type { CrmActivityDraft, CrmRecordRef, ItemKey, SaveResult } from "@outrigger/sync-core";
import { buildMailRow } from "./build-mail-row.ts";
import type { MailDescription } from "./describe-mail.ts";
import { findMarkedTasks, findSavedMail, toRecordRef } from "./find-saved-mail.ts";
import { linkParties, type SavedDraft, toFailure } from "./link-parties.ts";
import type { SalesforceFault } from "./parse-salesforce-error.ts";
import { findRecordKind, normalizeRecordId } from "./record-id.ts";
import type { SalesforceClient } from "./salesforce-client.ts";
import { ROWS_PER_CALL_MAX, type RowResult, writeRows } from "./write-rows.ts";

const SAVE = "save mail";

/**
 * Writes drafts so that a second attempt finds the first: Salesforce refuses a key that it has (`DUPLICATE_VALUE`), or, without the key
 * field, we look before we write, which the caller's lease on the mailbox makes safe. A mail is one row: never a task of our own beside
 * it. Results stand in the order of the drafts. Throws `ConnectorError`.
 */
export async function saveActivities(
  client: SalesforceClient,
  description: MailDescription,
  drafts: readonly CrmActivityDraft[],
): Promise<SaveResult[]> {
  const results = new Map<ItemKey, SaveResult>();
  for (let start = 0; start < drafts.length; start += ROWS_PER_CALL_MAX) {
    const batch = drafts.slice(start, start + ROWS_PER_CALL_MAX).filter(({ key }) => !results.has(key));
    for (const result of await saveBatch(client, description, distinct(batch))) {
      results.set(result.key, result);
    }
  }
  return drafts.map((draft) => results.get(draft.key) ?? toFailure(draft, []));
}

/** Two drafts of one key in a batch would both pass a look before the write. */
function distinct(drafts: readonly CrmActivityDraft[]): CrmActivityDraft[] {
  return [...new Map(drafts.map((draft) => [draft.key, draft])).values()];
}

async function saveBatch(
  client: SalesforceClient,
  description: MailDescription,
  drafts: readonly CrmActivityDraft[],
): Promise<SaveResult[]> {
  const known = await findBeforeWriting(client, description, drafts);
  const fresh = drafts.filter(({ key }) => !known.has(key));
  const rows = await writeRows(client, {
    operation: SAVE,
    rows: fresh.map((draft) => buildMailRow(draft, description)),
    isRepeatable: description.keyField !== undefined,
  });
  const written = fresh.map((draft, index) => readRow(draft, rows[index], description));
  const found = drafts.flatMap(({ key }): SaveResult[] => {
    const record = known.get(key);
    return record === undefined ? [] : [{ outcome: "exists", key, record }];
  });
  const results = [...found, ...(await findHidden(client, description, written))];
  const failures = await linkParties(client, description, listSaved(drafts, results));
  const failureByKey = new Map(failures.map((failure) => [failure.key, failure]));
  return results.map((result) => failureByKey.get(result.key) ?? result);
}

async function findBeforeWriting(
  client: SalesforceClient,
  description: MailDescription,
  drafts: readonly CrmActivityDraft[],
): Promise<ReadonlyMap<ItemKey, CrmRecordRef>> {
  if (description.keyField !== undefined) return new Map();
  const saved =
    description.objectName === "Task"
      ? await findMarkedTasks(client, description, drafts)
      : await findSavedMail(client, description, drafts);
  return new Map(saved.map(({ key, record }) => [key, record]));
}

function readRow(
  draft: CrmActivityDraft,
  row: RowResult | undefined,
  description: MailDescription,
): SaveResult {
  if (row?.outcome === "created") {
    return { outcome: "created", key: draft.key, record: toRecordRef(description, row.id) };
  }
  const faults = row?.faults ?? [];
  const duplicate = faults.find((fault) => isSameKey(fault, description));
  if (duplicate === undefined) return toFailure(draft, faults);
  return { outcome: "exists", key: draft.key, record: readOtherRecord(duplicate, description) };
}

/** "duplicate value found: M365_Key__c duplicates value on record with id: 02s…"; both names are `<unknown>` where the other is hidden. */
function isSameKey(fault: SalesforceFault, { keyField }: MailDescription): boolean {
  if (fault.code !== "DUPLICATE_VALUE" || keyField === undefined) return false;
  const message = fault.message.toLowerCase();
  return message.includes(keyField.toLowerCase()) || message.includes("<unknown>");
}

function readOtherRecord(fault: SalesforceFault, description: MailDescription): CrmRecordRef | undefined {
  const [, id] = /\bid: ?([A-Za-z0-9]{15}(?:[A-Z0-5]{3})?)\b/i.exec(fault.message) ?? [];
  const kind = id === undefined ? undefined : findRecordKind(id);
  const isMail = kind === (description.objectName === "Task" ? "task" : "email");
  return id === undefined || !isMail ? undefined : { kind, id: normalizeRecordId(id) };
}

/** Looks up by key what Salesforce only said to exist. What stays unfound is hidden from this user, and saved all the same. */
async function findHidden(
  client: SalesforceClient,
  description: MailDescription,
  results: readonly SaveResult[],
): Promise<SaveResult[]> {
  const hidden = results.filter((result) => result.outcome === "exists" && result.record === undefined);
  if (hidden.length === 0) return [...results];
  const found = await findSavedMail(client, description, hidden);
  const records = new Map(found.map(({ key, record }) => [key, record]));
  return results.map((result) => {
    const record = records.get(result.key);
    return record === undefined ? result : { outcome: "exists", key: result.key, record };
  });
}

function listSaved(drafts: readonly CrmActivityDraft[], results: readonly SaveResult[]): SavedDraft[] {
  const draftByKey = new Map(drafts.map((draft) => [draft.key, draft]));
  return results.flatMap((result): SavedDraft[] => {
    const draft = draftByKey.get(result.key);
    const isSaved = result.outcome === "created" || result.outcome === "exists";
    if (draft === undefined || !isSaved || result.record === undefined) return [];
    return [{ draft, record: result.record, isNew: result.outcome === "created" }];
  });
}
