import { createHash } from "node:crypto";

/**
 * Ids in the two forms of the Outlook API: the default one, which changes at each move, and the immutable one
 * (`Prefer: IdType="ImmutableId"`). Both are URL-safe base64 and differ by letter case alone often enough.
 */
export function createMailIds(
  mailboxId: string,
  sequence: number,
  moves: number,
): { id: string; restId: string } {
  const itemKey = digest(`${mailboxId}/${sequence}`);
  return {
    id: `AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A${itemKey}AAA=`,
    restId: `AAMkAD${digest(mailboxId).slice(0, 30)}BGAAA${digest(`${mailboxId}/${sequence}/${moves}`)}AAA=`,
  };
}

/** Folder ids are constant: they have one form only. */
export function createFolderId(mailboxId: string, key: string): string {
  return `AAMkAD${digest(mailboxId).slice(0, 30)}AuAAA${digest(`${mailboxId}/folder/${key}`)}AAA=`;
}

export function createConversationId(mailboxId: string, rootMessageId: string): string {
  return `AAQkAD${digest(mailboxId).slice(0, 30)}AQA${digest(`${mailboxId}/conversation/${rootMessageId}`)}=`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 40);
}
