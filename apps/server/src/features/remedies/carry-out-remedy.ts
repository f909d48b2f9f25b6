import { remedyCodeSchema, type RemedyCode } from "@outrigger/api-contract";
import type { GraphWrite } from "@outrigger/microsoft";
import {
  parseRemedyChangeId,
  type AdministratorSession,
  type RemedyChange,
  type RemedyChangeState,
} from "@outrigger/storage";
import { ConnectorError } from "@outrigger/sync-core";
import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";
import { openAdministratorGraph } from "../administrator-sessions/open-administrator-graph.ts";
import { writesSchema, type ChangeFailure } from "./describe-remedy-change.ts";
import { buildChange, remedyTargetSchema } from "./remedy-target.ts";
import { wakeAfterChange } from "./wake-after-change.ts";

/** Longer than all requests of a change with their waits; a process that dies holds a tenant no longer than this. */
const CLAIM_SECONDS = 180;

/** Microsoft's no as the caller's error. */
export function toRequestError(error: ConnectorError): RequestError {
  switch (error.reason) {
    case "permission_missing":
      return new RequestError("administrator_role_missing", undefined, { cause: error });
    case "reauthorization_required":
      return new RequestError("administrator_session_required", undefined, { cause: error });
    case "record_not_found":
      return new RequestError("not_found", "What the change is about does not exist in this tenant.", {
        cause: error,
      });
    case "version_conflict":
      return new RequestError("conflict", undefined, { cause: error });
    case "record_rejected":
    case "admin_action_required":
    case "consent_required":
    case "cursor_expired":
    case "rate_limited":
    case "temporarily_unavailable":
    case "unexpected_response":
      return new RequestError(
        "vendor_unavailable",
        "Microsoft did not take this request. Try again in a few minutes.",
        {
          cause: error,
        },
      );
  }
}

export async function askMicrosoft<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ConnectorError) throw toRequestError(error);
    throw error;
  }
}

/** A change of this session's tenant and purpose; any other does not exist for it. */
export async function findOwnChange(
  session: AdministratorSession,
  changeId: string,
  { database }: Pick<FeatureContext, "database">,
): Promise<RemedyChange & { readonly code: RemedyCode }> {
  const change = await database.remedyChanges.findById(session.organizationId, parseRemedyChangeId(changeId));
  if (change?.tenantId !== session.tenantId || change.code !== session.purpose)
    throw new RequestError("not_found");
  return { ...change, code: remedyCodeSchema.parse(change.code) };
}

/** Makes the change that was shown; whatever was written is recorded before the next request goes out. */
export async function applyChange(
  session: AdministratorSession,
  change: RemedyChange,
  context: FeatureContext,
): Promise<void> {
  const { clock, database } = context;
  await withClaim({ session, change, states: ["previewed", "failed"] }, context, async (claimed) => {
    const { organizationId, id, code, target, before } = claimed;
    const bound = buildChange(remedyCodeSchema.parse(code), remedyTargetSchema.parse(target));
    const client = openAdministratorGraph(session, context);
    const done: GraphWrite[] = writesSchema.parse(claimed.done);
    // Written ahead: a process that dies from here on leaves a change that says so.
    const begin = { state: "failed", failure: "interrupted" satisfies ChangeFailure } as const;
    const onWritten = async (write: GraphWrite): Promise<void> => {
      done.push(write);
      await database.remedyChanges.change(organizationId, id, { done, ...begin });
    };
    // A failed one begins from where it stopped: its first state stays the one that an undo restores.
    const expected = claimed.state === "failed" ? (await bound.preview(client)).before : before;
    const result = await bound.apply(client, { expected, onWritten });
    if (result.outcome === "changed_since") {
      throw new RequestError("conflict", "The tenant has changed since this was shown. Look at it anew.");
    }
    await database.transaction(async (repositories) => {
      await repositories.remedyChanges.change(organizationId, id, {
        state: "applied",
        failure: null,
        done,
        after: result.after,
        appliedAt: clock.now(),
      });
      await repositories.auditEntries.add(organizationId, {
        action: "remedy.apply",
        summary: `${session.displayName} had ${code} carried out at Microsoft: ${done.length} requests.`,
      });
    });
    if (await bound.verify(client)) await markVerified(claimed, context);
    await wakeAfterChange({ ...claimed, code: remedyCodeSchema.parse(code) }, context);
  });
}

