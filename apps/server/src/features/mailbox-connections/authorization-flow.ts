import { parseEntraTokenError } from "@outrigger/microsoft";
import { OAuthError, type AuthorizationResponse, type Secret, type TokenSet } from "@outrigger/oauth";
import type { AttemptFailure, AuthorizationAttempt, MailboxConnection } from "@outrigger/storage";
import { findAskedScopes } from "../permissions/find-asked-scopes.ts";
import { confirmAccess, connectMailbox, findMissingScopes } from "./confirm-access.ts";
import { judgeIdentity, type ForeignAccount } from "./judge-identity.ts";
import { nextMailboxState } from "./mailbox-states.ts";
import type { MicrosoftIdentity } from "./microsoft-authorization.ts";
import { openStage, type FlowOwner, type FlowStep, type FlowTools } from "./open-window.ts";
import { readAttemptFailure } from "./read-attempt-failure.ts";
import { isRegistrationFault, registrationFaultEntry } from "./registration-fault.ts";
import { readAuthorizationId, readWindowContext } from "./window-context.ts";

export interface ClaimedCallback {
  readonly attempt: AuthorizationAttempt;
  readonly pkceVerifier: Secret | undefined;
  /** @throws {OAuthError} for an answer that breaks the protocol; it uses up the attempt all the same. */
  readonly readResponse: () => AuthorizationResponse;
  readonly browserBinding: string;
}

/** Takes what Microsoft sent back for an attempt that this browser started and nobody has used. */
export async function finishFlow(callback: ClaimedCallback, tools: FlowTools): Promise<FlowStep> {
  const { attempt } = callback;
  const owner = ownerOf(callback);
  try {
    const response = callback.readResponse();
    if (response.outcome === "refused") {
      return await endRefused({ attempt, owner, failure: readAttemptFailure(response) }, tools);
    }
    if (readWindowContext(attempt).probe === "cause") {
      // The person had said no: that Microsoft would let them in is a finding, and no consent of theirs.
      return await endUnconnected(attempt, { result: "succeeded", failure: {} }, tools);
    }
    const { tokens, identity } = await tools.microsoft.exchange({
      tenant: attempt.tenantGuess ?? "organizations",
      code: response.code,
      pkceVerifier: requireVerifier(callback.pkceVerifier),
      nonce: attempt.nonce ?? "",
      scopes: attempt.scopes,
    });
    const { mailboxConnections } = tools.database;
    const connection = await mailboxConnections.findOrCreate(owner.organizationId, owner.userId);
    const arrival = { attempt, owner, connection, tokens, identity };
    const foreign = judgeIdentity({
      connection,
      identity,
      isOpenMailbox: await ownsOpenMailbox(arrival, tools),
    });
    if (foreign) return await endWithForeignAccount({ attempt, owner, connection, foreign }, tools);
    await tools.database.authorizationAttempts.finish(attempt.id, "succeeded");
    return await continueWithTokens(arrival, tools);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return endUnconnected(attempt, { result: "failed", failure: failureOf(error) }, tools);
  }
}

/** Left without a word at the sign-in stage: one silent request tells a wall there from an account picker that was left. */
async function endRefused(
  end: {
    readonly attempt: AuthorizationAttempt;
    readonly owner: FlowOwner;
    readonly failure: AttemptFailure;
  },
  tools: FlowTools,
): Promise<FlowStep> {
  const { attempt, owner, failure } = end;
  const isSilentAbout = failure.errorSubcode === "cancel" && failure.aadstsCode === undefined;
  const isFirst = readWindowContext(attempt).probe === undefined;
  if (attempt.kind !== "microsoft_sign_in" || !isSilentAbout || !isFirst) {
    return endUnconnected(attempt, { result: "refused", failure }, tools);
  }
  const { authorizationAttempts, mailboxConnections } = tools.database;
  await authorizationAttempts.finish(attempt.id, "refused", failure);
  const connection = await mailboxConnections.findOrCreate(owner.organizationId, owner.userId);
  const tenant = attempt.tenantGuess ?? "organizations";
  const hint = connection.mailboxAddress ?? owner.mailboxAddress;
  return openStage({ kind: attempt.kind, connection, owner, tenant, hint, probe: "cause" }, tools);
}

interface Arrival {
  readonly attempt: AuthorizationAttempt;
  readonly owner: FlowOwner;
  readonly connection: MailboxConnection;
  readonly tokens: TokenSet;
  readonly identity: MicrosoftIdentity;
}

async function continueWithTokens(arrival: Arrival, tools: FlowTools): Promise<FlowStep> {
  const { connection, tokens, identity, owner } = arrival;
  const known = await rememberIdentity(arrival, tools);
  const asked = await findAskedScopes(owner.organizationId, tools);
  if (findMissingScopes(tokens, asked.graph).length === 0) {
    const connected = await tools.database.transaction((repositories) =>
      connectMailbox({ locked: known, tokens, repositories, at: tools.now() }),
    );
    if (connection.state !== "connected") await tools.onConnected(connected, "in_window");
    return { next: "done", outcome: "connected" };
  }
  const finding = await confirmAccess(known, tools);
  if (finding.outcome === "confirmed") return { next: "done", outcome: "connected" };
  if (arrival.attempt.kind === "microsoft_mailbox") return blockConnection(known, tools);
  const stage = { kind: "microsoft_mailbox", connection: known, owner, tenant: identity.tenantId } as const;
  return openStage({ ...stage, hint: identity.address }, tools);
}

