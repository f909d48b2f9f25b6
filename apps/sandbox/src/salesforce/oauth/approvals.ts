import type { OpenOrg } from "../org.ts";
import { createRecord } from "../records/write-record.ts";
import { oauthStoreOf, policyOf, randomToken, type SalesforceApp, type TokenFamily } from "./oauth-store.ts";

const approvalsPerUserMax = 5;

export interface Approval {
  readonly opened: OpenOrg;
  readonly app: SalesforceApp;
  readonly userId: string;
  readonly scopes: readonly string[];
}

export function hasConsent({ opened, app, userId, scopes }: Approval): boolean {
  const consent = oauthStoreOf(opened.store).consents.get(consentId({ opened, app, userId }));
  return consent !== undefined && scopes.every((scope) => consent.scopes.includes(scope));
}

export function rememberConsent({ opened, app, userId, scopes }: Approval): void {
  const { consents } = oauthStoreOf(opened.store);
  const id = consentId({ opened, app, userId });
  consents.put({ id, scopes: [...new Set([...(consents.get(id)?.scopes ?? []), ...scopes])] });
}

function consentId({ opened, app, userId }: Omit<Approval, "scopes">): string {
  return `${opened.org.id}|${userId}|${app.id}`;
}

/** Starts an approval. A user has five of them per app: the sixth silently ends the oldest. */
export function openTokenFamily(approval: Approval): TokenFamily {
  const { opened, app, userId, scopes } = approval;
  const { families } = oauthStoreOf(opened.store);
  const own = families
    .filter((family) => family.userId === userId && family.clientId === app.id)
    .toSorted((left, right) => left.sequence - right.sequence);
  for (const oldest of own.slice(0, Math.max(0, own.length - approvalsPerUserMax + 1))) {
    endTokenFamily(opened, oldest.id);
  }
  const family: TokenFamily = {
    id: randomToken(),
    orgId: opened.org.id,
    userId,
    clientId: app.id,
    scopes,
    sequence: opened.store.nextNumber("salesforce-approval"),
    oauthTokenId: recordApproval(approval),
  };
  families.put(family);
  return family;
}

/** The row by which an administrator sees the approval; without AppMenuItemId the app is known but not installed. */
function recordApproval({ opened, app, userId }: Approval): string {
  const entry = opened.catalogue.find("OauthToken");
  if (!entry) return "";
  const installed = policyOf(opened.store, opened.org.id, app.id).installed;
  const row = createRecord({ opened, userId, asSystem: true }, entry, {
    AppName: app.name,
    AppMenuItemId: installed ? opened.nextId("0DS") : null,
    UserId: userId,
    LastUsedDate: opened.timestamp(),
    UseCount: 1,
  });
  return row.id;
}

/** Kills an approval with every token of it. */
export function endTokenFamily(opened: OpenOrg, familyId: string): void {
  const { families, refreshTokens, accessTokens } = oauthStoreOf(opened.store);
  const family = families.get(familyId);
  families.delete(familyId);
  for (const token of refreshTokens.filter((candidate) => candidate.familyId === familyId)) {
    refreshTokens.delete(token.id);
  }
  for (const token of accessTokens.filter((candidate) => candidate.familyId === familyId)) {
    accessTokens.delete(token.id);
  }
  if (family) opened.rows("OauthToken").delete(family.oauthTokenId);
}

/** What a user takes back is asked for again: with the last approval the remembered consent goes too. */
export function revokeTokenFamily(opened: OpenOrg, familyId: string): void {
  const { families, consents } = oauthStoreOf(opened.store);
  const family = families.get(familyId);
  endTokenFamily(opened, familyId);
  if (!family) return;
  const isLast = !families.find(
    (other) => other.userId === family.userId && other.clientId === family.clientId,
  );
  if (isLast) consents.delete(`${family.orgId}|${family.userId}|${family.clientId}`);
}

/** Ends what an org has running with an app, as Block does. */
export function endAllSessions(opened: OpenOrg, clientId: string): void {
  const { families } = oauthStoreOf(opened.store);
  const own = families.filter((family) => family.orgId === opened.org.id && family.clientId === clientId);
  for (const family of own) endTokenFamily(opened, family.id);
}
