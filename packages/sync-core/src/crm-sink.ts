import type { CrmActivityDraft, CrmMailTarget, CrmPerson, CrmRecordRef, CrmRelated } from "./crm-records.ts";
import type { FailureReason } from "./connector-error.ts";
import type { CrmRecordId, ItemKey } from "./ids.ts";

/** Who the CRM says we are. */
export interface CrmIdentity {
  readonly userId: CrmRecordId;
  readonly organizationId: CrmRecordId;
  readonly username: string;
  readonly displayName: string;
  readonly email: string;
}

/** How to recognise a mail that may have been saved before. */
export interface SavedMailLookup {
  readonly key: ItemKey;
  readonly internetMessageId?: string | undefined;
}

export interface SavedMail {
  readonly key: ItemKey;
  readonly record: CrmRecordRef;
}

/** What became of one draft; results stand in the order of the drafts. */
export type SaveResult =
  | { readonly outcome: "created"; readonly key: ItemKey; readonly record: CrmRecordRef }
  /** Somebody (perhaps an earlier attempt of ours) saved it before; `record` is missing when the CRM hides it from this user. */
  | {
      readonly outcome: "exists";
      readonly key: ItemKey;
      readonly record?: CrmRecordRef | undefined;
    }
  /** The row is wrong in the CRM's eyes: an issue for a person. `message` may quote the administrator's own validation text. */
  | {
      readonly outcome: "rejected";
      readonly key: ItemKey;
      readonly code: string;
      readonly message: string;
      readonly fields: readonly string[];
    }
  /** Nothing is wrong with the row: hand in the same draft again later. */
  | {
      readonly outcome: "retry";
      readonly key: ItemKey;
      readonly reason: FailureReason;
      readonly code: string;
    };

/**
 * A CRM that mail is saved to, seen as one user: what one user may see another may not, so results are never kept across users.
 * Every method throws `ConnectorError`.
 */
export interface CrmSink {
  /** The most drafts that one call of `saveActivities` writes in a single request; more are split. */
  readonly saveBatchSize: number;
  whoAmI(): Promise<CrmIdentity>;
  describeMail(): Promise<CrmMailTarget>;
  /** People by lower-cased address; converted leads are left out. Splits any number of addresses by itself. */
  findPeople(addresses: readonly string[]): Promise<CrmPerson[]>;
  findRelated(people: readonly CrmPerson[]): Promise<CrmRelated>;
  /** Those of the mails that are in the CRM already and visible to this user. */
  findByKeys(lookups: readonly SavedMailLookup[]): Promise<SavedMail[]>;
  saveActivities(drafts: readonly CrmActivityDraft[]): Promise<SaveResult[]>;
}
