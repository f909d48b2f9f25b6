/** The embedded database cannot run here. The message is one line for the operator. */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
}

/** The system's own words without its stack: `EACCES: permission denied, mkdir '/x'`. */
export function describeSystemError(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? error.name) : "unknown error";
}
