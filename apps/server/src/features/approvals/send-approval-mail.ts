import type {
  Approval,
  ApprovalLink,
  ApprovalMail,
  ApprovalMailKind,
  Repositories,
} from "@outrigger/storage";
import type { User } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";
import { maskAddress } from "../../mails/mask-address.ts";
import { oneLine } from "../../mails/one-line.ts";
import { isPending } from "./approval-is-pending.ts";
import { describeApprovalPage } from "./describe-approval.ts";
import { hasForwardingLeft } from "./limit-forwardings.ts";
import { LINK_SECONDS, makeApprovalLink } from "./make-approval-link.ts";
import { writeApprovalMail } from "./write-approval-mail.ts";

/** A signed-in user, and whoever holds a link, must not be able to use the product to flood a mailbox. */
const BY_USER_PER_HOUR_MAX = 10;
const BY_ORGANIZATION_PER_HOUR_MAX = 60;
const TO_ADDRESS_PER_DAY_MAX = 5;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

export interface ApprovalMailOrder {
  readonly approval: Pick<Approval, "organizationId" | "id">;
  readonly kind: ApprovalMailKind;
  readonly to: string;
  /** The sender's own words. */
  readonly message?: string | undefined;
  /** Who made it go out; left out for the system and for whoever holds a link. */
  readonly user?: User | undefined;
  /** The link whose holder forwards. */
  readonly forwardedFrom?: ApprovalLink | undefined;
  /** The how-many-eth of its kind to this address, where it must go out at most once; else the next. */
  readonly ordinal?: number | undefined;
  /** An earlier try of this mail, which the mail server refused. */
  readonly refused?: ApprovalMail | undefined;
}

/**
 * `decided`: nobody has to answer any more. `too_many`: over a limit. `claimed`: another process has it, or had it and
 * was killed. `failed`: the mail server refused.
 */
export type ApprovalMailOutcome = "sent" | "failed" | "decided" | "too_many" | "claimed";

/**
 * One mail to an administrator, with a link of its own. Its row is committed as `sending` before the mail server is
 * called: whoever comes later finds it and does not send it again, so that a restart mails at most once.
 */
export async function sendApprovalMail(
  order: ApprovalMailOrder,
  context: FeatureContext,
): Promise<ApprovalMailOutcome> {
  const prepared = await context.database.transaction((repositories) =>
    prepare(order, { repositories, context }),
  );
  if (typeof prepared === "string") return prepared;
  const { approval, mail, link, address } = prepared;
  const page = await describeApprovalPage(approval, context);
  const composed = writeApprovalMail({
    kind: order.kind,
    product: context.config.product,
    approval,
    page,
    message: order.message,
    link: { address, expiresAt: link.expiresAt },
  });
  const replyTo = await findReplyTo(approval, order, context);
  let isSent = true;
  try {
    await context.mailer.send({ to: order.to, ...composed, replyTo });
  } catch (error) {
    isSent = false;
    context.logger.warn({ err: error, approvalId: approval.id }, "a mail to an administrator was not sent");
  }
  await context.database.transaction((repositories) =>
    record(order, { mail, linkId: link.id, isSent, repositories }),
  );
  return isSent ? "sent" : "failed";
}

interface Prepared {
  readonly approval: Approval;
  readonly mail: ApprovalMail;
  readonly link: ApprovalLink;
  readonly address: string;
}

async function prepare(
  order: ApprovalMailOrder,
  { repositories, context }: { readonly repositories: Repositories; readonly context: FeatureContext },
): Promise<Prepared | Exclude<ApprovalMailOutcome, "sent" | "failed">> {
  const { organizationId } = order.approval;
  // By the state of now: a decision that is made at this moment makes the mail pointless.
  const approval = await repositories.approvals.lock(organizationId, order.approval.id);
  if (!approval || !isPending(approval)) return "decided";
  if (!(await isWithinLimits(order, { repositories, now: context.clock.now() }))) return "too_many";
  if (order.forwardedFrom && !(await hasForwardingLeft(approval, repositories))) return "too_many";
  const mail = await claimMail(order, repositories);
  if (mail === undefined) return "claimed";
  const lifeMs = LINK_SECONDS * 1000;
  const { address, link } = await makeApprovalLink(
    organizationId,
    {
      approvalId: approval.id,
      expiresAt: order.forwardedFrom?.expiresAt ?? new Date(context.clock.now().getTime() + lifeMs),
      madeBy: order.user,
      forwardedFromId: order.forwardedFrom?.id,
      recipient: order.to,
    },
    { repositories, publicUrl: context.config.publicUrl },
  );
  await repositories.approvalMails.attachLink(mail, link.id);
  return { approval, mail, link, address };
}

