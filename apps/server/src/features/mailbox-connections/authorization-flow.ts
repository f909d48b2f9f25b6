import { parseEntraTokenError } from "@outrigger/microsoft";
import { OAuthError, type AuthorizationResponse, type Secret, type TokenSet } from "@outrigger/oauth";
import type {
  AttemptFailure,
  AttemptKind,
  AuthorizationAttempt,
  MailboxConnection,
  OrganizationId,
  UserId,
} from "@outrigger/storage";
import { z } from "zod";
import {
  confirmAccess,
  connectMailbox,
  findMissingScopes,
  type ConfirmAccessTools,
} from "./confirm-access.ts";
import { findAskedScopes } from "../permissions/find-asked-scopes.ts";
import { nextMailboxState } from "./mailbox-states.ts";
import type { MicrosoftIdentity } from "./microsoft-authorization.ts";
import { readAttemptFailure } from "./read-attempt-failure.ts";

/** A window that nobody came back from for this long is taken for left. */
const WINDOW_SECONDS = 10 * 60;

export const microsoftAttemptKinds = [
  "microsoft_sign_in",
  "microsoft_mailbox",
] as const satisfies AttemptKind[];

export interface FlowTools extends ConfirmAccessTools {
  /** Name and domains of the tenant, read with the sign-in token; undefined when Microsoft does not say. */
  readonly readTenant: (
    tokens: TokenSet,
  ) => Promise<{ displayName: string; domains: readonly string[] } | undefined>;
}

/** Where the window goes next: on to Microsoft, or to our own last page. */
export type FlowStep =
  | { readonly next: "microsoft"; readonly url: URL }
  | { readonly next: "done"; readonly outcome: "connected" | "blocked" | "failed" };

export interface FlowOwner {
  readonly organizationId: OrganizationId;
  readonly userId: UserId;
  /** Binds the callback to the browser that started: the flow cookie's value. */
  readonly browserBinding: string;
  /** Names the window to the sidebar that opened it; both stages share it. */
  readonly authorizationId: string;
  /** The mailbox that the sidebar stands beside, as Office.js says. */
  readonly mailboxAddress: string | undefined;
}

/**
 * Opens the window. A person whose sign-in stage has passed before is first tried silently and then goes straight to the
 * mailbox stage; everybody else begins with the sign-in stage, which most tenants let through. So does somebody who
 * signed in with another account before: that account is not the mailbox that is open now.
 */
export async function startFlow(owner: FlowOwner, tools: FlowTools): Promise<FlowStep> {
  const { mailboxConnections, authorizationAttempts } = tools.database;
  const connection = await mailboxConnections.findOrCreate(owner.organizationId, owner.userId);
  await authorizationAttempts.supersedeUnanswered(owner.organizationId, owner.userId, microsoftAttemptKinds);
  if (connection.state !== "connected" && isOtherMailbox(connection, owner.mailboxAddress)) {
    const hint = owner.mailboxAddress;
    const tenant = (await guessTenant(hint, tools)) ?? "organizations";
    return openStage({ kind: "microsoft_sign_in", connection, owner, tenant, hint }, tools);
  }
  const hint = connection.mailboxAddress ?? owner.mailboxAddress;
  if (connection.tenantId !== null && connection.microsoftUserId !== null) {
    const finding = await confirmAccess(connection, tools);
    if (finding.outcome === "confirmed") return { next: "done", outcome: "connected" };
    if (finding.outcome === "missing") {
      return openStage(
        { kind: "microsoft_mailbox", connection, owner, tenant: connection.tenantId, hint },
        tools,
      );
    }
  }
  const tenant = connection.tenantId ?? (await guessTenant(hint, tools)) ?? "organizations";
  return openStage({ kind: "microsoft_sign_in", connection, owner, tenant, hint }, tools);
}

function isOtherMailbox(
  { mailboxAddress }: Pick<MailboxConnection, "mailboxAddress">,
  openMailbox: string | undefined,
): boolean {
  if (mailboxAddress === null || openMailbox === undefined) return false;
  return mailboxAddress.toLowerCase() !== openMailbox.toLowerCase();
}

async function guessTenant(mailAddress: string | undefined, tools: FlowTools): Promise<string | undefined> {
  if (!mailAddress) return undefined;
  const found = await tools.microsoft.discoverTenant(mailAddress);
  return found.outcome === "found" ? found.tenantId : undefined;
}

interface Stage {
  readonly kind: (typeof microsoftAttemptKinds)[number];
  readonly connection: MailboxConnection;
  readonly owner: FlowOwner;
  readonly tenant: string;
  readonly hint: string | undefined;
}

