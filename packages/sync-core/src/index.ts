export {
  parseCrmRecordId,
  parseItemKey,
  parseMailItemId,
  parseSyncCursor,
  type CrmRecordId,
  type ItemKey,
  type MailItemId,
  type SyncCursor,
} from "./ids.ts";
export {
  MAIL_FOLDERS,
  type MailAddress,
  type MailDirection,
  type MailFolder,
  type MessageBody,
  type MessageHeader,
} from "./mail-records.ts";
export type {
  CrmActivityDraft,
  CrmMailLimits,
  CrmMailTarget,
  CrmOpportunity,
  CrmPerson,
  CrmPersonKind,
  CrmRecordKind,
  CrmRecordRef,
  CrmRelated,
  CutField,
  DraftParty,
} from "./crm-records.ts";
export {
  ConnectorError,
  FAILURE_REASONS,
  type ConnectorErrorDetails,
  type ConnectorVendor,
  type FailureReason,
} from "./connector-error.ts";
export {
  decideAfterFailure,
  retryDelaySeconds,
  type FailureEffect,
  type RetryDelayInput,
} from "./decide-after-failure.ts";
export type {
  MailboxChange,
  MailboxChangePage,
  MailboxSource,
  MessageBodyResult,
  PullChangesRequest,
} from "./mailbox-source.ts";
export type { CrmIdentity, CrmSink, SavedMail, SavedMailLookup, SaveResult } from "./crm-sink.ts";
export { DEFAULT_SYNC_RULES, type SyncRules } from "./sync-rules.ts";
export {
  collectOutsideAddresses,
  createAddressClassifier,
  normalizeAddress,
  type AddressClass,
  type AddressClassifier,
} from "./mail-address.ts";
export type { MatchedPerson, MessageMatch } from "./match-message.ts";
export { findWindowStart } from "./mail-window.ts";
export {
  decideMessages,
  type DecideMessagesInput,
  type MessageDecisions,
  type SkippedMessage,
  type SkipReason,
  type WantedMessage,
} from "./decide-messages.ts";
export { computeItemKey, normalizeMessageId, type ItemKeyInput, type Sha256 } from "./item-key.ts";
export { cutText } from "./cut-text.ts";
export { chooseRelated } from "./choose-related.ts";
export { buildActivityDraft, type BuildActivityDraftInput } from "./build-activity-draft.ts";
export { planBatch, type BatchPlan } from "./plan-batch.ts";
export { createConcurrencyLimit } from "./limit-concurrency.ts";
