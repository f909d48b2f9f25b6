import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import PostalMime from "postal-mime";
import type { System } from "./start-system.ts";

/** A message of the outside data, read by a parser that is not the sandbox's own code. */
export interface OutsideMail {
  readonly file: string;
  readonly raw: Buffer;
  /** Lower-cased addresses of From, To and Cc that Salesforce would take for a contact's. */
  readonly addresses: readonly string[];
}

const ORDINARY_ADDRESS = /^[a-z0-9._%+'-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/;

/** Every message below the folder, in a stable order. */
export async function readOutsideMail(folder: string): Promise<OutsideMail[]> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((file) => file.endsWith(".eml") && statSync(file).isFile())
    .toSorted();
  return Promise.all(
    files.map(async (file) => {
      const raw = readFileSync(file);
      const { from, to = [], cc = [] } = await PostalMime.parse(raw);
      const addresses = [...(from ? [from] : []), ...to, ...cc]
        .flatMap((mailbox) => [mailbox, ...(mailbox.group ?? [])])
        .map(({ address }) => (address ?? "").toLowerCase())
        .filter((address) => ORDINARY_ADDRESS.test(address) && address.length <= 80);
      return { file, raw, addresses: [...new Set(addresses)] };
    }),
  );
}

/** Puts one message into Adele's Inbox; gives its Message-ID. */
export async function importMail(system: System, raw: Buffer): Promise<string> {
  const [messageId] = await importBody(system, { type: "message/rfc822", body: new Uint8Array(raw) });
  if (!messageId) throw new Error("The import took in no message");
  return messageId;
}

/** Puts all messages of an mbox into Adele's Inbox; gives their Message-IDs. */
export function importMailbox(system: System, mailbox: string): Promise<string[]> {
  return importBody(system, { type: "application/mbox", body: mailbox });
}

async function importBody(
  system: System,
  { type, body }: { type: string; body: Uint8Array<ArrayBuffer> | string },
): Promise<string[]> {
  const response = await fetch(
    `${system.sandboxUrl}/_sandbox/mailboxes/adele@contoso.example/messages?folder=inbox&receivedAt=now`,
    { method: "POST", headers: { "content-type": type }, body },
  );
  const answer = (await response.json()) as {
    messages: { internetMessageId: string }[];
    failed: { reason: string }[];
  };
  if (!response.ok || answer.failed.length > 0) {
    throw new Error(`The import answered ${response.status}: ${JSON.stringify(answer).slice(0, 500)}`);
  }
  return answer.messages.map(({ internetMessageId }) => internetMessageId);
}