async function openStage(
  { kind, connection, owner, tenant, hint }: Stage,
  tools: FlowTools,
): Promise<FlowStep> {
  const scopes =
    kind === "microsoft_sign_in"
      ? tools.microsoft.signInScopes
      : (await findAskedScopes(owner.organizationId, tools)).all;
  const request = await tools.microsoft.startRequest({ tenant, scopes, loginHint: hint });
  await tools.database.authorizationAttempts.start({
    kind,
    organizationId: owner.organizationId,
    userId: owner.userId,
    state: request.state,
    browserBinding: owner.browserBinding,
    nonce: request.nonce,
    pkceVerifier: request.pkceVerifier,
    scopes,
    tenantGuess: tenant,
    redirectUri: tools.microsoft.redirectUri,
    context: { authorizationId: owner.authorizationId, mailboxAddress: owner.mailboxAddress },
    lifetimeSeconds: WINDOW_SECONDS,
  });
  await tools.database.mailboxConnections.change(connection.organizationId, connection.id, {
    state: nextMailboxState(connection.state, "authorization_started") ?? connection.state,
    // What the user saw in an earlier window says nothing of this one.
    diagnosis: null,
    ...(tenant === "organizations" ? {} : { tenantId: tenant }),
  });
  return { next: "microsoft", url: request.url };
}

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
      const failure = readAttemptFailure(response);
      return await endUnconnected(attempt, { result: "refused", failure }, tools);
    }
    const { tokens, identity } = await tools.microsoft.exchange({
      tenant: attempt.tenantGuess ?? "organizations",
      code: response.code,
      pkceVerifier: requireVerifier(callback.pkceVerifier),
      nonce: attempt.nonce ?? "",
      scopes: attempt.scopes,
    });
    const connection = await tools.database.mailboxConnections.findOrCreate(
      owner.organizationId,
      owner.userId,
    );
    if (isSomebodyElse(connection, identity) && !isOwnerOfOpenMailbox(attempt, identity)) {
      // An administrator may have signed in inside the user's window: that token is never stored for the user.
      return await endWithOtherIdentity({ attempt, connection }, tools);
    }
    await tools.database.authorizationAttempts.finish(attempt.id, "succeeded");
    return await continueWithTokens({ attempt, owner, connection, tokens, identity }, tools);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return endUnconnected(attempt, { result: "failed", failure: failureOf(error) }, tools);
  }
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

function isSomebodyElse(connection: MailboxConnection, identity: MicrosoftIdentity): boolean {
  return connection.microsoftUserId !== null && connection.microsoftUserId !== identity.userId;
}

/** At the sign-in stage, whose outcome is who somebody is: the account of the mailbox that is open replaces a mistaken one. */
function isOwnerOfOpenMailbox(attempt: AuthorizationAttempt, identity: MicrosoftIdentity): boolean {
  const { mailboxAddress } = readContext(attempt);
  return (
    attempt.kind === "microsoft_sign_in" &&
    mailboxAddress !== undefined &&
    mailboxAddress.toLowerCase() === identity.address.toLowerCase()
  );
}

/** The other person may have granted for everybody: the user's own session tells. */
async function endWithOtherIdentity(
  { attempt, connection }: Pick<Arrival, "attempt" | "connection">,
  tools: FlowTools,
): Promise<FlowStep> {
  await tools.database.authorizationAttempts.finish(attempt.id, "failed", { wireError: "other_identity" });
  const finding = await confirmAccess(connection, tools);
  if (finding.outcome === "confirmed") return { next: "done", outcome: "connected" };
  return blockConnection(connection, tools);
}

async function endUnconnected(
  attempt: AuthorizationAttempt,
  end: { readonly result: "refused" | "failed"; readonly failure: AttemptFailure },
  tools: FlowTools,
): Promise<FlowStep> {
  await tools.database.authorizationAttempts.finish(attempt.id, end.result, end.failure);
  if (attempt.organizationId === null || attempt.userId === null) return { next: "done", outcome: "failed" };
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
    mailboxAddress: readContext(attempt).mailboxAddress,
  };
}

/** The id under which the sidebar knows the window that this attempt belongs to. */
export function readAuthorizationId(attempt: AuthorizationAttempt): string | undefined {
  return readContext(attempt).authorizationId;
}

const contextSchema = z.object({
  authorizationId: z.string().optional(),
  mailboxAddress: z.string().optional(),
});

function readContext({ context }: AuthorizationAttempt): z.infer<typeof contextSchema> {
  const parsed = contextSchema.safeParse(context);
  return parsed.success ? parsed.data : {};
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
