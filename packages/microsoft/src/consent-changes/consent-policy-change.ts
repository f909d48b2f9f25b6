import { ConnectorError } from "@outrigger/sync-core";
import { z } from "zod";
import type { GraphClient } from "../graph-client.ts";
import { MICROSOFT_GRAPH, type ConsentChange, type GraphWrite, type UndoPlan } from "./consent-change.ts";
import { findObject, readList, readObject } from "./read-graph-objects.ts";

export interface ConsentPolicyTarget {
  readonly appId: string;
  readonly appName: string;
  /** Claim values of Graph's delegated permissions. */
  readonly scopes: readonly string[];
}

const conditionSchema = z.object({
  id: z.string(),
  permissionType: z.string().nullish(),
  resourceApplication: z.string().nullish(),
  clientApplicationIds: z.array(z.string()).nullish(),
  permissions: z.array(z.string()).nullish(),
});
const stateSchema = z.object({
  /** The whole list of the default user role; a PATCH replaces it. */
  assigned: z.array(z.string()),
  /** Our policy's include sets; null while there is no such policy. */
  includes: z.array(conditionSchema).nullable(),
  /** Graph's ids of the permissions, in the order of the claim values. */
  permissionIds: z.array(z.string()),
});
type State = z.infer<typeof stateSchema>;

const authorizationSchema = z.object({
  defaultUserRolePermissions: z.object({ permissionGrantPoliciesAssigned: z.array(z.string()) }),
});
const graphScopesSchema = z.object({
  oauth2PermissionScopes: z.array(z.object({ id: z.string(), value: z.string().nullish() })),
});

const AUTHORIZATION_POLICY = "/policies/authorizationPolicy";
const POLICIES = "/policies/permissionGrantPolicies";

/** One per app: another installation in the same tenant has another app id, and a policy of its own. */
export function consentPolicyId(appId: string): string {
  return `mail-sync-${appId.slice(0, 8).toLowerCase()}`;
}

/**
 * Lets users consent to this app id and exactly these permissions of Graph, beside whatever they may consent to already:
 * the assigned policies are alternatives, and all others stay (manage-app-consent-policies).
 */
export function consentPolicyChange(target: ConsentPolicyTarget): ConsentChange<State> {
  const id = consentPolicyId(target.appId);
  return {
    stateSchema,
    read: (client) => read(client, target),
    plan: (state) => [...planPolicy(state, target), ...planAssignment(state, id)],
    expect: (state) => ({
      ...state,
      includes: [{ id: "", ...conditionOf(state, target) }],
      assigned: isAssigned(state, id) ? state.assigned : [...state.assigned, entryOf(id)],
    }),
    isReached: (state) =>
      isAssigned(state, id) && (state.includes ?? []).some((set) => isExact(set, state, target)),
    describe: (state) => [
      {
        subject: "Policies that say what users may agree to themselves",
        value: selfPolicies(state).join(", ") || "None: only administrators decide",
      },
      {
        subject: `The policy ${id}`,
        value: (state.includes ?? []).some((set) => isExact(set, state, target))
          ? `Allows ${target.appName} alone (${target.appId}), and of Microsoft Graph only: ${target.scopes.join(" ")}`
          : state.includes === null
            ? "Does not exist"
            : "Exists, and does not allow exactly this",
      },
    ],
    planUndo: (states) => planUndo(states, id),
  };
}

async function read(client: GraphClient, { appId, scopes }: ConsentPolicyTarget): Promise<State> {
  const policy = await readObject(client, {
    operation: "read the authorization policy",
    url: AUTHORIZATION_POLICY,
    schema: authorizationSchema,
  });
  const url = `${POLICIES}/${consentPolicyId(appId)}`;
  const operation = "read the consent policy";
  const own = await findObject(client, { operation, url, schema: z.object({ id: z.string() }) });
  const includes =
    own && (await readList(client, { operation, url: `${url}/includes`, schema: conditionSchema }));
  const graph = await readObject(client, {
    operation: "read Graph's permissions",
    url: `/servicePrincipals(appId='${MICROSOFT_GRAPH}')?$select=oauth2PermissionScopes`,
    schema: graphScopesSchema,
  });
  const idOf = new Map(graph.oauth2PermissionScopes.map(({ id, value }) => [value?.toLowerCase(), id]));
  const permissionIds = scopes.map((scope) => {
    const id = idOf.get(scope.toLowerCase());
    if (id !== undefined) return id;
    // A policy without it would leave people at the wall.
    throw new ConnectorError({
      reason: "unexpected_response",
      vendor: "microsoft",
      operation,
      vendorCode: "UnknownPermission",
    });
  });
  return {
    assigned: policy.defaultUserRolePermissions.permissionGrantPoliciesAssigned,
    includes,
    permissionIds,
  };
}

