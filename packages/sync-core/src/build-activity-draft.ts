import type {
  CrmActivityDraft,
  CrmMailLimits,
  CrmPerson,
  CrmRelated,
  CutField,
  DraftParty,
} from "./crm-records.ts";
import type { WantedMessage } from "./decide-messages.ts";
import type { ItemKey } from "./ids.ts";
import type { MailAddress, MessageBody } from "./mail-records.ts";
import { chooseRelated } from "./choose-related.ts";
import { cutHtml } from "./cut-html.ts";
import { cutText } from "./cut-text.ts";
import { normalizeAddress } from "./mail-address.ts";

export interface BuildActivityDraftInput {
  readonly key: ItemKey;
  readonly message: WantedMessage;
  /** Undefined where the rules keep bodies out of the CRM. */
  readonly body?: MessageBody | undefined;
  readonly related: CrmRelated;
  readonly limits: CrmMailLimits;
}

/** Shown instead of an empty subject, which some organizations' rules refuse. */
const EMPTY_SUBJECT = "(no subject)";

/** Turns a wanted mail and its body into a row that fits the CRM, in no vendor's words. Pure; throws nothing. */
export function buildActivityDraft(input: BuildActivityDraftInput): CrmActivityDraft {
  const { header, direction, people } = input.message;
  const { limits, body } = input;
  const linked = new Map(people.map(({ address, person }) => [address, person]));
  const cutFields: CutField[] = [];
  const fit = (field: CutField, text: string, shorten = cutText): string => {
    const clean = cleanText(text);
    const fitting = shorten(clean, limits[field]);
    if (fitting.length < clean.length) cutFields.push(field);
    return fitting;
  };
  const link = (party: MailAddress): DraftParty => linkParty(party, linked);
  return {
    key: input.key,
    internetMessageId: header.internetMessageId,
    conversationId: header.conversationId,
    direction,
    subject: fit("subject", header.subject.trim() === "" ? EMPTY_SUBJECT : header.subject),
    from: header.from === undefined ? undefined : link(header.from),
    to: header.to.map((party) => link(party)),
    cc: header.cc.map((party) => link(party)),
    bcc: header.bcc.map((party) => link(party)),
    occurredAt: direction === "outbound" ? (header.sentAt ?? header.receivedAt) : header.receivedAt,
    hasAttachments: header.hasAttachments,
    text: fit("text", body?.text ?? ""),
    html: body?.html === undefined || limits.html === 0 ? undefined : fit("html", body.html, cutHtml),
    headers:
      body?.internetHeaders === undefined || limits.headers === 0
        ? undefined
        : fit("headers", body.internetHeaders),
    relatedTo: chooseRelated(people, input.related),
    cutFields,
  };
}

/** Real mail holds control characters and halves of surrogate pairs; CRMs refuse rows with them. */
function cleanText(text: string): string {
  return text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}/gu, "");
}

function linkParty(party: MailAddress, linked: ReadonlyMap<string, CrmPerson>): DraftParty {
  const address = normalizeAddress(party.address);
  const person = address === undefined ? undefined : linked.get(address);
  return person === undefined ? party : { ...party, person: { kind: person.kind, id: person.id } };
}
