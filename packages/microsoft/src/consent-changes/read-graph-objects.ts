import { ConnectorError } from "@outrigger/sync-core";
import { z } from "zod";
import type { GraphClient } from "../graph-client.ts";

const PAGES_MAX = 40;

/** One object in the form of `schema`. Throws `ConnectorError`. */
export async function readObject<T>(
  client: GraphClient,
  request: { readonly operation: string; readonly url: string; readonly schema: z.ZodType<T> },
): Promise<T> {
  const { operation, url, schema } = request;
  return parse(schema, await client.send({ operation, url }), operation);
}

/** As `readObject`; null where the tenant has no such object. */
export async function findObject<T>(
  client: GraphClient,
  request: { readonly operation: string; readonly url: string; readonly schema: z.ZodType<T> },
): Promise<T | null> {
  try {
    return await readObject(client, request);
  } catch (error) {
    if (error instanceof ConnectorError && error.reason === "record_not_found") return null;
    throw error;
  }
}

/** Every row of a list, over all its pages. Throws `ConnectorError`. */
export async function readList<T>(
  client: GraphClient,
  request: { readonly operation: string; readonly url: string; readonly schema: z.ZodType<T> },
): Promise<T[]> {
  const { operation, schema } = request;
  const page = z.object({ value: z.array(schema), "@odata.nextLink": z.string().optional() });
  const rows: T[] = [];
  let url: string | undefined = request.url;
  for (let count = 0; url !== undefined; count += 1) {
    // A half-read list would make a change take away what it has not seen.
    if (count >= PAGES_MAX) throw unexpected(operation);
    const answer: z.infer<typeof page> = parse(page, await client.send({ operation, url }), operation);
    rows.push(...answer.value);
    url = answer["@odata.nextLink"];
  }
  return rows;
}

function parse<T>(schema: z.ZodType<T>, answer: unknown, operation: string): T {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw unexpected(operation);
  return parsed.data;
}

function unexpected(operation: string): ConnectorError {
  return new ConnectorError({ reason: "unexpected_response", vendor: "microsoft", operation });
}
