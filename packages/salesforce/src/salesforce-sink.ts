import type { CrmSink } from "@outrigger/sync-core";
import { describeMail, type MailDescription } from "./describe-mail.ts";
import { findPeopleRows, toContact, toLead } from "./find-people.ts";
import { findRelatedRows, toRelated } from "./find-related.ts";
import { findSavedMail } from "./find-saved-mail.ts";
import { readIdentity } from "./read-identity.ts";
import type { SalesforceClient } from "./salesforce-client.ts";
import { saveActivities } from "./save-activities.ts";
import { ROWS_PER_CALL_MAX } from "./write-rows.ts";

export interface SalesforceSinkOptions {
  readonly client: SalesforceClient;
  /** API name of the unique external id field on EmailMessage and Task; used where the org has it. `M365_Key__c` unless told. */
  readonly keyField?: string | undefined;
}

export const KEY_FIELD = "M365_Key__c";

/** One user's Salesforce as the place where mail is saved. What the org says about its fields is read once per sink. */
export function createSalesforceSink(options: SalesforceSinkOptions): CrmSink {
  const { client } = options;
  let description: Promise<MailDescription> | undefined;
  const describe = async (): Promise<MailDescription> => {
    description ??= describeMail(client, options.keyField ?? KEY_FIELD);
    try {
      return await description;
    } catch (cause) {
      description = undefined;
      throw cause;
    }
  };
  return {
    saveBatchSize: ROWS_PER_CALL_MAX,
    whoAmI: () => readIdentity(client),
    describeMail: async () => (await describe()).target,
    findPeople: async (addresses) => {
      const { contacts, leads } = await findPeopleRows(client, addresses);
      return [...contacts.map((row) => toContact(row)), ...leads.map((row) => toLead(row))];
    },
    findRelated: async (people) => toRelated(await findRelatedRows(client, { people, withCases: false })),
    findByKeys: async (lookups) => findSavedMail(client, await describe(), lookups),
    saveActivities: async (drafts) => saveActivities(client, await describe(), drafts),
  };
}
