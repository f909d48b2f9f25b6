import type { saveItem, SaveState } from "@outrigger/api-contract";
import {
  buildActivityDraft,
  collectOutsideAddresses,
  decideMessages,
  parseMailItemId,
  type CrmActivityDraft,
  type MailAddress,
  type MessageHeader,
  type SaveResult,
  type WantedMessage,
} from "@outrigger/sync-core";
import type { z } from "zod";
import { describeLink } from "./describe-link.ts";
import { keyOfOpenItem } from "./look-up-open-item.ts";
import type { OpenCrm } from "./open-crm.ts";

type ItemToSave = z.infer<NonNullable<typeof saveItem.body>>;

/** Saves the open mail from what Office.js shows, under the key that the sync would use. A mail that is saved stays as it is. */
export async function saveOpenItem(item: ItemToSave, crm: OpenCrm): Promise<SaveState> {
  const key = keyOfOpenItem(item, crm);
  const [known] = await crm.database.syncLinks.listByItemKeys(crm.organizationId, [key]);
  if (known) return describeLink(known, crm);
  const header = toHeader(item);
  const people = await crm.sink.findPeople(collectOutsideAddresses([header], crm.rules));
  const { wanted, skipped } = decideMessages({ headers: [header], people, rules: crm.rules });
  const [message] = wanted;
  if (!message) return { state: skipped[0]?.reason === "internal" ? "internal" : "nobody_known" };
  const draft = buildActivityDraft({
    key,
    message,
    body: { id: header.id, text: item.bodyText },
    related: await crm.sink.findRelated(message.people.map(({ person }) => person)),
    limits: (await crm.sink.describeMail()).limits,
  });
  const [result] = await crm.sink.saveActivities([draft]);
  return keepResult({ result, draft, message }, crm);
}

async function keepResult(
  saved: {
    readonly result: SaveResult | undefined;
    readonly draft: CrmActivityDraft;
    readonly message: WantedMessage;
  },
  crm: OpenCrm,
): Promise<SaveState> {
  const { result, draft, message } = saved;
  if (result?.outcome === "rejected") return { state: "failed", reason: `${result.code}: ${result.message}` };
  if (result?.outcome === "exists" && !result.record) {
    return { state: "failed", reason: "A colleague saved this mail to a record that you may not see." };
  }
  if (!result || result.outcome === "retry" || !result.record) {
    return { state: "failed", reason: "Salesforce was busy. Try again in a moment." };
  }
  const { record } = result;
  await crm.database.transaction(async ({ syncLinks, syncIssues }) => {
    await syncLinks.add({
      organizationId: crm.organizationId,
      itemKey: draft.key,
      userId: crm.userId,
      crmRecordKind: record.kind,
      crmRecordId: record.id,
      linkedRecords: [
        ...message.people.map(({ person: { kind, id, name } }) => ({ kind, id, name })),
        ...(draft.relatedTo ? [draft.relatedTo] : []),
      ],
    });
    await syncIssues.settle(crm.organizationId, draft.key);
  });
  const [link] = await crm.database.syncLinks.listByItemKeys(crm.organizationId, [draft.key]);
  return link ? describeLink(link, crm) : { state: "not_saved" };
}

function toHeader(item: ItemToSave): MessageHeader {
  const parties = (role: "from" | "to" | "cc"): MailAddress[] =>
    item.participants
      .filter((participant) => participant.role === role)
      .map(({ address, name }) => ({ address, name: name || undefined }));
  const sentAt = new Date(item.sentAt);
  return {
    // Office.js gives no id that Graph would know unchanged; the key comes from the Message-ID anyway.
    id: parseMailItemId(item.internetMessageId),
    internetMessageId: item.internetMessageId,
    conversationId: item.conversationId,
    subject: item.subject,
    from: parties("from")[0],
    to: parties("to"),
    cc: parties("cc"),
    bcc: [],
    receivedAt: sentAt,
    sentAt,
    folder: "inbox",
    isDraft: false,
    hasAttachments: false,
  };
}
