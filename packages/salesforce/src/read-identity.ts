import { ConnectorError, type CrmIdentity, type CrmRecordId } from "@outrigger/sync-core";
import { z } from "zod";
import { runQueries } from "./run-queries.ts";
import type { SalesforceClient } from "./salesforce-client.ts";
import { recordIdSchema } from "./salesforce-rows.ts";
import { quoteSoql } from "./soql.ts";

export interface SalesforceIdentity extends CrmIdentity {
  readonly locale?: string | undefined;
  readonly timeZone?: string | undefined;
}

const userInfoSchema = z.object({
  user_id: recordIdSchema,
  organization_id: recordIdSchema,
  preferred_username: z.string(),
  name: z.string().nullish(),
  email: z.string().nullish(),
  locale: z.string().nullish(),
  language: z.string().nullish(),
  zoneinfo: z.string().nullish(),
});

/** Who signed in, from `/userinfo` with the token in a header: in a query string it would end in logs. Throws `ConnectorError`. */
export async function readIdentity(client: SalesforceClient): Promise<SalesforceIdentity> {
  const operation = "read the signed-in user";
  const answer = await client.send({ operation, path: "/services/oauth2/userinfo" });
  const parsed = userInfoSchema.safeParse(answer);
  if (!parsed.success) {
    throw new ConnectorError({ reason: "unexpected_response", vendor: "salesforce", operation });
  }
  const user = parsed.data;
  return {
    userId: user.user_id,
    organizationId: user.organization_id,
    username: user.preferred_username,
    displayName: user.name ?? user.preferred_username,
    email: user.email ?? user.preferred_username,
    locale: user.locale ?? user.language ?? undefined,
    timeZone: user.zoneinfo ?? undefined,
  };
}

const userRowSchema = z.object({
  Profile: z.object({ PermissionsModifyAllData: z.boolean().nullish() }).nullish(),
});

/** Whether the user's profile may modify all data, which is what makes a Salesforce administrator. Throws `ConnectorError`. */
export async function isSystemAdministrator(client: SalesforceClient, userId: CrmRecordId): Promise<boolean> {
  const soql = `SELECT Profile.PermissionsModifyAllData FROM User WHERE Id = ${quoteSoql(userId)}`;
  const [rows] = await runQueries(client, "read the user's profile", [{ soql, row: userRowSchema }]);
  return rows?.[0]?.Profile?.PermissionsModifyAllData === true;
}
