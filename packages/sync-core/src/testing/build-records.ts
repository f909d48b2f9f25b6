import {
  type CrmPerson,
  DEFAULT_SYNC_RULES,
  type MessageHeader,
  parseCrmRecordId,
  parseMailItemId,
  type SyncRules,
} from "../index.ts";

export function buildHeader(members: Partial<MessageHeader> = {}): MessageHeader {
  return {
    id: parseMailItemId("AAkALg=="),
    internetMessageId: "<one@customer.example>",
    subject: "Offer",
    from: { address: "diane@customer.example", name: "Diane" },
    to: [{ address: "adele@contoso.example", name: "Adele" }],
    cc: [],
    bcc: [],
    receivedAt: new Date("2026-11-20T10:00:00Z"),
    sentAt: new Date("2026-11-20T09:59:58Z"),
    folder: "inbox",
    isDraft: false,
    hasAttachments: false,
    ...members,
  };
}

export function buildPerson(members: Partial<CrmPerson> = {}): CrmPerson {
  return {
    kind: "contact",
    id: parseCrmRecordId("003000000000001AAA"),
    name: "Diane Prescott",
    addresses: ["diane@customer.example"],
    accountId: parseCrmRecordId("001000000000001AAA"),
    accountName: "Customer Ltd",
    modifiedAt: new Date("2026-01-01T00:00:00Z"),
    isConverted: false,
    ...members,
  };
}

export function buildRules(members: Partial<SyncRules> = {}): SyncRules {
  return {
    ...DEFAULT_SYNC_RULES,
    ownAddresses: ["adele@contoso.example"],
    internalDomains: ["contoso.example"],
    ...members,
  };
}
