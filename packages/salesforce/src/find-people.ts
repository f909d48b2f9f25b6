import type { CrmPerson } from "@outrigger/sync-core";
import { type Query, runQueries } from "./run-queries.ts";
import type { SalesforceClient } from "./salesforce-client.ts";
import { type ContactRow, contactRowSchema, type LeadRow, leadRowSchema } from "./salesforce-rows.ts";
import { countUrlBytes, quoteSoqlList, splitForQueries } from "./soql.ts";

const CONTACT_QUERY =
  "SELECT Id, Name, Email, Title, AccountId, Account.Name, Account.Industry, Account.Phone, LastModifiedDate FROM Contact WHERE Email IN ";
// A converted lead keeps its address, but is a contact by now.
const LEAD_QUERY =
  "SELECT Id, Name, Email, Title, Company, IsConverted, LastModifiedDate FROM Lead WHERE IsConverted = false AND Email IN ";
/** Longer than any address may be (RFC 5321 §4.5.3.1: 64 + 1 + 255); such a text matches nobody. */
const ADDRESS_LENGTH_MAX = 320;

export interface PeopleRows {
  readonly contacts: readonly ContactRow[];
  readonly leads: readonly LeadRow[];
}

type PersonRow =
  | { readonly kind: "contact"; readonly row: ContactRow }
  | { readonly kind: "lead"; readonly row: LeadRow };

const contactSchema = contactRowSchema.transform((row): PersonRow => ({ kind: "contact", row }));
const leadSchema = leadRowSchema.transform((row): PersonRow => ({ kind: "lead", row }));

/**
 * Contacts and leads by their standard Email field, as the asking user may see them. One API call for about 600 addresses
 * (REST API Developer Guide, "Composite"). SOQL compares Email without regard to case.
 */
export async function findPeopleRows(
  client: SalesforceClient,
  addresses: readonly string[],
): Promise<PeopleRows> {
  const values = [...new Set(addresses)].filter(({ length }) => length <= ADDRESS_LENGTH_MAX);
  const parts = splitForQueries({ values, frameBytes: countUrlBytes(CONTACT_QUERY) });
  const queries = parts.flatMap((part): Query<PersonRow>[] => [
    { soql: CONTACT_QUERY + quoteSoqlList(part), row: contactSchema },
    { soql: LEAD_QUERY + quoteSoqlList(part), row: leadSchema, isOptional: true },
  ]);
  const rows = (await runQueries(client, "find people by address", queries)).flat();
  return {
    contacts: rows.flatMap((found) => (found.kind === "contact" ? [found.row] : [])),
    leads: rows.flatMap((found) => (found.kind === "lead" ? [found.row] : [])),
  };
}

export function toContact(row: ContactRow): CrmPerson {
  return {
    kind: "contact",
    id: row.Id,
    name: row.Name ?? row.Email ?? row.Id,
    addresses: toAddresses(row.Email),
    accountId: row.AccountId ?? undefined,
    accountName: row.Account?.Name ?? undefined,
    modifiedAt: row.LastModifiedDate,
    isConverted: false,
  };
}

export function toLead(row: LeadRow): CrmPerson {
  return {
    kind: "lead",
    id: row.Id,
    name: row.Name ?? row.Email ?? row.Id,
    addresses: toAddresses(row.Email),
    modifiedAt: row.LastModifiedDate,
    isConverted: row.IsConverted ?? false,
  };
}

function toAddresses(email: string | null | undefined): string[] {
  return email === null || email === undefined ? [] : [email.toLowerCase()];
}
