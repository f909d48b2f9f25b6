declare const brand: unique symbol;
/** A UUID that belongs to one noun; keeps an organization's id from being passed where a user's is meant. */
export type Id<Name extends string> = string & { readonly [brand]: Name };

export type OrganizationId = Id<"Organization">;
export type UserId = Id<"User">;
export type CrmConnectionId = Id<"CrmConnection">;
export type MailboxConnectionId = Id<"MailboxConnection">;
export type AuthorizationAttemptId = Id<"AuthorizationAttempt">;
export type ApprovalId = Id<"Approval">;
export type ApprovalLinkId = Id<"ApprovalLink">;
export type ApprovalMailId = Id<"ApprovalMail">;
export type ApprovalEventId = Id<"ApprovalEvent">;
export type SalesforceAccessRequestId = Id<"SalesforceAccessRequest">;
export type SyncRunId = Id<"SyncRun">;
export type SyncIssueId = Id<"SyncIssue">;
export type AdministratorSessionId = Id<"AdministratorSession">;
export type RemedyChangeId = Id<"RemedyChange">;
export type AuditEntryId = Id<"AuditEntry">;
export type TenantReadingId = Id<"TenantReading">;
export type TenantWatchId = Id<"TenantWatch">;
export type NoticeId = Id<"Notice">;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function isId<Name extends string>(value: unknown): value is Id<Name> {
  return typeof value === "string" && UUID.test(value);
}

function parserFor<Name extends string>(noun: string): (value: unknown) => Id<Name> {
  return (value) => {
    const lowered = typeof value === "string" ? value.toLowerCase() : value;
    if (!isId<Name>(lowered)) throw new TypeError(`${noun} must be a UUID.`);
    return lowered;
  };
}

/** Each takes a value that a schema has already found to be a UUID. @throws {TypeError} when it is not. */
export const parseOrganizationId = parserFor<"Organization">("An organization's id");
export const parseUserId = parserFor<"User">("A user's id");
export const parseCrmConnectionId = parserFor<"CrmConnection">("A CRM connection's id");
export const parseMailboxConnectionId = parserFor<"MailboxConnection">("A mailbox connection's id");
export const parseAuthorizationAttemptId = parserFor<"AuthorizationAttempt">("An authorization's id");
export const parseRemedyChangeId = parserFor<"RemedyChange">("A change's id");
export const parseApprovalId = parserFor<"Approval">("An approval's id");
export const parseApprovalLinkId = parserFor<"ApprovalLink">("An approval link's id");
export const parseNoticeId = parserFor<"Notice">("A notice's id");

/** A new random id (UUID version 4). */
export function newId<Name extends string>(): Id<Name> {
  const id: unknown = crypto.randomUUID();
  if (!isId<Name>(id)) throw new TypeError("The runtime made an id that is not a UUID.");
  return id;
}
