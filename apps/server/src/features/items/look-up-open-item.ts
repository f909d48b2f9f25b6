import type { LookedUpItem, OpenItem, RecordLink, SaveState } from "@outrigger/api-contract";
import {
  readSidebarRecords,
  recordUrl,
  type SidebarPerson,
  type SidebarRecords,
} from "@outrigger/salesforce";
import {
  computeItemKey,
  createAddressClassifier,
  normalizeAddress,
  parseMailItemId,
  type AddressClassifier,
  type CrmRecordId,
  type ItemKey,
} from "@outrigger/sync-core";
import { hashText } from "../sync/sync.job.ts";
import { describeLink } from "./describe-link.ts";
import type { OpenCrm } from "./open-crm.ts";

type Person = LookedUpItem["people"][number];

/** The key of an open mail: the same that the sync derives, so that neither saves what the other has. */
export function keyOfOpenItem(
  { internetMessageId }: Pick<OpenItem, "internetMessageId">,
  crm: OpenCrm,
): ItemKey {
  const message = { id: parseMailItemId(internetMessageId), internetMessageId };
  return computeItemKey({ organizationId: crm.crmOrganizationId, message }, hashText);
}

/** Who took part, recognised as whom and why, what hangs on them, and whether the mail is saved. */
export async function lookUpOpenItem(item: OpenItem, crm: OpenCrm): Promise<LookedUpItem> {
  const classifier = createAddressClassifier(crm.rules);
  const parties = mergeParties(item);
  const outside = parties.filter(({ address }) => classifier.classify(address) === "outside");
  const records: SidebarRecords =
    outside.length === 0
      ? { people: [], accounts: [], opportunities: [], cases: [] }
      : await readSidebarRecords(
          crm.client,
          outside.map(({ address }) => address),
        );
  const people = parties.map((party) => describePerson(party, { classifier, records, crm }));
  const link = linkFor(crm);
  return {
    save: await findSaveState(item, people, crm),
    people,
    accounts: records.accounts.map(({ id, name, industry, phone }) => ({
      ...link("Account", id, name),
      industry: industry ?? null,
      phone: phone ?? null,
    })),
    opportunities: records.opportunities.map(({ id, name, stage, amount, closeDate }) => ({
      ...link("Opportunity", id, name),
      stage: stage ?? "",
      amount: amount ?? null,
      closeDate: closeDate ?? null,
    })),
    cases: records.cases.map(({ id, number, subject, status }) => ({
      ...link("Case", id, subject ?? number),
      number,
      status: status ?? "",
    })),
  };
}

interface Party {
  readonly address: string;
  readonly name: string;
  readonly roles: ("from" | "to" | "cc")[];
}

/** One row per address, in the order of the header. */
function mergeParties({ participants }: OpenItem): Party[] {
  const parties = new Map<string, Party>();
  for (const { address: raw, name, role } of participants) {
    const address = normalizeAddress(raw);
    if (!address) continue;
    const known = parties.get(address);
    if (!known) parties.set(address, { address, name: name || raw, roles: [role] });
    else if (!known.roles.includes(role)) known.roles.push(role);
  }
  return [...parties.values()];
}

interface PersonSources {
  readonly classifier: AddressClassifier;
  readonly records: SidebarRecords;
  readonly crm: OpenCrm;
}

function describePerson(party: Party, { classifier, records, crm }: PersonSources): Person {
  const nobody = { ...party, record: null, title: null, account: null };
  const side = classifier.classify(party.address);
  if (side === "own" || side === "internal") {
    return {
      ...nobody,
      recognised: "internal",
      why: "A colleague: the address belongs to your organization.",
    };
  }
  const match = choosePerson(party.address, records.people, crm);
  if (!match) return { ...nobody, recognised: "unknown", why: "No contact or lead has this address." };
  const link = linkFor(crm);
  const noun = match.kind === "contact" ? "contact" : "lead";
  return {
    ...party,
    recognised: match.kind,
    record: link(match.kind === "contact" ? "Contact" : "Lead", match.id, match.name),
    title: match.title ?? null,
    account: match.accountId ? link("Account", match.accountId, match.accountName ?? match.accountId) : null,
    why: `The ${noun}'s email address is the one in this mail.`,
  };
}

function choosePerson(
  address: string,
  people: readonly SidebarPerson[],
  { rules }: OpenCrm,
): SidebarPerson | undefined {
  const candidates = people.filter((person) => !person.isConverted && person.addresses.includes(address));
  return candidates.find(({ kind }) => kind === rules.personPreference) ?? candidates[0];
}

async function findSaveState(item: OpenItem, people: readonly Person[], crm: OpenCrm): Promise<SaveState> {
  const [link] = await crm.database.syncLinks.listByItemKeys(crm.organizationId, [keyOfOpenItem(item, crm)]);
  if (link) return describeLink(link, crm);
  if (people.every(({ recognised }) => recognised === "internal")) return { state: "internal" };
  const isSomebodyKnown = people.some(({ recognised }) => recognised === "contact" || recognised === "lead");
  return isSomebodyKnown ? { state: "not_saved" } : { state: "nobody_known" };
}

/** Makes links into the caller's Salesforce. */
export function linkFor({ instanceUrl }: Pick<OpenCrm, "instanceUrl">) {
  return (type: RecordLink["type"], id: CrmRecordId, name: string): RecordLink => ({
    type,
    id,
    name,
    url: recordUrl(instanceUrl, id),
  });
}
