import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { refuse } from "../../core/control.routes.ts";
import type { SandboxContext } from "../../core/part.ts";
import { findUser } from "../mailbox-access.ts";
import { wellKnownFolderNames } from "../mail-records.ts";
import { mailboxOf } from "../mailbox.ts";
import { importMail } from "./import-mail.ts";
import { splitMbox } from "./split-mbox.ts";

const paramsSchema = z.object({ upn: z.string().min(1).max(320) });
const querySchema = z.strictObject({
  folder: z.string().min(1).max(300).default("inbox"),
  receivedAt: z.enum(["original", "now"]).default("original"),
});

/** `POST /_sandbox/mailboxes/{upn}/messages`: one message (`message/rfc822`) or many (`application/mbox`). */
export function registerMailImport(app: FastifyInstance, context: SandboxContext): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ["message/rfc822", "application/mbox"],
    { parseAs: "buffer" },
    (_request, body, done) => done(null, body),
  );
  app.setErrorHandler(async (error: FastifyError, _request, reply) => {
    if (error.statusCode === 415) {
      return sayNo(reply, 415, "The body must be message/rfc822 or application/mbox.");
    }
    if (error.statusCode === 413)
      return sayNo(reply, 413, "The body is larger than 64 MB: send it in parts.");
    throw error;
  });
  app.post("/_sandbox/mailboxes/:upn/messages", async (request, reply) => {
    const params = paramsSchema.safeParse(request.params);
    const query = querySchema.safeParse(request.query);
    if (!params.success) return refuse(reply, params.error);
    if (!query.success) return refuse(reply, query.error);
    const owner = findUser(context, params.data.upn);
    if (!owner) return sayNo(reply, 404, "There is no mailbox of this name in the sandbox.");
    const folder = mailboxOf(context, owner.id).findFolder(query.data.folder);
    if (!folder) {
      return sayNo(
        reply,
        404,
        `The mailbox has no such folder; known by name: ${wellKnownFolderNames.join(", ")}.`,
      );
    }
    if (!Buffer.isBuffer(request.body)) return sayNo(reply, 400, "The body is empty.");
    const isMbox = (request.headers["content-type"] ?? "").toLowerCase().startsWith("application/mbox");
    const mails = isMbox ? splitMbox(request.body) : [request.body];
    if (!mails) return sayNo(reply, 400, "The body is no mbox: its first line does not begin with 'From '.");
    const { messages, failed } = await importMail(context, mails, {
      owner,
      folder,
      receivedAt: query.data.receivedAt,
    });
    return reply
      .code(messages.length === 0 ? 422 : 200)
      .send({ imported: messages.length, messages, failed });
  });
}

function sayNo(reply: FastifyReply, status: 400 | 404 | 413 | 415, message: string): FastifyReply {
  const codes = { 400: "invalid_input", 404: "not_found", 413: "too_large", 415: "unsupported_content_type" };
  return reply.code(status).send({ error: codes[status], message });
}
