import type { z } from "zod";
import { clip, GraphError } from "./graph-error.ts";

/** Checks a JSON body; what does not fit is refused in the words of Graph's deserializer. */
export function parseRequestBody<T extends z.ZodType>(schema: T, body: unknown, type: string): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue?.code === "unrecognized_keys") {
    throw new GraphError(
      400,
      "RequestBodyRead",
      `The property '${clip(issue.keys[0] ?? "")}' does not exist on type 'microsoft.graph.${type}', or the sandbox cannot write it.`,
    );
  }
  const at = issue?.path.join("/") ?? "";
  throw new GraphError(
    400,
    "RequestBodyRead",
    `Cannot read the request body${at ? ` at '${clip(at)}'` : ""}: ${clip(issue?.message ?? "it is not valid")}.`,
  );
}
