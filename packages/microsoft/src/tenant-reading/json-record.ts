export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text member of an object; undefined where either is missing. */
export function textOf(value: unknown, key: string): string | undefined {
  const member = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof member === "string" && member !== "" ? member : undefined;
}

/** The named members that are there. */
export function pick(value: unknown, keys: readonly string[]): JsonRecord {
  if (!isRecord(value)) return {};
  return Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(value, key) ? [[key, value[key]]] : [])));
}
