import {
  defineJob,
  parseOrganizationId,
  parseUserId,
  type MailboxConnection,
  type OrganizationId,
} from "@outrigger/storage";
import { createConcurrencyLimit } from "@outrigger/sync-core";
import { z } from "zod";
import type { FeatureContext } from "../../http/feature-context.ts";
import { composeMail } from "../../mails/compose-mail.ts";
import { askToSignIn } from "./ask-to-sign-in.ts";
import type { FlowTools } from "./open-window.ts";
import { confirmAccess } from "./confirm-access.ts";
import { nextMailboxState } from "./mailbox-states.ts";

const wakeSchema = z.object({
  organizationId: z.uuid(),
  tenantId: z.string().nullable(),
  mayAgreeThemselves: z.boolean(),
  opensSignIn: z.boolean().default(false),
});
const tellSchema = z.object({
  organizationId: z.uuid(),
  userId: z.uuid(),
  what: z.enum(["connected", "sign_in_once"]),
});

/** A tenant has changed: everybody who waits there is tried, all at once. */
export const connectWaitingJob = defineJob({
  name: "mailbox_connections.connect_waiting",
  parse: (payload) => wakeSchema.parse(payload),
  retryCountMax: 2,
});
/** Outlook may be closed: whoever waited is told by mail, too. */
export const tellWaiterJob = defineJob({
  name: "mailbox_connections.tell_waiter",
  parse: (payload) => tellSchema.parse(payload),
  retryCountMax: 3,
});

const WAITING_STATES: ReadonlySet<MailboxConnection["state"]> = new Set([
  "waiting",
  "blocked",
  "authorizing",
]);
/** Calls at once; the database lets fewer hold their row at a time. */
const TRIED_AT_ONCE = 8;

export async function wakeWaiting(
  wake: {
    readonly organizationId: OrganizationId;
    /** Null where the tenant is not known: then everybody of the organization is tried. */
    readonly tenantId: string | null;
    /** People may agree themselves now: who gets no silent token is told to sign in once. */
    readonly mayAgreeThemselves?: boolean;
    /** What kept people from signing in at all is gone: who has no session is told to sign in once. */
    readonly opensSignIn?: boolean;
  },
  { jobs }: Pick<FeatureContext, "jobs">,
): Promise<void> {
  const { organizationId, tenantId, mayAgreeThemselves = false, opensSignIn = false } = wake;
  const payload = { organizationId, tenantId, mayAgreeThemselves, opensSignIn };
  const singletonKey = `${organizationId} ${mayAgreeThemselves} ${opensSignIn}`;
  await jobs.send(connectWaitingJob, payload, { singletonKey });
}

export async function tellWaiter(
  { organizationId, userId }: Pick<MailboxConnection, "organizationId" | "userId">,
  what: z.infer<typeof tellSchema>["what"],
  { jobs, mailer }: Pick<FeatureContext, "jobs" | "mailer">,
): Promise<void> {
  if (mailer.canSend)
    await jobs.send(tellWaiterJob, { organizationId, userId, what }, { singletonKey: `${userId} ${what}` });
}

export async function workConnectWaiting(context: FeatureContext, tools: FlowTools): Promise<void> {
  await context.jobs.work(connectWaitingJob, (wake) => connectWaiting(wake, context, tools));
  await context.jobs.work(tellWaiterJob, (tell) => sendWord(tell, context));
}

async function connectWaiting(
  { organizationId, tenantId, mayAgreeThemselves, opensSignIn }: z.infer<typeof wakeSchema>,
  context: FeatureContext,
  tools: FlowTools,
): Promise<void> {
  const id = parseOrganizationId(organizationId);
  const all = await context.database.mailboxConnections.listByTenant(id, tenantId);
  const limit = createConcurrencyLimit(TRIED_AT_ONCE);
  const tried = all
    .filter(({ state }) => WAITING_STATES.has(state))
    .map((connection) =>
      limit(async () => {
        const finding = await confirmAccess(connection, tools);
        const isUpToThem =
          (finding.outcome === "missing" && mayAgreeThemselves) ||
          (finding.outcome === "no_session" && (mayAgreeThemselves || opensSignIn));
        if (isUpToThem) await askToAgree(connection, context);
        else if (finding.outcome === "no_session") await askToSignIn(connection, tools);
      }),
    );
  // One person's failure must not keep the others from being tried; the job is then tried again as a whole.
  const failed = (await Promise.allSettled(tried)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}

/** Only the person can go on, on Microsoft's page. */
async function askToAgree(connection: MailboxConnection, context: FeatureContext): Promise<void> {
  const { organizationId, id } = connection;
  const isAsked = await context.database.withLockedMailboxConnection(
    organizationId,
    id,
    async (locked, repositories) => {
      const state = nextMailboxState(locked.state, "session_lost");
      if (locked.state === "authorizing" || !state) return false;
      await repositories.mailboxConnections.change(organizationId, id, { state });
      return true;
    },
  );
  if (isAsked === true) await tellWaiter(connection, "sign_in_once", context);
}

async function sendWord(
  { organizationId, userId, what }: z.infer<typeof tellSchema>,
  { config, database, mailer }: FeatureContext,
): Promise<void> {
  const user = await database.users.findById(parseOrganizationId(organizationId), parseUserId(userId));
  if (!user || !mailer.canSend) return;
  const { productName } = config.product;
  const words = {
    connected: {
      subject: `You are connected to ${productName}`,
      opening: [
        `Your organization has approved ${productName}, and your mailbox is connected.`,
        "There is nothing left to do: mail with your customers is saved to Salesforce from now on.",
      ],
      action: { label: "What is read and written", url: `${config.publicUrl}/help` },
    },
    sign_in_once: {
      subject: `You can connect ${productName} now`,
      opening: [
        `What kept you from connecting ${productName} is out of the way.`,
        `Open Outlook, open ${productName} and sign in to Microsoft once: then your mailbox is connected.`,
      ],
      action: { label: "How to set up sync", url: `${config.publicUrl}/help` },
    },
  }[what];
  await mailer.send({ to: user.email, ...composeMail({ ...words, facts: [], closing: [] }) });
}
