import { type CrmActivityDraft, cutText, type DraftParty, normalizeMessageId } from "@outrigger/sync-core";
import type { MailDescription } from "./describe-mail.ts";

/** One row of a collections call; ready to be sent as JSON. */
export type SalesforceRow = Readonly<Record<string, unknown>>;

/** The fields that hold the ids of linked people, by the draft's party lists. */
export const JUNCTION_FIELDS = { to: "ToIds", cc: "CcIds", bcc: "BccIds" } as const;

const PLAIN_ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+$/;

/** Whether linked people of a list can stand in the row itself. */
export function hasJunctionField(description: MailDescription, list: keyof typeof JUNCTION_FIELDS): boolean {
  return description.writableFields.has(JUNCTION_FIELDS[list]);
}

/**
 * The EmailMessage or Task of a draft, with only those fields that the user may set. `ActivityId` is never set: Salesforce makes the task
 * of a mail itself and refuses ours (object reference, EmailMessage).
 */
export function buildMailRow(draft: CrmActivityDraft, description: MailDescription): SalesforceRow {
  const fields =
    description.objectName === "EmailMessage"
      ? buildEmailFields(draft, description)
      : buildTaskFields(draft, description);
  const entries = Object.entries(fields).filter(
    ([name, value]) => value !== undefined && value !== "" && description.writableFields.has(name),
  );
  return { attributes: { type: description.objectName }, ...Object.fromEntries(entries) };
}

function buildEmailFields(draft: CrmActivityDraft, description: MailDescription): SalesforceRow {
  const { limits } = description.target;
  const sender = draft.from?.address ?? "";
  const isPlainSender = PLAIN_ADDRESS.test(sender);
  const addresses = (list: keyof typeof JUNCTION_FIELDS): string => {
    // Linked people stand in the id list instead of the address list, which makes the relations, too.
    const isInline = hasJunctionField(description, list);
    const parties = draft[list].filter(({ person }) => person === undefined || !isInline);
    return joinAddresses(parties, limits.addressList);
  };
  return {
    Subject: draft.subject,
    TextBody: draft.text,
    HtmlBody: draft.html,
    Headers: draft.headers,
    FromAddress: isPlainSender ? sender : undefined,
    FromName: draft.from?.name ?? (isPlainSender ? undefined : cutText(sender, 255)),
    ToAddress: addresses("to"),
    CcAddress: addresses("cc"),
    BccAddress: addresses("bcc"),
    ToIds: listPersonIds(draft.to),
    CcIds: listPersonIds(draft.cc),
    BccIds: listPersonIds(draft.bcc),
    MessageDate: draft.occurredAt.toISOString(),
    Incoming: draft.direction === "inbound",
    // Status is a picklist of digits: 1 Read, 3 Sent.
    Status: draft.direction === "inbound" ? "1" : "3",
    MessageIdentifier: toMessageIdentifier(draft, limits.messageId),
    ThreadIdentifier: (draft.conversationId?.length ?? 0) > 255 ? undefined : draft.conversationId,
    RelatedToId: draft.relatedTo?.id,
    ...(description.keyField === undefined ? {} : { [description.keyField]: draft.key }),
  };
}

/**
 * The Message-ID as the mail carries it, brackets or none (RFC 5322 §3.6.4 wants them, not every sender writes them), so that
 * it can be held against the mailbox. What a mail without one, or with one that does not fit, is found by is made of its key.
 */
export function toMessageIdentifier(
  draft: Pick<CrmActivityDraft, "key" | "internetMessageId">,
  lengthMax: number,
): string {
  const identifier = draft.internetMessageId?.replace(/\s+/g, "") ?? "";
  const isUsable = normalizeMessageId(identifier) !== undefined && identifier.length <= lengthMax;
  return isUsable ? identifier : `<${draft.key}@outrigger.invalid>`;
}

function listPersonIds(parties: readonly DraftParty[]): string[] | undefined {
  const ids = new Set(parties.flatMap(({ person }) => person?.id ?? []));
  return ids.size === 0 ? undefined : [...ids];
}

/** Whole addresses only: half an address is another address. */
function joinAddresses(parties: readonly DraftParty[], lengthMax: number): string {
  let joined = "";
  for (const address of new Set(parties.map((party) => party.address))) {
    const longer = joined === "" ? address : `${joined}; ${address}`;
    if (longer.length > lengthMax) break;
    joined = longer;
  }
  return joined;
}

/** The last line of a task's text where the org has no key field: how a replay finds what it wrote. */
export function taskMark(key: string): string {
  return `[Outrigger ${key}]`;
}

function buildTaskFields(draft: CrmActivityDraft, description: MailDescription): SalesforceRow {
  const people = listParties(draft).flatMap(({ person }) => person ?? []);
  return {
    Subject: draft.subject,
    Description: buildDescription(draft, description),
    ActivityDate: toActivityDate(draft),
    Status: description.completedStatus,
    TaskSubtype: "Email",
    WhoId: people[0]?.id,
    WhatId: draft.relatedTo?.id,
    ...(description.keyField === undefined ? {} : { [description.keyField]: draft.key }),
  };
}

/** The day of a mail in UTC, `YYYY-MM-DD`: a task has no time of day. */
export function toActivityDate(draft: Pick<CrmActivityDraft, "occurredAt">): string {
  return draft.occurredAt.toISOString().slice(0, 10);
}

function buildDescription(draft: CrmActivityDraft, description: MailDescription): string {
  const line = (label: string, parties: readonly DraftParty[]): string =>
    parties.length === 0 ? "" : `${label}: ${joinAddresses(parties, 1000)}\n`;
  const heading = [
    line("From", draft.from === undefined ? [] : [draft.from]),
    line("To", draft.to),
    line("Cc", draft.cc),
  ].join("");
  const mark = description.keyField === undefined ? `\n\n${taskMark(draft.key)}` : "";
  const room = description.target.limits.text - mark.length;
  return cutText(`${heading}\n${draft.text}`, room) + mark;
}

/** Sender first; a task has one person, and this order chooses it. */
export function listParties(draft: CrmActivityDraft): DraftParty[] {
  const from = draft.from === undefined ? [] : [draft.from];
  return [...from, ...draft.to, ...draft.cc, ...draft.bcc];
}
