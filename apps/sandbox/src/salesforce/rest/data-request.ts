import type { OpenOrg, StoredRecord } from "../org.ts";
import { refuse } from "../salesforce-error.ts";

/** Whom a call comes from: a token is bound to one org and one user. */
export interface Caller {
  readonly opened: OpenOrg;
  readonly user: StoredRecord;
}

/** A call below `/services/data/vNN.0/`, however it came in: by HTTP or inside a composite. */
export interface DataRequest {
  readonly method: string;
  readonly version: number;
  /** Decoded path parts after the version. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface DataReply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export const oldestVersion = 20;
export const newestVersion = 68;

export function versionName(version: number): string {
  return `v${version}.0`;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The body as an object, or the parser's complaint. */
export function requireObject(body: unknown): JsonObject {
  if (isJsonObject(body)) return body;
  throw refuse("JSON_PARSER_ERROR", "The HTTP entity body is required, but this request has no entity body.");
}

export function requireArray(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw refuse("JSON_PARSER_ERROR", `Missing or invalid array: ${name}`);
}
