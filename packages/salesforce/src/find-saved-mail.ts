import type {
  CrmActivityDraft,
  CrmRecordRef,
  ItemKey,
  SavedMail,
  SavedMailLookup,
} from "@outrigger/sync-core";
import { z } from "zod";
import { taskMark, toActivityDate, toMessageIdentifier } from "./build-mail-row.ts";
import type { MailDescription } from "./describe-mail.ts";
import { runQueries } from "./run-queries.ts";
import type { SalesforceClient } from "./salesforce-client.ts";
import { recordIdSchema } from "./salesforce-rows.ts";
import { countUrlBytes, quoteSoql, quoteSoqlList, splitForQueries } from "./soql.ts";

const OPERATION = "find saved mail";

/**
 * Mails that are in the org already: by the unique key field where there is one, else by Message-ID, which also finds what Salesforce's
 * own Outlook add-in saved. Tasks without a key field cannot be found by key: see `findMarkedTasks`.
 */
export async function findSavedMail(
  client: SalesforceClient,
  description: MailDescription,
  lookups: readonly SavedMailLookup[],
): Promise<SavedMail[]> {
  const { keyField, objectName } = description;
  if (keyField === undefined && objectName === "Task") return [];
  const field = keyField ?? "MessageIdentifier";
  const lengthMax = description.target.limits.messageId;
  const keysByValue = new Map(
    lookups.map((lookup) => [
      keyField === undefined ? toMessageIdentifier(lookup, lengthMax) : lookup.key,
      lookup.key,
    ]),
  );
  const rows = await queryByValues(client, { objectName, field, values: [...keysByValue.keys()] });
  return rows.flatMap(({ id, value }): SavedMail[] => {
    // SOQL compares without regard to case, a Message-ID does not: only the same text is the same mail.
    const key = keysByValue.get(value);
    return key === undefined ? [] : [{ key, record: toRecordRef(description, id) }];
  });
}

export function toRecordRef(description: MailDescription, id: z.infer<typeof recordIdSchema>): CrmRecordRef {
  return { kind: description.objectName === "EmailMessage" ? "email" : "task", id };
}

interface ValueQuery {
  readonly objectName: string;
  readonly field: string;
  readonly values: readonly string[];
}

async function queryByValues(client: SalesforceClient, { objectName, field, values }: ValueQuery) {
  const frame = `SELECT Id, ${field} FROM ${objectName} WHERE ${field} IN `;
  const row = z
    .looseObject({ Id: recordIdSchema })
    .transform((record) => ({ id: record.Id, value: readText(record[field]) }));
  const parts = splitForQueries({ values, frameBytes: countUrlBytes(frame) });
  const queries = parts.map((part) => ({ soql: frame + quoteSoqlList(part), row }));
  return (await runQueries(client, OPERATION, queries)).flat();
}

function readText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

const taskRowSchema = z.object({ Id: recordIdSchema, Description: z.string().nullish() });

/**
 * Tasks that an earlier attempt wrote in an org without a key field: looked for by day and subject, known by the mark at the end of
 * their text (a long text cannot be searched for).
 */
export async function findMarkedTasks(
  client: SalesforceClient,
  description: MailDescription,
  drafts: readonly CrmActivityDraft[],
): Promise<SavedMail[]> {
  if (drafts.length === 0) return [];
  const days = drafts.map((draft) => toActivityDate(draft)).sort();
  const frame = `SELECT Id, Description FROM Task WHERE TaskSubtype = ${quoteSoql("Email")} AND ActivityDate >= ${days[0] ?? ""} AND ActivityDate <= ${days.at(-1) ?? ""} AND Subject IN `;
  const subjects = [...new Set(drafts.map(({ subject }) => subject))];
  const parts = splitForQueries({ values: subjects, frameBytes: countUrlBytes(frame) });
  const queries = parts.map((part) => ({ soql: frame + quoteSoqlList(part), row: taskRowSchema }));
  const rows = (await runQueries(client, OPERATION, queries)).flat();
  const marks = new Map<string, ItemKey>(drafts.map(({ key }) => [taskMark(key), key]));
  return rows.flatMap((row): SavedMail[] => {
    const lastLine = (row.Description ?? "").trimEnd().split("\n").at(-1) ?? "";
    const key = marks.get(lastLine);
    return key === undefined ? [] : [{ key, record: toRecordRef(description, row.Id) }];
  });
}
