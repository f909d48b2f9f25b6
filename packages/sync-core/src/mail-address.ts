import type { MailAddress, MessageHeader } from "./mail-records.ts";
import type { SyncRules } from "./sync-rules.ts";

export type AddressClass = "own" | "internal" | "excluded" | "outside";

/**
 * The form in which addresses are compared: trimmed, without angle brackets, NFC, lower case. Plus tags and dots stay: they may name
 * different people. Undefined for what is not an SMTP address, such as Exchange's `/o=…/cn=…` names.
 */
export function normalizeAddress(address: string): string | undefined {
  const bare = address.trim().replace(/^<|>$/g, "").normalize("NFC").toLowerCase();
  const at = bare.lastIndexOf("@");
  if (at < 1 || at === bare.length - 1 || hasControlOrSpace(bare)) return undefined;
  return bare;
}

function hasControlOrSpace(text: string): boolean {
  return /[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]/u.test(text);
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}

function normalizeDomain(domain: string): string {
  return domain.trim().replace(/^@/, "").toLowerCase();
}

/** The rules with their lists turned into sets, so that a page of headers is classified in linear time. */
export interface AddressClassifier {
  /** Takes a normalized address. Own wins over excluded, excluded over internal. */
  classify(address: string): AddressClass;
}

export function createAddressClassifier(rules: SyncRules): AddressClassifier {
  const own = new Set(rules.ownAddresses.map((address) => normalizeAddress(address)));
  const internal = new Set(rules.internalDomains.map((domain) => normalizeDomain(domain)));
  const excluded = new Set(rules.excludedAddresses.map((address) => normalizeAddress(address)));
  const excludedDomains = new Set(rules.excludedDomains.map((domain) => normalizeDomain(domain)));
  return {
    classify(address) {
      if (own.has(address)) return "own";
      const domain = domainOf(address);
      if (excluded.has(address) || isUnder(domain, excludedDomains)) return "excluded";
      return internal.has(domain) ? "internal" : "outside";
    },
  };
}

function isUnder(domain: string, parents: ReadonlySet<string>): boolean {
  const labels = domain.split(".");
  return labels.some((_, index) => parents.has(labels.slice(index).join(".")));
}

/** Sender first, then To, Cc and Bcc in their order: the order in which a mail's main person is chosen. */
export function listParties(header: MessageHeader): MailAddress[] {
  const from = header.from === undefined ? [] : [header.from];
  return [...from, ...header.to, ...header.cc, ...header.bcc];
}

/** A mail's normalized addresses, each once, in the order of `listParties`. */
export function listAddresses(header: MessageHeader): string[] {
  const addresses = listParties(header).map((party) => normalizeAddress(party.address));
  return [...new Set(addresses.filter((address) => address !== undefined))];
}

/** The distinct addresses worth looking up in the CRM: neither our own, nor internal, nor excluded. Normalized, in order of first sight. */
export function collectOutsideAddresses(headers: readonly MessageHeader[], rules: SyncRules): string[] {
  const classifier = createAddressClassifier(rules);
  const all = new Set(headers.flatMap((header) => listAddresses(header)));
  return [...all].filter((address) => classifier.classify(address) === "outside");
}
