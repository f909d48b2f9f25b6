import type { CrmOpportunity, CrmPerson, CrmRelated } from "@outrigger/sync-core";
import { type Query, runQueries } from "./run-queries.ts";
import type { SalesforceClient } from "./salesforce-client.ts";
import {
  type CaseRow,
  caseRowSchema,
  type ContactRoleRow,
  contactRoleRowSchema,
  type OpportunityRow,
  opportunityRowSchema,
} from "./salesforce-rows.ts";
import { countUrlBytes, quoteSoqlList, splitForQueries } from "./soql.ts";

const OPPORTUNITY_QUERY =
  "SELECT Id, Name, AccountId, StageName, Amount, CloseDate FROM Opportunity WHERE IsClosed = false AND AccountId IN ";
const ROLE_QUERY =
  "SELECT ContactId, OpportunityId, Opportunity.Name, Opportunity.AccountId, Opportunity.StageName, Opportunity.Amount, Opportunity.CloseDate FROM OpportunityContactRole WHERE Opportunity.IsClosed = false AND ContactId IN ";
const CASE_QUERY =
  "SELECT Id, CaseNumber, Subject, Status FROM Case WHERE IsClosed = false AND ContactId IN ";

type RelatedRow =
  | { readonly kind: "opportunity"; readonly row: OpportunityRow }
  | { readonly kind: "role"; readonly row: ContactRoleRow }
  | { readonly kind: "case"; readonly row: CaseRow };

const opportunitySchema = opportunityRowSchema.transform((row): RelatedRow => ({ kind: "opportunity", row }));
const roleSchema = contactRoleRowSchema.transform((row): RelatedRow => ({ kind: "role", row }));
const caseSchema = caseRowSchema.transform((row): RelatedRow => ({ kind: "case", row }));

export interface RelatedRows {
  /** Open ones of the people's accounts and of the contacts' roles, each once. */
  readonly opportunities: readonly OpportunityRow[];
  readonly roles: readonly ContactRoleRow[];
  readonly cases: readonly CaseRow[];
}

export interface FindRelatedInput {
  readonly people: readonly CrmPerson[];
  readonly withCases: boolean;
}

/** One API call for some 250 people. An object that the user may not see counts as empty. */
export async function findRelatedRows(
  client: SalesforceClient,
  input: FindRelatedInput,
): Promise<RelatedRows> {
  const contacts = input.people.filter(({ kind }) => kind === "contact");
  const contactIds = contacts.map(({ id }) => id);
  const accountIds = contacts.flatMap(({ accountId }) => accountId ?? []);
  const queries = [
    ...buildQueries(OPPORTUNITY_QUERY, accountIds, opportunitySchema),
    ...buildQueries(ROLE_QUERY, contactIds, roleSchema),
    ...(input.withCases ? buildQueries(CASE_QUERY, contactIds, caseSchema) : []),
  ];
  const rows = (await runQueries(client, "find related records", queries)).flat();
  const roles = rows.flatMap((found) => (found.kind === "role" ? [found.row] : []));
  const ofAccounts = rows.flatMap((found) => (found.kind === "opportunity" ? [found.row] : []));
  const ofRoles = roles.map((role) => ({ ...role.Opportunity, Id: role.OpportunityId }));
  const opportunities = new Map([...ofRoles, ...ofAccounts].map((row) => [row.Id, row]));
  return {
    opportunities: [...opportunities.values()],
    roles,
    cases: rows.flatMap((found) => (found.kind === "case" ? [found.row] : [])),
  };
}

function buildQueries(
  frame: string,
  ids: readonly string[],
  row: Query<RelatedRow>["row"],
): Query<RelatedRow>[] {
  const values = [...new Set(ids)];
  return splitForQueries({ values, frameBytes: countUrlBytes(frame) }).map((part) => ({
    soql: frame + quoteSoqlList(part),
    row,
    isOptional: true,
  }));
}

export function toRelated(rows: RelatedRows): CrmRelated {
  return {
    opportunities: rows.opportunities.map((row): CrmOpportunity => ({
      id: row.Id,
      name: row.Name ?? row.Id,
      accountId: row.AccountId ?? undefined,
      contactIds: rows.roles
        .filter(({ OpportunityId }) => OpportunityId === row.Id)
        .map(({ ContactId }) => ContactId),
    })),
  };
}
