import {
  detectDrift,
  isUndone,
  readTenantReading,
  type Drift,
  type TenantSnapshot,
} from "@outrigger/consent";
import { noticeKindSchema } from "@outrigger/api-contract";
import { allMailboxScopes, SIGN_IN_SCOPES } from "@outrigger/microsoft";
import type {
  NewAuditEntry,
  Notice,
  OrganizationId,
  Repositories,
  StoredTenantReading,
  TenantReadingSource,
} from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";
import { raiseNotice, resolveNotice } from "../notices/raise-notice.ts";

/** What people are ever asked for; what an administrator lets us read is not missed when it goes. */
const WATCHED_SCOPE = [...SIGN_IN_SCOPES, ...allMailboxScopes()].join(" ");

export interface ReadingToStore {
  readonly organizationId: OrganizationId;
  readonly source: TenantReadingSource;
  readonly readerName: string;
  /** In the consent package's format, already found to be readable. */
  readonly reading: Readonly<Record<string, unknown>>;
  readonly snapshot: TenantSnapshot;
  /** Left out: the system by itself. */
  readonly actor?: NewAuditEntry["actor"];
}

/**
 * Stores a reading, and tells what got worse since the last one that Outrigger made itself. A file tells no time of its own: nothing
 * is compared with it, and it raises nothing.
 */
export async function storeReading(
  input: ReadingToStore,
  { clock, database }: Pick<FeatureContext, "clock" | "database">,
): Promise<{ tenantId: string; readAt: string }> {
  const { organizationId, source, readerName, reading, snapshot, actor } = input;
  const now = clock.now();
  const { id: tenantId, displayName } = snapshot.tenant;
  await database.transaction(async (repositories) => {
    const last = await repositories.tenantReadings.findLatest(organizationId, tenantId, [
      "administrator",
      "watch",
    ]);
    await repositories.tenantReadings.add({
      organizationId,
      tenantId,
      source,
      displayName,
      readerName,
      readAt: now,
      reading,
    });
    await repositories.auditEntries.add(organizationId, {
      actor,
      action: source === "file" ? "posture.upload" : "posture.read",
      summary: describeRead(input),
    });
    if (source !== "file") await tellDrift(repositories, { organizationId, snapshot, last, now });
  });
  return { tenantId, readAt: now.toISOString() };
}

function describeRead({ source, readerName, snapshot }: ReadingToStore): string {
  const { id } = snapshot.tenant;
  switch (source) {
    case "administrator":
      return `The settings of the Microsoft tenant ${id} were read with the sign-in of ${readerName}.`;
    case "file":
      return `A reading of the Microsoft tenant ${id} was uploaded; it was made outside of the product.`;
    case "watch":
      return `The settings of the Microsoft tenant ${id} were read with the leave of ${readerName}.`;
  }
}

interface DriftToTell {
  readonly organizationId: OrganizationId;
  readonly snapshot: TenantSnapshot;
  readonly last: StoredTenantReading | undefined;
  readonly now: Date;
}

async function tellDrift(
  repositories: Repositories,
  { organizationId, snapshot, last, now }: DriftToTell,
): Promise<void> {
  const tenantId = snapshot.tenant.id;
  const undone = new Set<string>();
  for (const notice of await repositories.notices.listOpen(organizationId, tenantId)) {
    const drift = toDrift(notice);
    if (!drift || !isUndone(drift, snapshot, now)) continue;
    await resolveNotice(repositories, notice);
    // A step of a secret's end gives way to the next one; everything else that is as before is no news.
    if (!isSecretKind(drift.kind)) undone.add(drift.kind);
  }
  const previous = last === undefined ? undefined : readTenantReading(last.reading);
  const open = await repositories.notices.listOpen(organizationId, tenantId);
  for (const drift of detectDrift(previous, snapshot, { now, scope: WATCHED_SCOPE })) {
    // A token may have told before that everybody lost it.
    const isToldByToken = open.some(({ kind, source }) => kind === drift.kind && source === "token");
    if (!isToldByToken && !undone.has(drift.kind)) {
      await raiseNotice(repositories, organizationId, { ...drift, tenantId, source: "reading" });
    }
  }
}

/** What time alone changes: a secret comes near its end, or passes it. The reading is the last one there is. */
export async function tellEndingSecrets(
  { organizationId, tenantId, reading }: Pick<StoredTenantReading, "organizationId" | "tenantId" | "reading">,
  { clock, database }: Pick<FeatureContext, "clock" | "database">,
): Promise<void> {
  const now = clock.now();
  const snapshot = readTenantReading(reading);
  const ending = detectDrift(undefined, snapshot, { now }).filter(({ kind }) => isSecretKind(kind));
  await database.transaction(async (repositories) => {
    const open = await repositories.notices.listOpen(organizationId, tenantId);
    for (const notice of open.filter(({ kind, source }) => isSecretKind(kind) && source === "reading")) {
      const drift = toDrift(notice);
      if (drift && isUndone(drift, snapshot, now)) await resolveNotice(repositories, notice);
    }
    for (const drift of ending) {
      await raiseNotice(repositories, organizationId, { ...drift, tenantId, source: "reading" });
    }
  });
}

function isSecretKind(kind: string): boolean {
  return kind === "secret_expires" || kind === "secret_expired";
}

function toDrift({ kind, subject, before, after }: Notice): Drift | undefined {
  const parsed = noticeKindSchema.safeParse(kind);
  if (!parsed.success || parsed.data === "watch_ended") return undefined;
  return { kind: parsed.data, subject, before: [...before], after: [...after] };
}
