declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A mail's id in its mailbox; stays the same when the mail is moved between folders. Case matters. */
export type MailItemId = Branded<"MailItemId">;
/** A record's id in the CRM, in the CRM's long form. Case matters. */
export type CrmRecordId = Branded<"CrmRecordId">;
/** Derived from the item and never from the attempt, so that a replay finds what it wrote: 64 hexadecimal digits. */
export type ItemKey = Branded<"ItemKey">;
/** How far a folder has been read. Opaque: store it, hand it back, never look inside. */
export type SyncCursor = Branded<"SyncCursor">;

function isMailItemId(value: unknown): value is MailItemId {
  return typeof value === "string" && value !== "";
}

function isCrmRecordId(value: unknown): value is CrmRecordId {
  return typeof value === "string" && /^[A-Za-z0-9]{1,64}$/.test(value);
}

function isItemKey(value: unknown): value is ItemKey {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

function isSyncCursor(value: unknown): value is SyncCursor {
  return typeof value === "string" && value !== "";
}

/** @throws {TypeError} when the value is not a non-empty string. */
export function parseMailItemId(value: unknown): MailItemId {
  if (!isMailItemId(value)) throw new TypeError("A mail item id must be a non-empty string.");
  return value;
}

/** @throws {TypeError} when the value is not 1 to 64 ASCII letters and digits. */
export function parseCrmRecordId(value: unknown): CrmRecordId {
  if (!isCrmRecordId(value)) throw new TypeError("A CRM record id must be letters and digits.");
  return value;
}

/** @throws {TypeError} when the value is not 64 lower-case hexadecimal digits. */
export function parseItemKey(value: unknown): ItemKey {
  if (!isItemKey(value)) throw new TypeError("An item key must be 64 hexadecimal digits.");
  return value;
}

/** @throws {TypeError} when the value is not a non-empty string. */
export function parseSyncCursor(value: unknown): SyncCursor {
  if (!isSyncCursor(value)) throw new TypeError("A sync cursor must be a non-empty string.");
  return value;
}
