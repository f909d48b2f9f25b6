import { defineJob, type AuthorizationAttempt, type MailboxConnection } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";
import { askToSignIn } from "./ask-to-sign-in.ts";
import { blockConnection } from "./authorization-flow.ts";
import { type FlowTools } from "./open-window.ts";
import { confirmAccess } from "./confirm-access.ts";

const nothing = (): object => ({});

/** Nobody tells us of a grant made in the Entra admin center: whoever waits is tried again by itself. */
export const checkWaitingJob = defineJob({
  name: "mailbox_connections.check_waiting",
  parse: nothing,
  retryCountMax: 0,
});
/** Windows that nobody came back from. */
export const expireAttemptsJob = defineJob({
  name: "authorization_attempts.expire",
  parse: nothing,
  retryCountMax: 0,
});

const CHECK_INTERVAL_SECONDS = 3;
const EXPIRE_INTERVAL_SECONDS = 30;
const BATCH_SIZE = 1000;
/** `authorizing`, too: the window may stand open, or be closed with all of Outlook, while an administrator grants. */
const STUCK_STATES = ["waiting", "blocked", "authorizing"] as const;

/** Runs both in this process; however many processes do, each interval brings one job. */
export async function workMailboxConnections(context: FeatureContext, tools: FlowTools): Promise<void> {
  const schedule = createCheckSchedule();
  await context.jobs.work(checkWaitingJob, () => checkWaiting(schedule, context, tools), { concurrency: 1 });
  await context.jobs.work(expireAttemptsJob, () => expireAttempts(tools), { concurrency: 1 });
  await context.jobs.repeat(checkWaitingJob, {}, CHECK_INTERVAL_SECONDS);
  await context.jobs.repeat(expireAttemptsJob, {}, EXPIRE_INTERVAL_SECONDS);
}

async function checkWaiting(
  schedule: CheckSchedule,
  context: FeatureContext,
  tools: FlowTools,
): Promise<void> {
  for (const connection of await listStuck(context)) {
    if (!schedule.isDue(connection, context.clock.now())) continue;
    try {
      const finding = await confirmAccess(connection, tools);
      if (finding.outcome === "no_session") await askToSignIn(connection, tools);
    } catch (error) {
      // One person's failure must not keep the others from being tried.
      context.logger.error(
        { err: error, mailboxConnectionId: connection.id },
        "could not check a waiting mailbox",
      );
    }
  }
}

/** All of them, so that many who have given up keep nobody from being tried; who came last is first, being at it. */
async function listStuck({ database }: FeatureContext): Promise<MailboxConnection[]> {
  const stuck: MailboxConnection[] = [];
  for (;;) {
    const page = await database.mailboxConnections.listByState(STUCK_STATES, {
      after: stuck.at(-1)?.id,
      limit: BATCH_SIZE,
    });
    stuck.push(...page);
    if (page.length < BATCH_SIZE) break;
  }
  return stuck.toSorted((a, b) => b.changedAt.getTime() - a.changedAt.getTime());
}

/** Silence is a finding, too: the window is taken for left, and the user is told what probably happened. */
async function expireAttempts(tools: FlowTools): Promise<void> {
  const expired = await tools.database.authorizationAttempts.expireOverdue(BATCH_SIZE);
  for (const attempt of expired) await blockAfterSilence(attempt, tools);
}

async function blockAfterSilence(
  { kind, organizationId, userId }: AuthorizationAttempt,
  tools: FlowTools,
): Promise<void> {
  if (organizationId === null || userId === null) return;
  // An administrator's sign-in, or a test, that nobody finished says nothing about the mailbox of whoever began it.
  if (kind === "microsoft_administrator" || kind === "microsoft_registration_test") return;
  const connection = await tools.database.mailboxConnections.findByUser(organizationId, userId);
  if (connection?.state !== "authorizing") return;
  const finding = await confirmAccess(connection, tools);
  if (finding.outcome !== "confirmed") await blockConnection(connection, tools);
}

export interface CheckSchedule {
  isDue(connection: Pick<MailboxConnection, "id" | "changedAt">, now: Date): boolean;
}

/** Often while somebody is likely to be at it, then less: every 3 s for an hour, every minute for a day, then every 10 minutes. */
export function createCheckSchedule(): CheckSchedule {
  const lastCheckedAt = new Map<string, number>();
  return {
    isDue: ({ id, changedAt }, now) => {
      const ageSeconds = (now.getTime() - changedAt.getTime()) / 1000;
      const waitSeconds = ageSeconds < 3600 ? CHECK_INTERVAL_SECONDS : ageSeconds < 86_400 ? 60 : 600;
      const last = lastCheckedAt.get(id);
      if (last !== undefined && now.getTime() - last < waitSeconds * 1000) return false;
      lastCheckedAt.set(id, now.getTime());
      return true;
    },
  };
}
