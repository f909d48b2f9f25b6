import { createTransport } from "nodemailer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../core/create-sandbox.ts";
import { demoUsers } from "../core/demo-ids.ts";
import { entraPart } from "../entra/entra-part.ts";
import { graphPart } from "../graph/graph-part.ts";
import { mailboxOf } from "../graph/mailbox.ts";
import { outboxPart } from "./outbox-part.ts";
import { startOutboxSmtp, type OutboxSmtp } from "./start-outbox-smtp.ts";

let sandbox: Sandbox;
let smtp: OutboxSmtp;
beforeAll(async () => {
  sandbox = await createSandbox({
    parts: [entraPart, graphPart, outboxPart],
    settings: { productUrl: "http://localhost:3000", productName: "Outrigger", isLegacyEwsOn: true },
  });
  smtp = await startOutboxSmtp(sandbox.context, { port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await smtp.close();
  await sandbox.close();
});

test("a mail sent by SMTP is in the outbox and in the Inbox of whom it was for", async () => {
  const transport = createTransport({ host: "127.0.0.1", port: smtp.port, secure: false });
  await transport.sendMail({
    from: "Outrigger <no-reply@outrigger.example>",
    to: "isaiah@contoso.example, somebody@elsewhere.example",
    replyTo: "Adele Vance <adele@contoso.example>",
    subject: "Approval asked: Zugriff für Adele",
    text: "Open the link.",
    html: "<p>Open the <b>link</b>.</p>",
  });
  transport.close();

  const app = await sandbox.buildListener();
  const { messages } = (await app.inject("/_sandbox/outbox")).json();
  expect(messages).toMatchObject([
    {
      from: "no-reply@outrigger.example",
      to: ["isaiah@contoso.example", "somebody@elsewhere.example"],
      replyTo: ["adele@contoso.example"],
      subject: "Approval asked: Zugriff für Adele",
      text: expect.stringContaining("Open the link."),
      html: expect.stringContaining("<b>link</b>"),
    },
  ]);
  const mailbox = mailboxOf(sandbox.context, demoUsers.isaiah);
  expect(mailbox.listMessages(mailbox.findFolder("inbox")?.id)[0]?.subject).toBe(
    "Approval asked: Zugriff für Adele",
  );
});

test("a taken port is told to whoever starts the server", async () => {
  await expect(startOutboxSmtp(sandbox.context, { port: smtp.port, host: "127.0.0.1" })).rejects.toThrow(
    "EADDRINUSE",
  );
});
