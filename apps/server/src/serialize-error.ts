import { stdSerializers, type SerializedError } from "pino";

/** Members in which PostgreSQL quotes the row or the statement (PostgreSQL, "Error and Notice Message Fields"). */
const QUOTING_MEMBERS = ["detail", "hint", "where", "internalQuery"];

/** An error for the log: its words, stack and codes, without what a database error quotes of a person's row. */
export function serializeError(error: Error): SerializedError {
  const serialized = stdSerializers.err(error);
  if (!("severity" in serialized)) return serialized;
  for (const member of QUOTING_MEMBERS) delete serialized[member];
  return serialized;
}