/** The sign-in stage has passed: who it is, and the session that later resumes without a click. */
async function rememberIdentity(arrival: Arrival, tools: FlowTools): Promise<MailboxConnection> {
  const { connection, tokens, identity } = arrival;
  const { mailboxConnections } = tools.database;
  await mailboxConnections.storeTokens(connection.organizationId, connection.id, {
    accessToken: undefined,
    accessTokenExpiresAt: undefined,
    refreshToken: tokens.refreshToken,
  });
  const isKnownTenant = connection.tenantDisplayName !== null && connection.tenantId === identity.tenantId;
  const tenant = isKnownTenant ? undefined : await tools.readTenant(tokens);
  const changed = await mailboxConnections.change(connection.organizationId, connection.id, {
    tenantId: identity.tenantId,
    microsoftUserId: identity.userId,
    mailboxAddress: identity.address,
    ...(tenant
      ? {
          tenantDisplayName: tenant.displayName,
          signInEvidence: { passedAt: tools.now().toISOString(), domains: tenant.domains },
        }
      : {}),
  });
  return changed ?? connection;
}

/** Whether the account owns the mailbox that is open; undefined where nobody can say, or nobody has to. */
async function ownsOpenMailbox(
  { attempt, connection, tokens, identity }: Arrival,
  tools: FlowTools,
): Promise<boolean | undefined> {
  const openMailbox = readWindowContext(attempt).mailboxAddress?.toLowerCase();
  const isKnown = connection.microsoftUserId === identity.userId;
  if (attempt.kind !== "microsoft_sign_in" || openMailbox === undefined || isKnown) return undefined;
  if (openMailbox === identity.address.toLowerCase()) return true;
  const addresses = await tools.readAddresses(tokens);
  return addresses?.includes(openMailbox);
}

/**
 * Nothing of the other account is kept. It may have granted for everybody: the person's own session tells; and where
 * they have none yet, one silent sign-in may make it, as a browser knows several accounts at once.
 */
async function endWithForeignAccount(
  end: Pick<Arrival, "attempt" | "owner" | "connection"> & { readonly foreign: ForeignAccount },
  tools: FlowTools,
): Promise<FlowStep> {
  const { attempt, owner, connection, foreign } = end;
  await tools.database.authorizationAttempts.finish(attempt.id, "failed", { wireError: foreign });
  const finding = await confirmAccess(connection, tools);
  if (finding.outcome === "confirmed") return { next: "done", outcome: "connected" };
  const hint = owner.mailboxAddress;
  const isFirst = readWindowContext(attempt).probe === undefined;
  if (foreign !== "other_identity" || connection.microsoftUserId !== null || !isFirst || !hint) {
    return blockConnection(connection, tools);
  }
  const tenant = attempt.tenantGuess ?? "organizations";
  const kind = "microsoft_sign_in";
  return openStage({ kind, connection, owner, tenant, hint, probe: "resume" }, tools);
}

async function endUnconnected(
  attempt: AuthorizationAttempt,
  end: { readonly result: "refused" | "failed" | "succeeded"; readonly failure: AttemptFailure },
  tools: FlowTools,
): Promise<FlowStep> {
  await tools.database.authorizationAttempts.finish(attempt.id, end.result, end.failure);
  if (attempt.organizationId === null || attempt.userId === null) return { next: "done", outcome: "failed" };
  if (isRegistrationFault(end.failure)) {
    await tools.database.auditEntries.add(attempt.organizationId, registrationFaultEntry);
  }
  const connection = await tools.database.mailboxConnections.findOrCreate(
    attempt.organizationId,
    attempt.userId,
  );
  // "I am an administrator" and a grant made meanwhile: the refusal may be out of date already.
  const finding = await confirmAccess(connection, tools);
  if (finding.outcome === "confirmed") return { next: "done", outcome: "connected" };
  return blockConnection(connection, tools);
}

/** The window was left without access. What the user reads is diagnosed anew from the attempts, whenever it is shown. */
export async function blockConnection(
  connection: MailboxConnection,
  tools: Pick<FlowTools, "database">,
): Promise<FlowStep> {
  const event = (await isAwaitingApproval(connection, tools)) ? "approval_asked" : "authorization_blocked";
  await tools.database.mailboxConnections.change(connection.organizationId, connection.id, {
    state: nextMailboxState(connection.state, event) ?? connection.state,
  });
  return { next: "done", outcome: "blocked" };
}

/** An approval that was declined, revoked or left to expire helps nobody who waits for it. */
async function isAwaitingApproval(
  { organizationId, approvalId }: MailboxConnection,
  { database }: Pick<FlowTools, "database">,
): Promise<boolean> {
  if (approvalId === null) return false;
  const approval = await database.approvals.findById(organizationId, approvalId);
  return approval?.state === "open" || approval?.state === "verifying";
}

function ownerOf({ attempt, browserBinding }: ClaimedCallback): FlowOwner {
  if (attempt.organizationId === null || attempt.userId === null) {
    throw new Error("An authorization at Microsoft was started for nobody");
  }
  return {
    organizationId: attempt.organizationId,
    userId: attempt.userId,
    browserBinding,
    authorizationId: readAuthorizationId(attempt) ?? attempt.id,
    mailboxAddress: readWindowContext(attempt).mailboxAddress,
  };
}

function requireVerifier(verifier: Secret | undefined): Secret {
  if (!verifier) throw new Error("An authorization at Microsoft was started without PKCE");
  return verifier;
}

function failureOf(error: OAuthError): AttemptFailure {
  const { vendorCode } = parseEntraTokenError(error, "exchange the code");
  return {
    wireError: error.error,
    aadstsCode: vendorCode?.startsWith("AADSTS") ? vendorCode : undefined,
    correlationId: error.correlationId,
  };
}
