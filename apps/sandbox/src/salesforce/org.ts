import type { Clock } from "../core/clock.ts";
import type { Collection, Document, DocumentStore } from "../core/document-store.ts";
import type { SandboxContext } from "../core/part.ts";
import { buildRecordId } from "./record-id.ts";
import type { FieldValue } from "./schema/field-schema.ts";
import { catalogueOf, type ObjectCatalogue, type OrgFeatures } from "./schema/object-catalogue.ts";
import { formatTimestamp } from "./timestamps.ts";

/** One Salesforce org. Its records live in collections of their own, one per object. */
export interface Org extends Document, OrgFeatures {
  /** Short name that scenarios use: `contoso`. */
  readonly key: string;
  readonly name: string;
  readonly dailyApiRequestsMax: number;
  /** API Access Control: apps that are not installed get no API access (Help, "Manage API Access"). Left out: off. */
  readonly apiAccessControl?: boolean;
  /** False: the edition has no API. Left out: it has. */
  readonly apiEnabled?: boolean;
}

export interface StoredRecord extends Document {
  readonly type: string;
  readonly values: Readonly<Record<string, FieldValue>>;
}

interface ApiUsage extends Document {
  readonly used: number;
  readonly windowStartedAt: number;
}

/** Everything that a call works on: one org, its objects and its rows. */
export interface OpenOrg {
  readonly org: Org;
  readonly catalogue: ObjectCatalogue;
  readonly store: DocumentStore;
  readonly clock: Clock;
  rows(objectName: string): Collection<StoredRecord>;
  /** Finds a row of any object by its 18-character id, deleted ones included. */
  findById(id: string): StoredRecord | undefined;
  nextId(keyPrefix: string): string;
  timestamp(): string;
}

export function orgsOf(store: DocumentStore): Collection<Org> {
  return store.collection<Org>("salesforceOrgs");
}

export function openOrg(context: Pick<SandboxContext, "store" | "clock">, org: Org): OpenOrg {
  const { store, clock } = context;
  const catalogue = catalogueOf(org);
  const rows = (objectName: string) => store.collection<StoredRecord>(`salesforce/${org.id}/${objectName}`);
  return {
    org,
    catalogue,
    store,
    clock,
    rows,
    findById: (id) => {
      const entry = catalogue.findByKeyPrefix(id);
      return entry && rows(entry.schema.name).get(id);
    },
    nextId: (keyPrefix) => buildRecordId(keyPrefix, store.nextNumber(`salesforce-id-${keyPrefix}`)),
    timestamp: () => formatTimestamp(clock.now()),
  };
}

/** Finds the user and org that a username names; usernames are unique over all of Salesforce. */
export function findUser(
  context: Pick<SandboxContext, "store" | "clock">,
  username: string,
): { opened: OpenOrg; user: StoredRecord } | undefined {
  for (const org of orgsOf(context.store).all()) {
    const opened = openOrg(context, org);
    const user = opened
      .rows("User")
      .find((row) => textOf(row, "Username").toLowerCase() === username.toLowerCase());
    if (user) return { opened, user };
  }
  return undefined;
}

export function textOf(row: StoredRecord, fieldName: string): string {
  const value = row.values[fieldName];
  return typeof value === "string" ? value : "";
}

export function isTrue(row: StoredRecord, fieldName: string): boolean {
  return row.values[fieldName] === true;
}

const usageOf = (store: DocumentStore) => store.collection<ApiUsage>("salesforceApiUsage");
const usageWindowMs = 86_400_000;

/** Calls of the last window of 24 hours. */
export function apiCallsUsed({ store, clock, org }: OpenOrg): number {
  const usage = usageOf(store).get(org.id);
  return usage && clock.now().getTime() - usage.windowStartedAt < usageWindowMs ? usage.used : 0;
}

export function countApiCalls(opened: OpenOrg, calls: number): number {
  const used = apiCallsUsed(opened) + calls;
  const started = usageOf(opened.store).get(opened.org.id)?.windowStartedAt;
  const now = opened.clock.now().getTime();
  const windowStartedAt = started !== undefined && now - started < usageWindowMs ? started : now;
  usageOf(opened.store).put({ id: opened.org.id, used, windowStartedAt });
  return used;
}
