import type { ItemKey } from "./ids.ts";
import type { MessageHeader } from "./mail-records.ts";
import { parseItemKey } from "./ids.ts";

/** SHA-256 of the text's UTF-8 bytes as 64 lower-case hexadecimal digits. Handed in, because this package has no platform. */
export type Sha256 = (text: string) => string;

export interface ItemKeyInput {
  /** The CRM organization's id: one mail may be saved once in each. */
  readonly organizationId: string;
  readonly message: Pick<MessageHeader, "id" | "internetMessageId">;
}

/**
 * The key under which a mail is saved: the same for every mailbox it reached, every folder it was moved to and every attempt.
 * RFC 5322 §3.6.4 makes the Message-ID unique to one version of one message; mail without one falls back to its id in the mailbox.
 */
export function computeItemKey(input: ItemKeyInput, sha256: Sha256): ItemKey {
  const messageId = normalizeMessageId(input.message.internetMessageId);
  const identity = messageId === undefined ? `item:${input.message.id}` : `mail:${messageId}`;
  return parseItemKey(sha256(`${input.organizationId}\n${identity}`));
}

/** Without folding white space and angle brackets; case stays, for the left side is case-sensitive. Undefined when nothing is left. */
export function normalizeMessageId(internetMessageId: string | undefined): string | undefined {
  const bare = internetMessageId?.replace(/\s+/g, "").replace(/^<+|>+$/g, "");
  return bare === undefined || bare === "" ? undefined : bare;
}
