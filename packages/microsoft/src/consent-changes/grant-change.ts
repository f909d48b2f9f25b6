import { z } from "zod";
import type { GraphClient } from "../graph-client.ts";
import type { ChangeFact, ConsentChange, GraphWrite, UndoPlan } from "./consent-change.ts";
import { findObject, readList } from "./read-graph-objects.ts";

/** Somebody at Microsoft: the object id, and the name that words use. */
export interface NamedPerson {
  readonly id: string;
  readonly displayName: string;
}

export interface GrantTarget {
  /** The app that is granted something. */
  readonly appId: string;
  /** Claim values by the API that they belong to. */
  readonly resources: readonly {
    readonly appId: string;
    readonly name: string;
    readonly scopes: readonly string[];
  }[];
  /** Left out: for everybody (AllPrincipals). */
  readonly people?: readonly NamedPerson[] | undefined;
}

const grantSchema = z.object({
  id: z.string(),
  consentType: z.enum(["AllPrincipals", "Principal"]),
  principalId: z.string().nullable(),
  resourceId: z.string(),
  scope: z.string(),
});
type Grant = z.infer<typeof grantSchema>;

const stateSchema = z.object({
  /** Object id of the app in this tenant; null while it is not there. */
  clientId: z.string().nullable(),
  resources: z.array(z.object({ appId: z.string(), id: z.string().nullable() })),
  /** Those that the change is about. */
  grants: z.array(grantSchema),
});
type State = z.infer<typeof stateSchema>;

const idSchema = z.object({ id: z.string() });

/**
 * Delegated permissions for everybody or for chosen people, through oauth2PermissionGrants: no prompt, no policy, at once.
 * A PATCH replaces the whole scope, so it always sends the union with what is there (oauth2permissiongrant-update).
 */
export function grantChange(target: GrantTarget): ConsentChange<State> {
  return {
    stateSchema,
    read: (client) => read(client, target),
    plan: (state) => plan(state, target),
    expect: (state) => expectAfter(state, target),
    isReached: (state) => wishesOf(state, target).every(({ missing }) => missing.length === 0),
    describe: (state) => describe(state, target),
    planUndo,
  };
}

async function read(client: GraphClient, target: GrantTarget): Promise<State> {
  const find = async (appId: string): Promise<string | null> => {
    const url = `/servicePrincipals(appId='${encodeURIComponent(appId)}')?$select=id`;
    const found = await findObject(client, { operation: "find an application", url, schema: idSchema });
    return found?.id ?? null;
  };
  const clientId = await find(target.appId);
  const resources = await Promise.all(
    target.resources.map(async ({ appId }) => ({ appId, id: await find(appId) })),
  );
  const all =
    clientId === null
      ? []
      : await readList(client, {
          operation: "read the application's grants",
          url: `/servicePrincipals/${clientId}/oauth2PermissionGrants`,
          schema: grantSchema.extend({
            principalId: z
              .string()
              .nullish()
              .transform((id) => id ?? null),
          }),
        });
  const wanted = new Set(wishes(target, resources).map(({ key }) => key));
  return { clientId, resources, grants: all.filter((grant) => wanted.has(keyOf(grant))).toSorted(byKey) };
}

function byKey(one: Grant, other: Grant): number {
  return keyOf(one) < keyOf(other) ? -1 : 1;
}

function keyOf({ consentType, principalId, resourceId }: Omit<Grant, "id" | "scope">): string {
  return `${consentType} ${principalId ?? ""} ${resourceId}`;
}

interface Wish {
  readonly key: string;
  readonly grant: Omit<Grant, "id" | "scope">;
  readonly who: string;
  readonly resourceName: string;
  readonly scopes: readonly string[];
}

/** One row per API and person: more than one of a kind Graph refuses. */
function wishes(target: GrantTarget, resources: State["resources"]): Wish[] {
  const principals = target.people ?? [undefined];
  return target.resources.flatMap(({ appId, name, scopes }) => {
    const resourceId = resources.find((resource) => resource.appId === appId)?.id;
    if (!resourceId) return [];
    return principals.map((person): Wish => {
      const grant = {
        consentType: person ? ("Principal" as const) : ("AllPrincipals" as const),
        principalId: person?.id ?? null,
        resourceId,
      };
      return {
        key: keyOf(grant),
        grant,
        who: person?.displayName ?? "Everybody",
        resourceName: name,
        scopes,
      };
    });
  });
}

function wishesOf(state: State, target: GrantTarget) {
  return wishes(target, state.resources).map((wish) => {
    const known = state.grants.find((grant) => keyOf(grant) === wish.key);
    const has = new Set(splitScope(known?.scope).map((scope) => scope.toLowerCase()));
    return { ...wish, known, missing: wish.scopes.filter((scope) => !has.has(scope.toLowerCase())) };
  });
}

function splitScope(scope = ""): string[] {
  return scope.split(/\s+/).filter(Boolean);
}

function plan(state: State, target: GrantTarget): GraphWrite[] {
  // Others refer to it by the id that it gets: its grants are planned once it is there.
  const { clientId } = state;
  if (clientId === null)
    return [{ method: "POST", path: "/servicePrincipals", body: { appId: target.appId } }];
  return wishesOf(state, target).flatMap(({ known, grant, missing }): GraphWrite[] => {
    if (missing.length === 0) return [];
    const scope = [...splitScope(known?.scope), ...missing].join(" ");
    if (known) {
      return [
        { method: "PATCH", path: `/oauth2PermissionGrants/${encodeURIComponent(known.id)}`, body: { scope } },
      ];
    }
    return [{ method: "POST", path: "/oauth2PermissionGrants", body: { clientId, ...grant, scope } }];
  });
}

function expectAfter(state: State, target: GrantTarget): State {
  const grants = wishesOf(state, target).map(({ known, grant, missing }) => ({
    id: known?.id ?? "",
    ...grant,
    scope: [...splitScope(known?.scope), ...missing].join(" "),
  }));
  return { ...state, grants: grants.toSorted(byKey) };
}

function describe(state: State, target: GrantTarget): ChangeFact[] {
  return wishesOf(state, target).map(({ who, resourceName, known }) => ({
    subject: `${who}: ${resourceName}`,
    value: known ? splitScope(known.scope).join(" ") : "Nothing is granted",
  }));
}

/** Only the scopes that were added go; a grant of which nothing is left goes with them. */
function planUndo({ before, after, now }: { before: State; after: State; now: State }): UndoPlan {
  const writes: GraphWrite[] = [];
  const kept: string[] = [];
  for (const grant of after.grants) {
    const earlier = before.grants.find((candidate) => keyOf(candidate) === keyOf(grant));
    const had = new Set(splitScope(earlier?.scope));
    const added = new Set(splitScope(grant.scope).filter((scope) => !had.has(scope)));
    const present = now.grants.find((candidate) => keyOf(candidate) === keyOf(grant));
    if (added.size === 0) continue;
    if (!present) {
      kept.push("A grant was removed by somebody meanwhile: nothing is left to take back there.");
      continue;
    }
    const scopes = splitScope(present.scope);
    const left = scopes.filter((scope) => !added.has(scope));
    if (left.length === scopes.length) continue;
    const path = `/oauth2PermissionGrants/${encodeURIComponent(present.id)}`;
    writes.push(
      left.length === 0
        ? { method: "DELETE", path }
        : { method: "PATCH", path, body: { scope: left.join(" ") } },
    );
  }
  if (before.clientId === null && now.clientId !== null) {
    kept.push(
      "The application stays in the tenant, without these permissions; delete it there to remove it.",
    );
  }
  return { writes, kept };
}
