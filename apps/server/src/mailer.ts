import { createTransport } from "nodemailer";
import type { Config } from "./config.ts";

export interface Mail {
  readonly to: string;
  /** One line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where an answer goes: the person who asked, not the machine. */
  readonly replyTo?: { readonly name: string; readonly address: string } | undefined;
}

/** Sends mail with a text and an HTML part. */
export interface Mailer {
  /** False where the operator configured no mail server: the screens then offer the link to copy. */
  readonly canSend: boolean;
  /** @throws when the mail server refuses or does not answer. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

export function createMailer(config: Config["mail"]): Mailer {
  if (config.smtpUrl === undefined) {
    return {
      canSend: false,
      send: () => Promise.reject(new Error("No mail server is configured (SMTP_URL).")),
      close: () => undefined,
    };
  }
  const transport = createTransport({
    url: config.smtpUrl.reveal(),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    // From our own templates: nothing may make the mailer read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    canSend: true,
    send: async (mail) => {
      await transport.sendMail({ from: config.from, ...mail });
    },
    close: () => transport.close(),
  };
}
