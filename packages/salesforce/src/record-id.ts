import { type CrmRecordId, type CrmRecordKind, parseCrmRecordId } from "@outrigger/sync-core";

const SUFFIX_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/**
 * An id in its 18-character form: 15 case-sensitive characters and 3 that encode which of them are upper case, so that two ids that
 * differ only in case stay different everywhere.
 * @throws {TypeError} unless it is 15 or 18 letters and digits.
 */
export function normalizeRecordId(id: string): CrmRecordId {
  if (!/^[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?$/.test(id)) {
    throw new TypeError("A Salesforce id has 15 or 18 characters.");
  }
  return parseCrmRecordId(id.length === 18 ? id : id + idSuffix(id));
}

function idSuffix(id: string): string {
  return [0, 5, 10]
    .map((start) => {
      const bits = [0, 1, 2, 3, 4].map((offset) => {
        const isUpperCase = /[A-Z]/.test(id.charAt(start + offset));
        return isUpperCase ? 2 ** offset : 0;
      });
      return SUFFIX_ALPHABET.charAt(bits.reduce((sum, bit) => sum + bit, 0));
    })
    .join("");
}

const KIND_BY_PREFIX: Readonly<Record<string, CrmRecordKind>> = {
  "001": "account",
  "003": "contact",
  "00Q": "lead",
  "006": "opportunity",
  "500": "case",
  "02s": "email",
  "00T": "task",
};

/** The kind that the id's first three characters stand for, or undefined for objects that we do not use. */
export function findRecordKind(id: string): CrmRecordKind | undefined {
  return KIND_BY_PREFIX[id.slice(0, 3)];
}

/** The record's page in Lightning, which redirects to the org's own address of it. */
export function recordUrl(instanceUrl: string, id: CrmRecordId): string {
  return `${instanceUrl.replace(/\/$/, "")}/${encodeURIComponent(id)}`;
}
