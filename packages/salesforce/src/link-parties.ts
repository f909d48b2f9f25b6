import type { CrmActivityDraft, CrmRecordRef, DraftParty, SaveResult } from "@outrigger/sync-core";
import { z } from "zod";
import { hasJunctionField, JUNCTION_FIELDS, type SalesforceRow } from "./build-mail-row.ts";
import type { MailDescription } from "./describe-mail.ts";
import { findFaultReason, type SalesforceFault } from "./parse-salesforce-error.ts";
import { runQueries } from "./run-queries.ts";
import type { SalesforceClient } from "./salesforce-client.ts";
import { recordIdSchema } from "./salesforce-rows.ts";
import { countUrlBytes, quoteSoqlList, splitForQueries } from "./soql.ts";
import { writeRows } from "./write-rows.ts";

/** A saved mail whose people may still have to be linked. */
export interface SavedDraft {
  readonly draft: CrmActivityDraft;
  readonly record: CrmRecordRef;
  /** False where an earlier attempt saved it, perhaps without its links. */
  readonly isNew: boolean;
}

interface Relation {
  readonly saved: SavedDraft;
  readonly type: string;
  readonly party: DraftParty;
  readonly personId: string;
}

const LINK = "link people to saved mail";
const RELATION_TYPES = { to: "ToAddress", cc: "CcAddress", bcc: "BccAddress" } as const;
const LISTS = ["to", "cc", "bcc"] as const;

/**
 * Links senders (who have no id field in the mail's row) and, in orgs without the id lists, recipients. Returns what could not be linked;
 * the mail itself stays saved.
 */
export async function linkParties(
  client: SalesforceClient,
  description: MailDescription,
  saved: readonly SavedDraft[],
): Promise<SaveResult[]> {
  if (description.objectName !== "EmailMessage") return [];
  const wanted = saved.flatMap((one) => listRelations(one, description));
  const existing = await findRelations(
    client,
    saved.filter(({ isNew }) => !isNew),
    wanted,
  );
  const missing = wanted.filter((relation) => !existing.has(relationKey(relation)));
  const results = await writeRows(client, {
    operation: LINK,
    rows: missing.map((relation) => toRow(relation)),
    isRepeatable: false,
  });
  return results.flatMap((result, index): SaveResult[] => {
    const relation = missing[index];
    if (relation === undefined || result.outcome === "created") return [];
    const isThere = result.faults.some(({ code }) => code === "DUPLICATE_VALUE");
    return isThere ? [] : [toFailure(relation.saved.draft, result.faults)];
  });
}

function listRelations(saved: SavedDraft, description: MailDescription): Relation[] {
  const { draft } = saved;
  const toRelation =
    (type: string) =>
    (party: DraftParty): Relation[] =>
      party.person === undefined ? [] : [{ saved, type, party, personId: party.person.id }];
  const senders = draft.from === undefined ? [] : toRelation("FromAddress")(draft.from);
  const recipients = LISTS.filter((list) => !hasJunctionField(description, list)).flatMap((list) =>
    draft[list].flatMap(toRelation(RELATION_TYPES[list])),
  );
  const relations = [...senders, ...recipients];
  return [...new Map(relations.map((relation) => [relationKey(relation), relation])).values()];
}

function relationKey({ saved, type, personId }: Relation): string {
  return `${saved.record.id} ${type} ${personId}`;
}

function toRow({ saved, type, party, personId }: Relation): SalesforceRow {
  return {
    attributes: { type: "EmailMessageRelation" },
    EmailMessageId: saved.record.id,
    RelationId: personId,
    RelationType: type,
    RelationAddress: party.address,
  };
}

const relationRowSchema = z.object({
  EmailMessageId: recordIdSchema,
  RelationId: recordIdSchema.nullish(),
  RelationType: z.string(),
});

/** Which links an earlier attempt already made. */
async function findRelations(
  client: SalesforceClient,
  old: readonly SavedDraft[],
  wanted: readonly Relation[],
): Promise<ReadonlySet<string>> {
  const oldIds = new Set<string>(old.map(({ record }) => record.id));
  const ids = wanted.map(({ saved }) => saved.record.id).filter((id) => oldIds.has(id));
  const frame =
    "SELECT EmailMessageId, RelationId, RelationType FROM EmailMessageRelation WHERE EmailMessageId IN ";
  const parts = splitForQueries({
    values: [...new Set(ids)],
    frameBytes: countUrlBytes(frame),
  });
  const queries = parts.map((part) => ({
    soql: frame + quoteSoqlList(part),
    row: relationRowSchema,
  }));
  const rows = (await runQueries(client, LINK, queries)).flat();
  return new Set(rows.map((row) => `${row.EmailMessageId} ${row.RelationType} ${row.RelationId ?? ""}`));
}

/** A row's fault as the result of its draft: `retry` where Salesforce was only busy, else `rejected`. */
export function toFailure(draft: CrmActivityDraft, faults: readonly SalesforceFault[]): SaveResult {
  const fault = faults[0] ?? { code: "UNKNOWN", message: "", fields: [] };
  const reason = findFaultReason(fault);
  const { key } = draft;
  if (reason !== "record_rejected") return { outcome: "retry", key, reason, code: fault.code };
  const fields = fault.fields.map((field) => JUNCTION_NAMES.get(field) ?? field);
  return { outcome: "rejected", key, code: fault.code, message: fault.message, fields };
}

/** Administrators know the address fields, not the id lists behind them. */
const JUNCTION_NAMES: ReadonlyMap<string, string> = new Map(
  LISTS.map((list) => [JUNCTION_FIELDS[list], RELATION_TYPES[list]]),
);
