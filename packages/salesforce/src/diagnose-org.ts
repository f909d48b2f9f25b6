import { ConnectorError, type FailureReason } from "@outrigger/sync-core";
import { z } from "zod";
import { describeMail } from "./describe-mail.ts";
import { runQueries, type Query } from "./run-queries.ts";
import type { SalesforceClient } from "./salesforce-client.ts";
import { KEY_FIELD } from "./salesforce-sink.ts";
import { quoteSoql } from "./soql.ts";

/** A part of the org as it was read, or why it could not be: each part stands alone. */
export type OrgPart<Facts> =
  | { readonly outcome: "read"; readonly facts: Facts }
  | { readonly outcome: "refused"; readonly reason: FailureReason };

export interface OrgDiagnosis {
  /** The app as Setup knows it. */
  readonly app: OrgPart<{
    /** The name under which this org's people approved it; undefined where nobody's approval is seen. */
    readonly name: string | undefined;
    /** Known to the org but not installed: its approvals have no menu item. */
    readonly isInstalled: boolean;
    readonly isAdminApprovedOnly: boolean;
    /** People with an approval, and how many have five: the next one silently ends the oldest. */
    readonly peopleCount: number;
    readonly fullCount: number;
  }>;
  /** Profiles and permission sets that the app is given to. */
  readonly assignments: OrgPart<{ readonly count: number }>;
  /** Of the last 200 sign-ins: those that failed, by Salesforce's own words. */
  readonly logins: OrgPart<{
    readonly count: number;
    readonly failures: readonly { readonly status: string; readonly count: number }[];
  }>;
  readonly apiCalls: OrgPart<{ readonly usedCalls: number; readonly maxCalls: number }>;
  readonly mail: OrgPart<{ readonly isEnhancedEmailOn: boolean; readonly hasKeyField: boolean }>;
}

/** Approvals of one user for one app; the sixth ends the oldest. */
const APPROVALS_MAX = 5;

/**
 * Reads from an org what decides whether its people can use the app, with the rights of one user: OauthToken,
 * ConnectedApplication, SetupEntityAccess, LoginHistory (Object Reference), `limits`, and a describe. What the user
 * may not read is `refused` with the reason.
 * @throws {ConnectorError} when nothing at all can be read: the session is over, the app is kept out, no calls are left.
 */
export async function diagnoseOrg(
  client: SalesforceClient,
  { appNames }: { readonly appNames: readonly string[] },
): Promise<OrgDiagnosis> {
  const app = await readPart(() => readApp(client, appNames));
  return {
    app: app.outcome === "read" ? { outcome: "read", facts: app.facts.facts } : app,
    assignments: await readPart(() =>
      readAssignments(client, app.outcome === "read" ? app.facts.installedId : undefined),
    ),
    logins: await readPart(() => readLogins(client)),
    apiCalls: await readPart(() => readApiCalls(client)),
    mail: await readPart(() => readMail(client)),
  };
}

/** Refusals that would be the same for every part: of the session, the app or the whole org. */
const CONCERNS_ALL: ReadonlySet<FailureReason> = new Set([
  "reauthorization_required",
  "admin_action_required",
  "rate_limited",
  "temporarily_unavailable",
]);

async function readPart<Facts>(read: () => Promise<Facts>): Promise<OrgPart<Facts>> {
  try {
    return { outcome: "read", facts: await read() };
  } catch (error) {
    if (!(error instanceof ConnectorError) || CONCERNS_ALL.has(error.reason)) throw error;
    return { outcome: "refused", reason: error.reason };
  }
}

const tokenRowSchema = z.object({
  AppName: z.string().nullish(),
  AppMenuItemId: z.string().nullish(),
  UserId: z.string().nullish(),
});
const appRowSchema = z.object({
  Id: z.string(),
  Name: z.string(),
  OptionsAllowAdminApprovedUsersOnly: z.boolean().nullish(),
});

async function queryRows<Row>(
  client: SalesforceClient,
  operation: string,
  query: Query<Row>,
): Promise<Row[]> {
  const [rows = []] = await runQueries(client, operation, [query]);
  return rows;
}

async function readApp(client: SalesforceClient, appNames: readonly string[]) {
  const tokens = await queryRows(client, "read approvals of the app", {
    soql: `SELECT AppName, AppMenuItemId, UserId FROM OauthToken WHERE AppName IN (${appNames.map(quoteSoql).join(", ")}) LIMIT 2000`,
    row: tokenRowSchema,
  });
  const name = tokens[0]?.AppName ?? undefined;
  const installed = await queryRows(client, "read the installed app", {
    soql: `SELECT Id, Name, OptionsAllowAdminApprovedUsersOnly FROM ConnectedApplication WHERE Name IN (${appNames.map(quoteSoql).join(", ")}) LIMIT 10`,
    row: appRowSchema,
  });
  const approvals = new Map<string, number>();
  for (const { UserId } of tokens) approvals.set(UserId ?? "", (approvals.get(UserId ?? "") ?? 0) + 1);
  return {
    installedId: installed[0]?.Id,
    facts: {
      name: installed[0]?.Name ?? name,
      isInstalled: installed.length > 0 || tokens.some(({ AppMenuItemId }) => Boolean(AppMenuItemId)),
      isAdminApprovedOnly: installed.some((app) => app.OptionsAllowAdminApprovedUsersOnly === true),
      peopleCount: approvals.size,
      fullCount: [...approvals.values()].filter((count) => count >= APPROVALS_MAX).length,
    },
  };
}

async function readAssignments(client: SalesforceClient, installedId: string | undefined) {
  if (installedId === undefined) return { count: 0 };
  const rows = await queryRows(client, "read who the app is given to", {
    soql: `SELECT Id FROM SetupEntityAccess WHERE SetupEntityId = ${quoteSoql(installedId)} LIMIT 2000`,
    row: z.object({ Id: z.string() }),
  });
  return { count: rows.length };
}

async function readLogins(client: SalesforceClient) {
  const rows = await queryRows(client, "read the login history", {
    soql: "SELECT Status FROM LoginHistory ORDER BY LoginTime DESC LIMIT 200",
    row: z.object({ Status: z.string().nullish() }),
  });
  const counts = new Map<string, number>();
  for (const { Status } of rows) {
    const status = Status ?? "Unknown";
    if (status !== "Success") counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  const failures = [...counts].map(([status, count]) => ({ status: status.slice(0, 128), count }));
  return { count: rows.length, failures: failures.toSorted((left, right) => right.count - left.count) };
}

const limitsSchema = z.object({ DailyApiRequests: z.object({ Max: z.int(), Remaining: z.int() }) });

async function readApiCalls(client: SalesforceClient) {
  const operation = "read the org's limits";
  const parsed = limitsSchema.safeParse(await client.send({ operation, path: "limits" }));
  if (!parsed.success) {
    throw new ConnectorError({ reason: "unexpected_response", vendor: "salesforce", operation });
  }
  const { Max: maxCalls, Remaining } = parsed.data.DailyApiRequests;
  return { usedCalls: maxCalls - Remaining, maxCalls };
}

async function readMail(client: SalesforceClient) {
  const description = await describeMail(client, KEY_FIELD);
  return {
    isEnhancedEmailOn: description.objectName === "EmailMessage",
    hasKeyField: description.keyField !== undefined,
  };
}