async function claimMail(
  order: ApprovalMailOrder,
  repositories: Repositories,
): Promise<ApprovalMail | undefined> {
  if (order.refused) return repositories.approvalMails.claimAgain(order.refused);
  const { approval, kind, to, user } = order;
  return repositories.approvalMails.claim(approval.organizationId, {
    approvalId: approval.id,
    kind,
    recipient: to,
    ordinal: order.ordinal ?? (await nextOrdinal(order, repositories)),
    userId: user?.id,
  });
}

async function isWithinLimits(
  { approval, to, user }: ApprovalMailOrder,
  { repositories, now }: { readonly repositories: Repositories; readonly now: Date },
): Promise<boolean> {
  const count = (ageMs: number) =>
    repositories.approvalMails.countSince(approval.organizationId, {
      since: new Date(now.getTime() - ageMs),
      userId: user?.id,
      recipient: to,
    });
  const hour = await count(HOUR_MS);
  const day = await count(DAY_MS);
  return (
    (user === undefined || hour.byUser < BY_USER_PER_HOUR_MAX) &&
    hour.byOrganization < BY_ORGANIZATION_PER_HOUR_MAX &&
    day.toRecipient < TO_ADDRESS_PER_DAY_MAX
  );
}

async function nextOrdinal(
  { approval, kind, to }: ApprovalMailOrder,
  repositories: Repositories,
): Promise<number> {
  const mails = await repositories.approvalMails.list(approval.organizationId, approval.id);
  return mails.filter((mail) => mail.kind === kind && mail.recipient === to).length + 1;
}

/** An answer goes to a person: who sends, else who asked. A stranger who forwards has no address that we know. */
async function findReplyTo(
  { organizationId, askedByUserId }: Approval,
  { user }: ApprovalMailOrder,
  { database }: FeatureContext,
): Promise<{ name: string; address: string } | undefined> {
  const asker =
    askedByUserId === null ? undefined : await database.users.findById(organizationId, askedByUserId);
  const person = user ?? asker;
  return person && { name: oneLine(person.displayName, 80), address: person.email };
}

const words = {
  request: {
    event: "mailed",
    action: "approval.mail",
    summary: "Sent the approval link to an administrator by mail.",
  },
  reminder: {
    event: "reminded",
    action: "approval.remind",
    summary: "Reminded an administrator of an approval by mail.",
  },
  escalation: {
    event: "escalated",
    action: "approval.escalate",
    summary: "Asked a second administrator for an approval by mail.",
  },
  forward: {
    event: "forwarded",
    action: "approval.forward",
    summary: "Somebody with the approval link forwarded it by mail.",
  },
} as const;

async function record(
  { approval, kind, to, user }: ApprovalMailOrder,
  end: {
    readonly mail: ApprovalMail;
    readonly linkId: ApprovalLink["id"];
    readonly isSent: boolean;
    readonly repositories: Repositories;
  },
): Promise<void> {
  const { mail, linkId, isSent, repositories } = end;
  const { organizationId, id: approvalId } = approval;
  await repositories.approvalMails.finish(mail, isSent ? "sent" : "failed");
  // The link of a mail that nobody got is nobody's.
  if (!isSent) await repositories.approvalLinks.revoke(organizationId, approvalId, linkId);
  const { event, action, summary } = words[kind];
  await repositories.approvalEvents.add(organizationId, {
    approvalId,
    kind: isSent ? event : "mail_failed",
    actorName: user?.displayName,
    recipient: maskAddress(to),
  });
  await repositories.auditEntries.add(organizationId, {
    actor: user,
    action,
    summary: isSent ? summary : "A mail to an administrator could not be sent.",
  });
}
