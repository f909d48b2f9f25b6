/** A consent case that does not have the documented form. `path` names the field, `app.createdDateTime`. */
export class ConsentCaseError extends Error {
  override readonly name = "ConsentCaseError";
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path === "" ? "the case" : path} ${problem}`);
    this.path = path;
  }
}

/** A value and where it stands, so that a complaint can name it. */
export type Field = { path: string; value: unknown };

type ObjectField = { path: string; value: Record<string, unknown> };

/** A larger list than any real tenant has; refusing it bounds the work that outside input can cause. */
const LIST_LENGTH_MAX = 10_000;
const STRING_LENGTH_MAX = 100_000;

export function child(parent: ObjectField, key: string): Field {
  const path = parent.path === "" ? key : `${parent.path}.${key}`;
  return { path, value: Object.hasOwn(parent.value, key) ? parent.value[key] : undefined };
}

export function readObject(field: Field): ObjectField {
  const { path, value } = field;
  if (!isRecord(value)) throw wrong(field, "an object");
  return { path, value };
}

export function readString(field: Field): string {
  if (typeof field.value !== "string") throw wrong(field, "a string");
  if (field.value.length > STRING_LENGTH_MAX) {
    throw new ConsentCaseError(field.path, `must not be longer than ${STRING_LENGTH_MAX} characters`);
  }
  return field.value;
}

export function readBoolean(field: Field): boolean {
  if (typeof field.value !== "boolean") throw wrong(field, "true or false");
  return field.value;
}

export function readOneOf<const T extends string>(field: Field, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === field.value);
  if (found === undefined) throw wrong(field, `one of ${allowed.join(", ")}`);
  return found;
}

export function readList<T>(field: Field, readEntry: (entry: Field) => T): T[] {
  if (!Array.isArray(field.value)) throw wrong(field, "a list");
  if (field.value.length > LIST_LENGTH_MAX) {
    throw new ConsentCaseError(field.path, `must not have more than ${LIST_LENGTH_MAX} entries`);
  }
  return field.value.map((value: unknown, index) => readEntry({ path: `${field.path}[${index}]`, value }));
}

export function readStrings(field: Field): string[] {
  return readList(field, readString);
}

/** Null or missing becomes null. */
export function readNullable<T>(field: Field, read: (present: Field) => T): T | null {
  return field.value === null || field.value === undefined ? null : read(field);
}

/** Null or missing becomes undefined. */
export function optional<T>(field: Field, read: (present: Field) => T): T | undefined {
  return readNullable(field, read) ?? undefined;
}

function wrong({ path, value }: Field, expected: string): ConsentCaseError {
  const problem = value === undefined ? `is missing: it must be ${expected}` : `must be ${expected}`;
  return new ConsentCaseError(path, problem);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
