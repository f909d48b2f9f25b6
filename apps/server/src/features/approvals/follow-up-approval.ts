import type { Approval, ApprovalLink, ApprovalMail } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";
import { followUpSettings, type FollowUpSettings } from "./follow-up-settings.ts";
import { sendApprovalMail } from "./send-approval-mail.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** A mail that the mail server refused is tried again, an hour later each time. */
const TRIES_MAX = 3;

/**
 * What an approval that nobody answers leads to by itself: a reminder to each address that was mailed, and in the end a
 * second administrator. What goes out at this moment follows from the mails on record, so that it does not matter which
 * process asks, how often, or what was killed meanwhile.
 */
export async function followUpApproval(approval: Approval, context: FeatureContext): Promise<void> {
  const { organizationId, id } = approval;
  const { clock, database } = context;
  const now = clock.now();
  if (approval.expiresAt <= now) return;
  // A pilot group may have come in without an answer for everybody: nobody is to be reminded of that.
  if (!(await isAwaited(approval, context))) return;
  const settings = followUpSettings(await database.settings.get(organizationId));
  const mails = await database.approvalMails.list(organizationId, id);
  const links = await database.approvalLinks.list(organizationId, id);
  const orders = [
    ...dueRetries(mails, now),
    ...dueReminders(groupByReader(mails, links), { settings, now }),
    ...dueEscalation(approval, mails, { settings, now }),
  ];
  for (const order of orders) await sendApprovalMail({ approval, ...order }, context);
}

async function isAwaited(
  { organizationId, id }: Approval,
  { database }: Pick<FeatureContext, "database">,
): Promise<boolean> {
  const connections = await database.mailboxConnections.listByApproval(organizationId, id);
  return connections.length === 0 || connections.some(({ state }) => state !== "connected");
}

type DueMail = Pick<ApprovalMail, "kind" | "ordinal"> & {
  readonly to: string;
  readonly refused?: ApprovalMail | undefined;
};

function dueRetries(mails: readonly ApprovalMail[], now: Date): DueMail[] {
  return mails
    .filter(({ kind, state, tries, triedAt }) => {
      // What a person sent, and saw fail, is theirs to send again.
      const isAutomatic = kind === "reminder" || kind === "escalation";
      return isAutomatic && state === "failed" && tries < TRIES_MAX && isOlder(triedAt, HOUR_MS, now);
    })
    .map((refused) => ({ ...refused, to: refused.recipient, refused }));
}

/** Somebody who was mailed, with everything that they got, oldest first. */
export interface Reader {
  readonly recipient: string;
  readonly mails: readonly ApprovalMail[];
}

/** Who was mailed and may be mailed again: whoever holds a link that the admin has ended is not to be asked any more. */
export function groupByReader(mails: readonly ApprovalMail[], links: readonly ApprovalLink[]): Reader[] {
  const revoked = new Set(links.flatMap((link) => (link.revokedAt === null ? [] : [link.id])));
  const delivered = mails.filter(({ state }) => state !== "failed");
  const readers = Map.groupBy(delivered, ({ recipient }) => recipient.toLowerCase());
  return [...readers.values()].flatMap((known) => {
    const last = known.at(-1);
    const isDropped = known.some(({ linkId }) => linkId !== null && revoked.has(linkId));
    return last && !isDropped ? [{ recipient: last.recipient, mails: known }] : [];
  });
}

interface FollowUpRules {
  readonly settings: FollowUpSettings;
  readonly now: Date;
}

/** The next reminder for each reader whose last mail is old enough. */
function dueReminders(readers: readonly Reader[], { settings, now }: FollowUpRules): DueMail[] {
  return readers.flatMap(({ recipient, mails }) => {
    const last = mails.at(-1);
    const count = mails.filter(({ kind }) => kind === "reminder").length;
    if (!last || count >= settings.approvalReminderCountMax) return [];
    if (!isOlder(last.triedAt, settings.approvalReminderDays * DAY_MS, now)) return [];
    return [{ kind: "reminder", to: recipient, ordinal: count + 1 }];
  });
}

/** The second administrator, once: as soon as the first has had their time. */
function dueEscalation(
  { askedAt, escalationAddress }: Approval,
  mails: readonly ApprovalMail[],
  { settings, now }: FollowUpRules,
): DueMail[] {
  const to = escalationAddress ?? settings.approvalEscalationAddress;
  if (to === null || !isOlder(askedAt, settings.approvalEscalationDays * DAY_MS, now)) return [];
  const isAsked = mails.some(({ recipient }) => recipient.toLowerCase() === to.toLowerCase());
  return isAsked ? [] : [{ kind: "escalation", to, ordinal: 1 }];
}

function isOlder(at: Date, ageMs: number, now: Date): boolean {
  return now.getTime() - at.getTime() >= ageMs;
}
