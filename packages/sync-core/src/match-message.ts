import type { CrmPerson } from "./crm-records.ts";
import type { AddressClassifier } from "./mail-address.ts";
import type { MailDirection, MessageHeader } from "./mail-records.ts";
import type { SyncRules } from "./sync-rules.ts";
import { createAddressClassifier, listAddresses, normalizeAddress } from "./mail-address.ts";

/** One address and the record chosen for it. `alternatives` are the other records with the same address, best first. */
export interface MatchedPerson {
  readonly address: string;
  readonly person: CrmPerson;
  readonly alternatives: readonly CrmPerson[];
}

/**
 * What the addresses of one mail say.
 * `matched`: at least one clean outside address is in the CRM; the mail is linked to the clean ones only.
 * `none`: there are outside addresses, but the CRM knows none of them. `excluded`: every outside address is on a block list.
 * `internal`: nobody outside took part.
 */
export type MessageMatch =
  | { readonly outcome: "matched"; readonly people: readonly MatchedPerson[] }
  | { readonly outcome: "none"; readonly addresses: readonly string[] }
  | { readonly outcome: "excluded"; readonly addresses: readonly string[] }
  | { readonly outcome: "internal" };

/** People by address, the one to choose first. */
export type PeopleIndex = ReadonlyMap<string, readonly CrmPerson[]>;

/**
 * Converted leads are left out. Of several records with one address the preferred kind comes first, then the one changed last
 * (Salesforce's own tie rule in the Outlook integration), then the smaller id, so that two runs choose alike.
 */
export function indexPeople(people: readonly CrmPerson[], rules: SyncRules): PeopleIndex {
  const index = new Map<string, CrmPerson[]>();
  for (const person of people) {
    if (person.isConverted) continue;
    for (const raw of new Set(person.addresses)) {
      const address = normalizeAddress(raw);
      if (address === undefined) continue;
      const known = index.get(address) ?? [];
      if (!known.some((other) => other.id === person.id)) known.push(person);
      index.set(address, known);
    }
  }
  for (const candidates of index.values()) {
    candidates.sort((left, right) => compareCandidates(left, right, rules));
  }
  return index;
}

function compareCandidates(left: CrmPerson, right: CrmPerson, rules: SyncRules): number {
  if (left.kind !== right.kind) return left.kind === rules.personPreference ? -1 : 1;
  const newerFirst = right.modifiedAt.getTime() - left.modifiedAt.getTime();
  if (newerFirst !== 0) return newerFirst;
  return left.id < right.id ? -1 : 1;
}

export interface MatchContext {
  readonly people: PeopleIndex;
  readonly classifier: AddressClassifier;
}

export function createMatchContext(people: readonly CrmPerson[], rules: SyncRules): MatchContext {
  return { people: indexPeople(people, rules), classifier: createAddressClassifier(rules) };
}

/** Matches one mail by its addresses alone. Pure; throws nothing. */
export function matchMessage(header: MessageHeader, context: MatchContext): MessageMatch {
  const addresses = listAddresses(header);
  const outside = addresses.filter((address) => context.classifier.classify(address) === "outside");
  if (outside.length === 0) {
    const excluded = addresses.filter((address) => context.classifier.classify(address) === "excluded");
    return excluded.length === 0 ? { outcome: "internal" } : { outcome: "excluded", addresses: excluded };
  }
  const people = outside.flatMap((address): MatchedPerson[] => {
    const [person, ...alternatives] = context.people.get(address) ?? [];
    return person === undefined ? [] : [{ address, person, alternatives }];
  });
  return people.length === 0 ? { outcome: "none", addresses: outside } : { outcome: "matched", people };
}

/** Outbound is what lies in Sent Items or was written by one of us, wherever it lies; everything else came in. */
export function findDirection(header: MessageHeader, classifier: AddressClassifier): MailDirection {
  if (header.folder === "sentitems") return "outbound";
  const sender = header.from === undefined ? undefined : normalizeAddress(header.from.address);
  if (sender === undefined) return "inbound";
  const side = classifier.classify(sender);
  return side === "own" || side === "internal" ? "outbound" : "inbound";
}
