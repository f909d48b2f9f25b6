import { createHash } from "node:crypto";
import type { z } from "zod";
import { GraphError } from "./graph-error.ts";

const tokenLengthMax = 8_000;
const checksumLength = 16;

/** Opaque to the caller. The checksum tells a token that was cut or changed from one of ours; it guards no secret. */
export function encodeDeltaToken(state: unknown): string {
  const payload = Buffer.from(JSON.stringify(state)).toString("base64url");
  return `${checksum(payload)}${payload}`;
}

export function decodeDeltaToken<T extends z.ZodType>(token: string, schema: T): z.output<T> | undefined {
  const payload = token.slice(checksumLength);
  if (token.length > tokenLengthMax || checksum(payload) !== token.slice(0, checksumLength)) return undefined;
  const parsed = schema.safeParse(parseJson(Buffer.from(payload, "base64url").toString("utf8")));
  return parsed.success ? parsed.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checksum(payload: string): string {
  return createHash("sha256").update(`delta/${payload}`).digest("base64url").slice(0, checksumLength);
}

/** 410 with the address of a full round (delta-query-overview, "Synchronization reset"). */
export function syncStateNotFound(fullRoundAddress: string): GraphError {
  return new GraphError(
    410,
    "syncStateNotFound",
    "The sync state generation is not found; continuing with it would lose changes. Start a full synchronization.",
    { location: fullRoundAddress },
  );
}
