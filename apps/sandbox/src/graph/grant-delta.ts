import { createHash } from "node:crypto";
import { directoryOf, type PermissionGrant } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { newOpaqueValue } from "../entra/entra-records.ts";
import { grantAsOf, replicatedUntil } from "../entra/grant-history.ts";
import { viewGrant } from "./directory-views.ts";
import { badRequest, GraphError } from "./graph-error.ts";
import { contextOf, ok, type GraphRequest, type GraphResponse } from "./graph-request.ts";
import { allowOnly, pageLink } from "./odata-query.ts";

const pageSize = 100;
/** Rounds remembered: a reader that comes later than that starts anew. */
const roundsKept = 200;

/** One round of reading: what it has to tell, and what every grant looked like when it began. */
interface DeltaRound {
  readonly id: string;
  readonly tenantId: string;
  /** Grant id → hash of what is shown of it. */
  readonly snapshot: Readonly<Record<string, string>>;
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** GET /oauth2PermissionGrants/delta: first all of them, then what is new, changed or gone (oauth2permissiongrant-delta). */
export function listGrantChanges(request: GraphRequest): GraphResponse {
  const { query } = request;
  allowOnly(query, ["$deltatoken", "$skiptoken"]);
  const skip = query.get("$skiptoken");
  if (skip !== undefined) {
    const [id = "", start = ""] = skip.split(".");
    if (!/^\d{1,9}$/.test(start))
      throw badRequest("The $skiptoken is not one that this collection gave out.");
    return showPage(request, findRound(request, id), Number(start));
  }
  const token = query.get("$deltatoken");
  const before = token === undefined ? {} : findRound(request, token).snapshot;
  return showPage(request, beginRound(request, before), 0);
}

function roundsOf({ store }: Pick<SandboxContext, "store">) {
  return store.collection<DeltaRound>("grantDeltaRounds");
}

function findRound({ context, caller }: GraphRequest, id: string): DeltaRound {
  const round = roundsOf(context).get(id);
  if (round?.tenantId === caller.tenant.id) return round;
  throw new GraphError(
    410,
    "syncStateNotFound",
    "The sync state generation is not found; a full read is needed.",
  );
}

function beginRound(request: GraphRequest, before: DeltaRound["snapshot"]): DeltaRound {
  const { context, caller } = request;
  const grants = grantsOfTenant(request);
  const snapshot = Object.fromEntries(
    grants.map((grant) => [grant.id, hashOf(viewGrant(context, grant))] as const),
  );
  const round: DeltaRound = {
    id: newOpaqueValue(),
    tenantId: caller.tenant.id,
    snapshot,
    changed: Object.keys(snapshot).filter((id) => snapshot[id] !== before[id]),
    removed: Object.keys(before).filter((id) => !(id in snapshot)),
  };
  const rounds = roundsOf(context);
  rounds.put(round);
  for (const { id } of rounds.all().slice(0, -roundsKept)) rounds.delete(id);
  return round;
}

function showPage(request: GraphRequest, round: DeltaRound, start: number): GraphResponse {
  const { context } = request;
  const shown = new Map(grantsOfTenant(request).map((grant) => [grant.id, grant]));
  const ids = [...round.changed, ...round.removed];
  const end = start + pageSize;
  const hasMore = ids.length > end;
  return ok({
    "@odata.context": contextOf(request, "oauth2PermissionGrants"),
    value: ids.slice(start, end).map((id) => {
      const grant = shown.get(id);
      return grant ? viewGrant(context, grant) : { id, "@removed": { reason: "deleted" } };
    }),
    [hasMore ? "@odata.nextLink" : "@odata.deltaLink"]: pageLink(request.address, new Map(), {
      [hasMore ? "$skiptoken" : "$deltatoken"]: hasMore ? `${round.id}.${end}` : round.id,
    }),
  });
}

function grantsOfTenant({ context, caller }: GraphRequest): PermissionGrant[] {
  const asOf = replicatedUntil(context);
  return directoryOf(context)
    .grants.filter(({ tenantId }) => tenantId === caller.tenant.id)
    .flatMap((grant) => grantAsOf(grant, asOf) ?? []);
}

function hashOf(view: unknown): string {
  return createHash("sha256").update(JSON.stringify(view)).digest("base64url");
}
