import type { TokenSet } from "@outrigger/oauth";
import type { AttemptKind, MailboxConnection, OrganizationId, UserId } from "@outrigger/storage";
import { findAskedScopes } from "../permissions/find-asked-scopes.ts";
import { confirmAccess, type ConfirmAccessTools } from "./confirm-access.ts";
import { nextMailboxState } from "./mailbox-states.ts";
import type { WindowContext } from "./window-context.ts";

/** A window that nobody came back from for this long is taken for left. */
const WINDOW_SECONDS = 10 * 60;
/** No page is shown, so that only a closed window or a broken line keeps its answer back. */
const PROBE_SECONDS = 60;

export const microsoftAttemptKinds = [
  "microsoft_sign_in",
  "microsoft_mailbox",
] as const satisfies AttemptKind[];

export interface FlowTools extends ConfirmAccessTools {
  /** Name and domains of the tenant, read with the sign-in token; undefined when Microsoft does not say. */
  readonly readTenant: (
    tokens: TokenSet,
  ) => Promise<{ displayName: string; domains: readonly string[] } | undefined>;
  /** Every address of whoever signed in, in small letters; undefined when Microsoft does not say. */
  readonly readAddresses: (tokens: TokenSet) => Promise<readonly string[] | undefined>;
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

export interface Stage {
  readonly kind: (typeof microsoftAttemptKinds)[number];
  readonly connection: MailboxConnection;
  readonly owner: FlowOwner;
  readonly tenant: string;
  readonly hint: string | undefined;
  readonly probe?: WindowContext["probe"];
}

/** Sends the window on to Microsoft, with what its callback needs on record first. */
export async function openStage(
  { kind, connection, owner, tenant, hint, probe }: Stage,
  tools: FlowTools,
): Promise<FlowStep> {
  const scopes =
    kind === "microsoft_sign_in"
      ? tools.microsoft.signInScopes
      : (await findAskedScopes(owner.organizationId, tools)).all;
  const request = await tools.microsoft.startRequest({
    tenant,
    scopes,
    loginHint: hint,
    isSilent: probe !== undefined,
  });
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
    context: { authorizationId: owner.authorizationId, mailboxAddress: owner.mailboxAddress, probe },
    lifetimeSeconds: probe === undefined ? WINDOW_SECONDS : PROBE_SECONDS,
  });
  await tools.database.mailboxConnections.change(connection.organizationId, connection.id, {
    state: nextMailboxState(connection.state, "authorization_started") ?? connection.state,
    // What the user saw in an earlier window says nothing of this one.
    diagnosis: null,
    ...(tenant === "organizations" ? {} : { tenantId: tenant }),
  });
  return { next: "microsoft", url: request.url };
}
