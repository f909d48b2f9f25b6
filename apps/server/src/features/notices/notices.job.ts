import { defineJob, type Notice } from "@outrigger/storage";
import { escapeHtml } from "../../http/escape-html.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { nameTenants } from "../permissions/name-tenants.ts";
import { wordsOf } from "./describe-notice.ts";

/** Mails new notices to the organizations' admins. */
export const mailNoticesJob = defineJob<object>({
  name: "notices.mail",
  parse: () => ({}),
  retryCountMax: 0,
});

const MAIL_INTERVAL_SECONDS = 60;
const BATCH_SIZE = 200;

export async function workNotices(context: FeatureContext): Promise<void> {
  await context.jobs.work(mailNoticesJob, () => mailNotices(context), { concurrency: 1 });
  await context.jobs.repeat(mailNoticesJob, {}, MAIL_INTERVAL_SECONDS);
}

/** One mail per organization and admin for all that is new. Without a mail server nothing is claimed: the panel tells. */
async function mailNotices(context: FeatureContext): Promise<void> {
  if (!context.mailer.canSend) return;
  const claimed = await context.database.notices.claimUnmailed(BATCH_SIZE);
  for (const notices of Map.groupBy(claimed, ({ organizationId }) => organizationId).values()) {
    const isTold = await mailOrganization(notices, context);
    if (!isTold) await context.database.notices.unclaim(notices);
  }
}

/** False where no admin could be reached. One address that fails brings the others no second mail. */
async function mailOrganization(notices: readonly Notice[], context: FeatureContext): Promise<boolean> {
  const [first] = notices;
  if (first === undefined) return true;
  const { config, database, mailer } = context;
  const names = await nameTenants(first.organizationId, context);
  const product = config.product.productName;
  const paragraphs = notices.flatMap((notice) => {
    const words = wordsOf(notice, { product, tenant: names.get(notice.tenantId) ?? notice.tenantId });
    return words === undefined ? [] : [`${words.sentence}\n${words.nextStep}`];
  });
  if (paragraphs.length === 0) return true;
  const page = `${config.publicUrl}/admin/posture`;
  const lead = "All of it, and how to dismiss it:";
  const why = `You get this as you look after ${product} in your organization.`;
  const text = [...paragraphs, `${lead}\n${page}`, why].join("\n\n");
  // Names of tenants and people come from outside.
  const html = [
    ...paragraphs.map((paragraph) => escapeHtml(paragraph).replace("\n", "<br>")),
    `${lead} <a href="${escapeHtml(page)}">${escapeHtml(page)}</a>`,
    escapeHtml(why),
  ]
    .map((paragraph) => `<p>${paragraph}</p>`)
    .join("");
  const subject = `${product}: something changed at Microsoft that can stop people`;
  const admins = await database.users.listAdmins(first.organizationId);
  const sent = await Promise.allSettled(
    admins.map(({ email }) => mailer.send({ to: email, subject, text, html })),
  );
  const failed = sent.filter(({ status }) => status === "rejected").length;
  if (failed > 0) {
    const { organizationId } = first;
    context.logger.warn({ organizationId, failed, count: admins.length }, "A notice could not be mailed.");
  }
  return admins.length === 0 || failed < admins.length;
}
