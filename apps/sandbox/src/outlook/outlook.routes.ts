import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { directoryOf, type DirectoryUser } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { mailboxOf, type Mailbox } from "../graph/mailbox.ts";
import { findAddin } from "./find-addin.ts";
import { mailBodyHeaders, renderMailBody } from "./mail-body.ts";
import { describeOfficeItem } from "./office-item.ts";
import { renderAccounts } from "./render-accounts.ts";
import { PAGE_SIZE, renderOutlook } from "./render-outlook.ts";

const ACCOUNT_COOKIE = "sandbox_outlook_account";
const idSchema = z.string().min(1).max(500);
const pageQuerySchema = z.object({
  folder: idSchema.optional().catch(undefined),
  message: idSchema.optional().catch(undefined),
  skip: z.coerce.number().int().min(0).max(10_000_000).catch(0),
});

interface OpenMailbox {
  user: DirectoryUser;
  mailbox: Mailbox;
}

export function registerOutlook(app: FastifyInstance, context: SandboxContext): void {
  registerAccounts(app, context);

  app.get("/outlook", async (request, reply) => {
    const open = findOpenMailbox(request, context);
    if (!open) return reply.redirect("/outlook/accounts");
    const query = pageQuerySchema.parse(request.query);
    const { mailbox, user } = open;
    const folder = mailbox.findFolder(query.folder ?? "inbox") ?? mailbox.findFolder("inbox");
    if (!folder) return reply.redirect("/outlook/accounts");
    const inFolder = mailbox.listMessages(folder.id);
    const message = query.message === undefined ? undefined : mailbox.getMessage(query.message);
    return sendPage(
      reply,
      context,
      renderOutlook({
        user,
        folders: mailbox
          .listFolders()
          .filter(({ isHidden }) => !isHidden)
          .map((each) => ({ ...each, unread: mailbox.countsOf(each.id).unreadItemCount })),
        folder,
        rows: inFolder.slice(query.skip, query.skip + PAGE_SIZE),
        skip: query.skip,
        total: inFolder.length,
        message,
        attachments: message ? mailbox.listAttachments(message.id).filter(({ isInline }) => !isInline) : [],
        addin: await findAddin(context.settings.productUrl),
        now: context.clock.now(),
      }),
    );
  });

  registerMessages(app, context);
}

function registerAccounts(app: FastifyInstance, context: SandboxContext): void {
  app.get("/outlook/accounts", async (_request, reply) =>
    sendPage(reply, context, renderAccounts(accountsOf(context))),
  );

  app.post("/outlook/account", async (request, reply) => {
    const parsed = z.object({ account: z.string().max(320) }).safeParse(request.body);
    const chosen = parsed.success
      ? accountsOf(context)
          .flatMap(({ users }) => users)
          .find(
            ({ id, userPrincipalName }) =>
              id === parsed.data.account || userPrincipalName === parsed.data.account,
          )
      : undefined;
    if (!chosen) return reply.code(400).send({ error: "unknown_account" });
    return reply
      .setCookie(ACCOUNT_COOKIE, chosen.id, { path: "/outlook", httpOnly: true, sameSite: "lax" })
      .redirect("/outlook", 303);
  });

  app.post("/outlook/sign-out", async (_request, reply) =>
    reply.clearCookie(ACCOUNT_COOKIE, { path: "/outlook" }).redirect("/outlook/accounts", 303),
  );
}

function registerMessages(app: FastifyInstance, context: SandboxContext): void {
  const findMessage = (request: FastifyRequest, id: unknown) => {
    const open = findOpenMailbox(request, context);
    const parsed = idSchema.safeParse(id);
    const message = parsed.success ? open?.mailbox.getMessage(parsed.data) : undefined;
    return open && message ? { ...open, message } : undefined;
  };

  app.get<{ Params: { messageId: string } }>("/outlook/messages/:messageId/body", async (request, reply) => {
    const found = findMessage(request, request.params.messageId);
    if (!found) return reply.code(404).send({ error: "not_found" });
    return reply
      .headers(mailBodyHeaders)
      .type("text/html; charset=utf-8")
      .send(renderMailBody(found.message, found.mailbox.listAttachments(found.message.id)));
  });

  app.get<{ Params: { messageId: string } }>(
    "/outlook/messages/:messageId/item.json",
    async (request, reply) => {
      const found = findMessage(request, request.params.messageId);
      if (!found) return reply.code(404).send({ error: "not_found" });
      const { message, mailbox } = found;
      return reply.header("cache-control", "no-store").send({
        item: describeOfficeItem(message, mailbox.listAttachments(message.id)),
        bodies: { text: message.bodyText, html: message.body.content },
        internetHeaders: message.internetMessageHeaders
          .map(({ name, value }) => `${name}: ${value}`)
          .join("\r\n"),
      });
    },
  );

  app.post<{ Params: { messageId: string } }>("/outlook/messages/:messageId/read", async (request, reply) => {
    const found = findMessage(request, request.params.messageId);
    if (!found) return reply.code(404).send({ error: "not_found" });
    if (!found.message.isRead) found.mailbox.updateMessage(found.message.id, { isRead: true });
    return reply.code(204).send();
  });
}

/** Companies with their people whose mailboxes live in Exchange Online. */
function accountsOf(context: SandboxContext): { company: string; users: DirectoryUser[] }[] {
  const directory = directoryOf(context);
  return directory.tenants
    .filter(({ mailboxHost }) => mailboxHost === "exchange_online")
    .map((tenant) => ({
      company: tenant.displayName,
      users: directory.users.filter(
        (user) => user.tenantId === tenant.id && user.accountEnabled && user.mail !== null,
      ),
    }))
    .filter(({ users }) => users.length > 0);
}

function findOpenMailbox(request: FastifyRequest, context: SandboxContext): OpenMailbox | undefined {
  const id = request.cookies[ACCOUNT_COOKIE];
  const user = accountsOf(context)
    .flatMap(({ users }) => users)
    .find((each) => each.id === id);
  return user && { user, mailbox: mailboxOf(context, user.id) };
}

function sendPage(reply: FastifyReply, context: SandboxContext, page: string): FastifyReply {
  const product = new URL(context.settings.productUrl).origin;
  return reply
    .headers({
      "content-security-policy": `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self' ${product}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
    })
    .type("text/html; charset=utf-8")
    .send(page);
}
