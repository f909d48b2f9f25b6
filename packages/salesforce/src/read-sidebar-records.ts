import type { CrmPerson, CrmRecordId } from "@outrigger/sync-core";
import { findPeopleRows, toContact, toLead } from "./find-people.ts";
import { findRelatedRows } from "./find-related.ts";
import type { SalesforceClient } from "./salesforce-client.ts";
import type { ContactRow } from "./salesforce-rows.ts";

export interface SidebarPerson extends CrmPerson {
  readonly title?: string | undefined;
  /** A lead has no account record, only the company's name. */
  readonly company?: string | undefined;
}

export interface SidebarAccount {
  readonly id: CrmRecordId;
  readonly name: string;
  readonly industry?: string | undefined;
  readonly phone?: string | undefined;
}

export interface SidebarOpportunity {
  readonly id: CrmRecordId;
  readonly name: string;
  readonly accountId?: CrmRecordId | undefined;
  readonly stage?: string | undefined;
  /** In the currency of the record. */
  readonly amount?: number | undefined;
  /** `YYYY-MM-DD`. */
  readonly closeDate?: string | undefined;
}

export interface SidebarCase {
  readonly id: CrmRecordId;
  readonly number: string;
  readonly subject?: string | undefined;
  readonly status?: string | undefined;
}

/** What a rep may see about the people of one mail: contacts and leads, their accounts, open opportunities and open cases. */
export interface SidebarRecords {
  readonly people: readonly SidebarPerson[];
  readonly accounts: readonly SidebarAccount[];
  readonly opportunities: readonly SidebarOpportunity[];
  readonly cases: readonly SidebarCase[];
}

/** Two API calls for one mail's addresses. Throws `ConnectorError`. */
export async function readSidebarRecords(
  client: SalesforceClient,
  addresses: readonly string[],
): Promise<SidebarRecords> {
  const { contacts, leads } = await findPeopleRows(client, addresses);
  const people: SidebarPerson[] = [
    ...contacts.map((row) => ({ ...toContact(row), title: row.Title ?? undefined })),
    ...leads.map((row) => ({
      ...toLead(row),
      title: row.Title ?? undefined,
      company: row.Company ?? undefined,
    })),
  ];
  const related = await findRelatedRows(client, { people, withCases: true });
  return {
    people,
    accounts: listAccounts(contacts),
    opportunities: related.opportunities.map((row) => ({
      id: row.Id,
      name: row.Name ?? row.Id,
      accountId: row.AccountId ?? undefined,
      stage: row.StageName ?? undefined,
      amount: row.Amount ?? undefined,
      closeDate: row.CloseDate ?? undefined,
    })),
    cases: related.cases.map((row) => ({
      id: row.Id,
      number: row.CaseNumber ?? row.Id,
      subject: row.Subject ?? undefined,
      status: row.Status ?? undefined,
    })),
  };
}

function listAccounts(contacts: readonly ContactRow[]): SidebarAccount[] {
  const accounts = contacts.flatMap((row): SidebarAccount[] => {
    if (row.AccountId === null || row.AccountId === undefined) return [];
    return [
      {
        id: row.AccountId,
        name: row.Account?.Name ?? row.AccountId,
        industry: row.Account?.Industry ?? undefined,
        phone: row.Account?.Phone ?? undefined,
      },
    ];
  });
  return [...new Map(accounts.map((account) => [account.id, account])).values()];
}
