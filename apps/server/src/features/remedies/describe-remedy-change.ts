import { remedyCodeSchema, type RemedyChange as DescribedChange } from "@outrigger/api-contract";
import type { RemedyChange } from "@outrigger/storage";
import { z } from "zod";
import type { Config } from "../../config.ts";
import { buildChange, remedyTargetSchema } from "./remedy-target.ts";

export const writesSchema = z.array(
  z.object({
    method: z.enum(["POST", "PATCH", "PUT", "DELETE"]),
    path: z.string(),
    body: z.unknown().optional(),
  }),
);

/** Why a change did not come to its end. */
export const changeFailures = [
  "interrupted",
  "role_missing",
  "vendor_refused",
  "vendor_unavailable",
  "session_ended",
] as const;
export type ChangeFailure = (typeof changeFailures)[number];

const failureSentences: Readonly<Record<ChangeFailure, string>> = {
  interrupted: "It was interrupted. Undo it, or look at the tenant and begin anew.",
  role_missing:
    "Microsoft refused: the account has no role that may do this. Sign in with one of the named roles.",
  vendor_refused: "Microsoft refused one of the requests. Undo what was done, or try again.",
  vendor_unavailable: "Microsoft did not answer. Try again in a few minutes.",
  session_ended: "The sign-in ended meanwhile. Sign in again and try once more.",
};

/** A change as an administrator reads it; the requests with their full address and body. */
export function describeRemedyChange(
  change: RemedyChange,
  { microsoft }: Pick<Config, "microsoft">,
): DescribedChange {
  const code = remedyCodeSchema.parse(change.code);
  const bound = buildChange(code, remedyTargetSchema.parse(change.target));
  const failure = z.enum(changeFailures).safeParse(change.failure);
  return {
    id: change.id,
    code,
    state: change.state,
    tenantId: change.tenantId,
    actorName: change.actorName,
    previewedAt: change.previewedAt.toISOString(),
    appliedAt: change.appliedAt?.toISOString() ?? null,
    verifiedAt: change.verifiedAt?.toISOString() ?? null,
    undoneAt: change.undoneAt?.toISOString() ?? null,
    undoneByName: change.undoneByName,
    facts: [...bound.describe(change.before, change.after)],
    requests: writesSchema.parse(change.requests).map(({ method, path, body }) => ({
      method,
      url: microsoft.graphUrl + path,
      body: body === undefined ? null : JSON.stringify(body, undefined, 2),
    })),
    doneCount: writesSchema.parse(change.done).length,
    failure: failure.success ? failureSentences[failure.data] : null,
    kept: z.array(z.string()).parse(change.kept),
  };
}