function conditionOf({ permissionIds }: State, { appId }: ConsentPolicyTarget) {
  return {
    permissionType: "delegated",
    resourceApplication: MICROSOFT_GRAPH,
    clientApplicationIds: [appId],
    permissions: [...permissionIds],
  };
}

function isExact(
  set: z.infer<typeof conditionSchema>,
  state: State,
  { appId }: ConsentPolicyTarget,
): boolean {
  const sorted = (ids: readonly string[] | null | undefined): string =>
    (ids ?? [])
      .map((id) => id.toLowerCase())
      .sort()
      .join();
  return (
    sorted(set.permissions) === sorted(state.permissionIds) &&
    sorted(set.clientApplicationIds) === sorted([appId]) &&
    set.resourceApplication?.toLowerCase() === MICROSOFT_GRAPH
  );
}

/** The new set comes before the old one goes, so that nobody is kept out in between. */
function planPolicy(state: State, target: ConsentPolicyTarget): GraphWrite[] {
  const id = consentPolicyId(target.appId);
  const add: GraphWrite = {
    method: "POST",
    path: `${POLICIES}/${id}/includes`,
    body: conditionOf(state, target),
  };
  if (state.includes === null) {
    const displayName = `${target.appName}: mailbox permissions`;
    const description = `Users may agree to ${target.appName} and to exactly the permissions it asks for.`;
    return [{ method: "POST", path: POLICIES, body: { id, displayName, description } }, add];
  }
  const others = state.includes.filter((set) => !isExact(set, state, target));
  const remove = others.map((set): GraphWrite => ({
    method: "DELETE",
    path: `${POLICIES}/${id}/includes/${encodeURIComponent(set.id)}`,
  }));
  return others.length === state.includes.length ? [add, ...remove] : remove;
}

function entryOf(id: string): string {
  return `ManagePermissionGrantsForSelf.${id}`;
}

/** Those that are about a user's own account; the others are about groups and chats, and stay whatever happens here. */
function selfPolicies({ assigned }: State): string[] {
  return assigned.flatMap((entry) => /^managePermissionGrantsForSelf\.(.+)$/i.exec(entry)?.[1] ?? []);
}

/** Real tenants write the prefix with a capital, the documentation without. */
function isAssigned({ assigned }: State, id: string): boolean {
  return assigned.some((entry) => entry.toLowerCase() === entryOf(id).toLowerCase());
}

function planAssignment(state: State, id: string): GraphWrite[] {
  return isAssigned(state, id) ? [] : [assign([...state.assigned, entryOf(id)])];
}

function assign(policies: readonly string[]): GraphWrite {
  const body = { defaultUserRolePermissions: { permissionGrantPoliciesAssigned: policies } };
  return { method: "PATCH", path: AUTHORIZATION_POLICY, body };
}

/** The assignment first: a policy that is assigned cannot be deleted. */
function planUndo(states: { before: State; after: State; now: State }, id: string): UndoPlan {
  const { before, after, now } = states;
  const writes: GraphWrite[] = [];
  const kept: string[] = [];
  const entry = entryOf(id).toLowerCase();
  if (!isAssigned(before, id) && isAssigned(now, id)) {
    writes.push(assign(now.assigned.filter((assigned) => assigned.toLowerCase() !== entry)));
  }
  if (now.includes === null) return { writes, kept };
  const isOurs = JSON.stringify(now.includes) === JSON.stringify(after.includes);
  const path = `${POLICIES}/${id}`;
  if (!isOurs) {
    kept.push(`Somebody has changed the policy ${id} since: it stays as it is, unassigned.`);
  } else if (before.includes === null) {
    writes.push({ method: "DELETE", path });
  } else {
    writes.push(...restoreIncludes({ before: before.includes, now: now.includes, path }));
  }
  return { writes, kept };
}

function restoreIncludes(sets: {
  before: NonNullable<State["includes"]>;
  now: NonNullable<State["includes"]>;
  path: string;
}): GraphWrite[] {
  const { before, now, path } = sets;
  const known = new Set(now.map(({ id }) => id));
  const kept = new Set(before.map(({ id }) => id));
  const removed = before.filter(({ id }) => !known.has(id));
  const added = now.filter(({ id }) => !kept.has(id));
  return [
    ...removed.map(({ id: _id, ...body }): GraphWrite => ({
      method: "POST",
      path: `${path}/includes`,
      body: withoutNulls(body),
    })),
    ...added.map(({ id }): GraphWrite => ({
      method: "DELETE",
      path: `${path}/includes/${encodeURIComponent(id)}`,
    })),
  ];
}

function withoutNulls(body: object): object {
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== null && value !== undefined),
  );
}
