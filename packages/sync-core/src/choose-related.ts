import type { CrmOpportunity, CrmRecordRef, CrmRelated } from "./crm-records.ts";
import type { MatchedPerson } from "./match-message.ts";

/**
 * The one account or opportunity a mail is about, or undefined.
 * - With a lead among the people there is none: Salesforce refuses a What beside a lead, and the person matters more.
 * - The only open opportunity in which a matched contact has a role; else the only open one of the main contact's account.
 *   With several, guessing would file mail with the wrong deal, so it is left at the account.
 * - Else the account of the first matched contact that has one.
 */
export function chooseRelated(
  people: readonly MatchedPerson[],
  related: CrmRelated,
): CrmRecordRef | undefined {
  if (people.some(({ person }) => person.kind === "lead")) return undefined;
  const contactIds = new Set(people.map(({ person }) => person.id));
  const byRole = related.opportunities.filter((opportunity) =>
    opportunity.contactIds.some((id) => contactIds.has(id)),
  );
  if (byRole.length > 0) return findOnly(byRole) ?? findAccount(people);
  const account = findAccount(people);
  if (account === undefined) return undefined;
  const ofAccount = related.opportunities.filter(({ accountId }) => accountId === account.id);
  return findOnly(ofAccount) ?? account;
}

function findOnly(opportunities: readonly CrmOpportunity[]): CrmRecordRef | undefined {
  const [only, ...others] = opportunities;
  if (only === undefined || others.length > 0) return undefined;
  return { kind: "opportunity", id: only.id, name: only.name };
}

function findAccount(people: readonly MatchedPerson[]): CrmRecordRef | undefined {
  const holder = people.find(({ person }) => person.accountId !== undefined)?.person;
  if (holder?.accountId === undefined) return undefined;
  return { kind: "account", id: holder.accountId, name: holder.accountName };
}
