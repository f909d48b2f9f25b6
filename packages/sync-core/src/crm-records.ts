import type { CrmRecordId, ItemKey } from "./ids.ts";
import type { MailAddress, MailDirection } from "./mail-records.ts";

export type CrmPersonKind = "contact" | "lead";
export type CrmRecordKind = CrmPersonKind | "account" | "opportunity" | "case" | "email" | "task";

/** A record by kind and id, with the name to show. */
export interface CrmRecordRef {
  readonly kind: CrmRecordKind;
  readonly id: CrmRecordId;
  readonly name?: string | undefined;
}

/** A contact or lead found by one of its addresses, as the asking user may see it. */
export interface CrmPerson {
  readonly kind: CrmPersonKind;
  readonly id: CrmRecordId;
  readonly name: string;
  /** Lower-cased. */
  readonly addresses: readonly string[];
  readonly accountId?: CrmRecordId | undefined;
  readonly accountName?: string | undefined;
  readonly modifiedAt: Date;
  /** A converted lead is a contact already; it keeps its address and must not match. */
  readonly isConverted: boolean;
}

/** An open opportunity of a found person's account, or one that names a found contact in a role. */
export interface CrmOpportunity {
  readonly id: CrmRecordId;
  readonly name: string;
  readonly accountId?: CrmRecordId | undefined;
  readonly contactIds: readonly CrmRecordId[];
}

/** What hangs on the people that were found. */
export interface CrmRelated {
  readonly opportunities: readonly CrmOpportunity[];
}

/** How long each field may be in this organization, in UTF-16 units, as the CRM's own description says. */
export interface CrmMailLimits {
  readonly subject: number;
  readonly text: number;
  /** 0 where the target keeps no HTML. */
  readonly html: number;
  readonly headers: number;
  readonly addressList: number;
  readonly messageId: number;
}

/** Where mail goes in this organization. */
export interface CrmMailTarget {
  readonly kind: "email" | "task";
  /** Whether the CRM itself refuses a second row with the same key. Without it the sink looks before it writes. */
  readonly hasKeyField: boolean;
  readonly limits: CrmMailLimits;
}

/** One party of a mail to be saved, with the record it is linked to, if any. */
export interface DraftParty extends MailAddress {
  readonly person?: { readonly kind: CrmPersonKind; readonly id: CrmRecordId } | undefined;
}

export type CutField = "subject" | "text" | "html" | "headers";

/** One mail ready to be saved, in no vendor's words; every text already fits the target's limits. */
export interface CrmActivityDraft {
  readonly key: ItemKey;
  readonly internetMessageId?: string | undefined;
  readonly conversationId?: string | undefined;
  readonly direction: MailDirection;
  readonly subject: string;
  readonly from?: DraftParty | undefined;
  readonly to: readonly DraftParty[];
  readonly cc: readonly DraftParty[];
  readonly bcc: readonly DraftParty[];
  readonly occurredAt: Date;
  readonly hasAttachments: boolean;
  readonly text: string;
  readonly html?: string | undefined;
  readonly headers?: string | undefined;
  /** The one account or opportunity the mail is about. Never set together with a linked lead. */
  readonly relatedTo?: CrmRecordRef | undefined;
  readonly cutFields: readonly CutField[];
}
