import {
  authorizeApprovalLink,
  declineApprovalLink,
  forwardApprovalLink,
  openApprovalLink,
} from "@outrigger/api-contract";
import { createRandomText } from "@outrigger/oauth";
import { newToken, type Approval, type ApprovalLink } from "@outrigger/storage";
import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerPublicEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { maskAddress } from "../../mails/mask-address.ts";
import type { MicrosoftAuthorization } from "../mailbox-connections/microsoft-authorization.ts";
import { isPending } from "./approval-is-pending.ts";
import { describeApprovalPage } from "./describe-approval.ts";
import { forwardApproval } from "./forward-approval.ts";
import { releaseWaiters } from "./settle-approval.ts";

/** Binds the way to Microsoft and back to one browser. */
export const APPROVAL_COOKIE = "outrigger_approval";
export const APPROVAL_COOKIE_PATH = "/approval";

const ADMIN_CONSENT_SECONDS = 30 * 60;

/** What the page behind the administrator's link may do; whoever holds the link may, and nobody is signed in. */
export function registerApprovalLinks(
  app: FastifyInstance,
  context: FeatureContext,
  microsoft: MicrosoftAuthorization,
): void {
  const { config, database } = context;

  registerPublicEndpoint(app, openApprovalLink, async ({ body }) => {
    const { approval, link } = await findLinked(body.token, context);
    if (link.purpose === "administrator" && link.openedAt === null) await noteOpened(link, context);
    return describeApprovalPage(approval, context);
  });

  registerPublicEndpoint(app, forwardApprovalLink, async ({ body }) => {
    const { approval, link } = await findLinked(body.token, context);
    requirePending(approval, link);
    return forwardApproval({ approval, link, to: body.to, note: body.note || undefined }, context);
  });

  registerPublicEndpoint(app, authorizeApprovalLink, async ({ body, reply }) => {
    const { approval, link } = await findLinked(body.token, context);
    requirePending(approval, link);
    const state = createRandomText();
    const browserBinding = newToken();
    const tenant = approval.tenantId ?? "organizations";
    await database.authorizationAttempts.start({
      kind: "microsoft_admin_consent",
      organizationId: approval.organizationId,
      approvalId: approval.id,
      state,
      browserBinding,
      scopes: approval.scopes,
      tenantGuess: tenant,
      redirectUri: microsoft.adminConsentRedirectUri,
      lifetimeSeconds: ADMIN_CONSENT_SECONDS,
    });
    await database.approvalEvents.add(approval.organizationId, {
      approvalId: approval.id,
      kind: "went_to_microsoft",
    });
    await database.auditEntries.add(approval.organizationId, {
      action: "approval.authorize",
      summary: "Somebody with the approval link went on to Microsoft's approval page.",
    });
    void reply.setCookie(APPROVAL_COOKIE, browserBinding, {
      path: APPROVAL_COOKIE_PATH,
      httpOnly: true,
      secure: config.isSecure,
      sameSite: "lax",
      maxAge: ADMIN_CONSENT_SECONDS,
    });
    return { url: microsoft.buildAdminConsentUrl(tenant, { state, scopes: approval.scopes }).href };
  });

  registerPublicEndpoint(app, declineApprovalLink, async ({ body }) => {
    const { approval, link } = await findLinked(body.token, context);
    requirePending(approval, link);
    const declined = await database.transaction(async (repositories) => {
      const moved = await repositories.approvals.moveTo(approval.organizationId, approval.id, {
        state: "declined",
        decidedAt: context.clock.now(),
        declineReason: body.reason,
      });
      if (!moved) return undefined;
      await releaseWaiters(moved, repositories);
      await repositories.approvalEvents.add(approval.organizationId, {
        approvalId: approval.id,
        kind: "declined",
      });
      await repositories.auditEntries.add(approval.organizationId, {
        action: "approval.decline",
        summary: "Somebody with the approval link declined it.",
      });
      return moved;
    });
    if (!declined) throw new RequestError("conflict");
    return describeApprovalPage(declined, context);
  });
}

/** The first opening is news to those who wait; the page asks again and again. */
async function noteOpened(link: ApprovalLink, { database }: FeatureContext): Promise<void> {
  await database.transaction(async (repositories) => {
    if (!(await repositories.approvalLinks.markOpened(link))) return;
    await repositories.approvalEvents.add(link.organizationId, {
      approvalId: link.approvalId,
      kind: "opened",
      recipient: link.recipient === null ? undefined : maskAddress(link.recipient),
    });
  });
}

/** The approval behind a link that still opens. @throws {RequestError} `link_…`, by what is wrong with it. */
export async function findLinked(
  token: string,
  { clock, database }: FeatureContext,
): Promise<{ approval: Approval; link: ApprovalLink }> {
  const link = await database.approvalLinks.findByToken(token);
  if (!link) throw new RequestError("link_invalid");
  if (link.revokedAt !== null) throw new RequestError("link_revoked");
  if (link.expiresAt <= clock.now()) throw new RequestError("link_expired");
  const approval = await database.approvals.findById(link.organizationId, link.approvalId);
  if (!approval) throw new RequestError("link_invalid");
  if (approval.state === "revoked") throw new RequestError("link_revoked");
  if (approval.state === "expired") throw new RequestError("link_expired");
  return { approval, link };
}

/** The page after Microsoft only shows; a decision needs the administrator's own link, and something left to decide. */
function requirePending(approval: Approval, link: ApprovalLink): void {
  if (link.purpose !== "administrator") throw new RequestError("link_invalid");
  if (!isPending(approval)) throw new RequestError("conflict");
}
