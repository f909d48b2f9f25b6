import { ConnectorError } from "@outrigger/sync-core";
import { z } from "zod";
import type { SalesforceRow } from "./build-mail-row.ts";
import { type SalesforceFault, salesforceFaultSchema } from "./parse-salesforce-error.ts";
import { recordIdSchema } from "./salesforce-rows.ts";
import type { SalesforceClient } from "./salesforce-client.ts";

/** Rows that one collections call takes. */
export const ROWS_PER_CALL_MAX = 200;

export type RowResult =
  | { readonly outcome: "created"; readonly id: z.infer<typeof recordIdSchema> }
  | { readonly outcome: "failed"; readonly faults: readonly SalesforceFault[] };

const resultsSchema = z.array(
  z.object({
    id: recordIdSchema.nullish(),
    success: z.boolean(),
    errors: z.array(salesforceFaultSchema).default([]),
  }),
);

export interface WriteRowsInput {
  readonly operation: string;
  readonly rows: readonly SalesforceRow[];
  /** True where a unique key makes a repeated write harmless. */
  readonly isRepeatable: boolean;
}

/** Inserts rows, 200 a call, each on its own (`allOrNone: false`). Results stand in the order of the rows. Throws `ConnectorError`. */
export async function writeRows(client: SalesforceClient, input: WriteRowsInput): Promise<RowResult[]> {
  const results: RowResult[] = [];
  for (let start = 0; start < input.rows.length; start += ROWS_PER_CALL_MAX) {
    const records = input.rows.slice(start, start + ROWS_PER_CALL_MAX);
    const answer = await client.send({
      operation: input.operation,
      path: "composite/sobjects",
      method: "POST",
      isRepeatable: input.isRepeatable,
      body: { allOrNone: false, records },
    });
    const parsed = resultsSchema.safeParse(answer);
    if (!parsed.success || parsed.data.length !== records.length) throw unexpected(input.operation);
    results.push(...parsed.data.map((row) => toResult(row)));
  }
  return results;
}

function toResult(row: z.infer<typeof resultsSchema>[number]): RowResult {
  const id = row.id ?? undefined;
  return row.success && id !== undefined
    ? { outcome: "created", id }
    : { outcome: "failed", faults: row.errors };
}

function unexpected(operation: string): ConnectorError {
  return new ConnectorError({ reason: "unexpected_response", vendor: "salesforce", operation });
}