/** A reading has found what was wanted; of a grant for everybody that is proof, whether or not anybody waits. */
export async function markVerified(
  { organizationId, id, code, approvalId, actorName }: Omit<RemedyChange, "before" | "after">,
  { clock, database }: Pick<FeatureContext, "clock" | "database">,
): Promise<void> {
  await database.transaction(async (repositories) => {
    await repositories.remedyChanges.change(organizationId, id, {
      state: "verified",
      verifiedAt: clock.now(),
    });
    await repositories.auditEntries.add(organizationId, {
      action: "remedy.verify",
      summary: `Read at Microsoft that ${code} stands.`,
    });
    if (approvalId === null || code !== "grant_tenant_wide") return;
    const decision = { state: "granted", decidedAt: clock.now(), decidedByName: actorName } as const;
    if (!(await repositories.approvals.moveTo(organizationId, approvalId, decision))) return;
    await repositories.approvalEvents.add(organizationId, { approvalId, kind: "granted" });
    await repositories.auditEntries.add(organizationId, {
      action: "approval.granted",
      summary: `An approval was granted by ${actorName}: a reading of the tenant found the grant for everybody.`,
    });
  });
}

export async function undoChange(
  session: AdministratorSession,
  change: RemedyChange,
  context: FeatureContext,
): Promise<void> {
  const { clock, database } = context;
  await withClaim(
    { session, change, states: ["applied", "verified", "failed"] },
    context,
    async (claimed) => {
      const { organizationId, id, code, target, before, after } = claimed;
      const bound = buildChange(remedyCodeSchema.parse(code), remedyTargetSchema.parse(target));
      const client = openAdministratorGraph(session, context);
      const begin = { state: "failed", failure: "interrupted" satisfies ChangeFailure } as const;
      const onWritten = () => database.remedyChanges.change(organizationId, id, begin);
      const result = await bound.undo(client, { before, after, onWritten });
      await database.transaction(async (repositories) => {
        await repositories.remedyChanges.change(organizationId, id, {
          state: "undone",
          failure: null,
          kept: result.kept,
          undoneAt: clock.now(),
          undoneByName: session.displayName,
        });
        await repositories.auditEntries.add(organizationId, {
          action: "remedy.undo",
          summary: `${session.displayName} had ${code} taken back at Microsoft: ${result.writtenCount} requests.`,
        });
      });
    },
  );
}

interface Claim {
  readonly session: AdministratorSession;
  readonly change: RemedyChange;
  readonly states: readonly RemedyChangeState[];
}

/** One change of a tenant at a time; how it failed is recorded before the caller hears of it. */
async function withClaim(
  { session, change, states }: Claim,
  { database }: FeatureContext,
  run: (claimed: RemedyChange) => Promise<void>,
): Promise<void> {
  const { organizationId, id } = change;
  const claimed = await database.transaction((repositories) =>
    repositories.remedyChanges.claim(organizationId, id, { states, seconds: CLAIM_SECONDS }),
  );
  if (!claimed) {
    throw new RequestError(
      "conflict",
      "This is being carried out right now, or was before. Look again in a moment.",
    );
  }
  try {
    await run(claimed);
  } catch (error) {
    const failure = failureOf(error);
    if (failure !== undefined) {
      await database.transaction(async (repositories) => {
        await repositories.remedyChanges.change(organizationId, id, { state: "failed", failure });
        await repositories.auditEntries.add(organizationId, {
          action: "remedy.fail",
          summary: `${session.displayName} could not have ${change.code} carried out to its end (${failure}).`,
        });
      });
    }
    throw error instanceof ConnectorError ? toRequestError(error) : error;
  } finally {
    await database.remedyChanges.release(organizationId, id);
  }
}

/** Undefined where nothing was begun: the change stays as it is. */
function failureOf(error: unknown): ChangeFailure | undefined {
  if (error instanceof RequestError) {
    return error.code === "administrator_session_required" ? "session_ended" : undefined;
  }
  if (!(error instanceof ConnectorError)) return "interrupted";
  if (error.reason === "permission_missing") return "role_missing";
  const isSilent = error.reason === "temporarily_unavailable" || error.reason === "rate_limited";
  return isSilent ? "vendor_unavailable" : "vendor_refused";
}
