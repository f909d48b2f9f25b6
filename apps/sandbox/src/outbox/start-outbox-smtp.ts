import { randomUUID } from "node:crypto";
import { SMTPServer } from "smtp-server";
import { directoryOf } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { importMail } from "../graph/import/import-mail.ts";
import { parseMail } from "../graph/import/parse-mail.ts";
import { mailboxOf } from "../graph/mailbox.ts";
import { outboxOf } from "./outbox.ts";

const messageBytesMax = 25 * 1024 * 1024;

export interface OutboxSmtp {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * A mail server that accepts everything and sends nothing on: what the product mails is kept for `GET /_sandbox/outbox`,
 * and lies in the Inbox of whoever of the demo people it was for. Port 0 takes a free one.
 */
export async function startOutboxSmtp(
  context: SandboxContext,
  { port, host }: { port: number; host: string },
): Promise<OutboxSmtp> {
  const server = new SMTPServer({
    authOptional: true,
    // There is no certificate that a mail client would trust; the server is for the own machine only.
    disabledCommands: ["STARTTLS"],
    size: messageBytesMax,
    logger: false,
    closeTimeout: 1_000,
    onAuth: (auth, _session, callback) => callback(null, { user: auth.username ?? "sandbox" }),
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => {
        if (!stream.sizeExceeded) chunks.push(chunk);
      });
      stream.on("end", () => {
        if (stream.sizeExceeded) {
          callback(Object.assign(new Error("The message is too large."), { responseCode: 552 }));
          return;
        }
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        // oxlint-disable promise/no-callback-in-promise -- the server takes its answer by callback only
        keep(context, Buffer.concat(chunks), recipients).then(
          () => callback(),
          () => callback(Object.assign(new Error("The message cannot be read."), { responseCode: 554 })),
        );
        // oxlint-enable promise/no-callback-in-promise
      });
    },
  });
  // A client that hangs up in the middle of a line must not end the sandbox.
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      server.on("error", () => undefined);
      resolve();
    });
  });
  const address = server.server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function keep(context: SandboxContext, raw: Buffer, recipients: readonly string[]): Promise<void> {
  const mail = await parseMail(raw);
  outboxOf(context).put({
    id: randomUUID(),
    from: mail.from?.address ?? "",
    to: recipients,
    replyTo: mail.replyTo.map(({ address }) => address),
    subject: mail.subject,
    text: mail.bodyText,
    html: mail.body.contentType === "html" ? mail.body.content : undefined,
    receivedAt: context.clock.now().toISOString(),
  });
  const directory = directoryOf(context);
  for (const recipient of new Set(recipients.map((address) => address.toLowerCase()))) {
    const owner = directory.users.find((user) => user.mail?.toLowerCase() === recipient);
    const folder = owner && mailboxOf(context, owner.id).findFolder("inbox");
    if (folder) await importMail(context, [raw], { owner, folder, receivedAt: "now" });
  }
}
