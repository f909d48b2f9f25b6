import { z } from "zod";
import { demoSalesforceApp } from "../core/demo-ids.ts";
import { type SandboxContext, ScenarioError, type ScenarioSection } from "../core/part.ts";
import { changePolicy } from "./oauth/app-policies.ts";
import { oauthStoreOf, type SalesforceApp } from "./oauth/oauth-store.ts";
import { findUser, openOrg, orgsOf, textOf, type OpenOrg } from "./org.ts";
import { createRecord, updateRecord } from "./records/write-record.ts";
import { SalesforceError } from "./salesforce-error.ts";
import { insertUser } from "./seed/seed-org.ts";

const orgName = z.string().min(1).max(80).default("contoso");
const scope = z.enum(["api", "refresh_token", "id", "openid", "profile", "email", "web", "full"]);

const orgSchema = z.strictObject({
  /** Short name (`contoso`) or id. */
  org: orgName,
  /** Enhanced Email: without it EmailMessage and its relations are not there at all. */
  emailMessage: z.boolean().optional(),
  /** Whether the administrator has made the field M365_Key__c. */
  m365KeyField: z.boolean().optional(),
  dailyApiRequestsMax: z.int().min(1).max(10_000_000).optional(),
  /** API Access Control: apps that are not installed get OAUTH_APP_BLOCKED, and their live sessions 401. */
  apiAccessControl: z.boolean().optional(),
  /** False: the edition has no API, so that every data call is answered with 403 API_DISABLED_FOR_ORG. */
  apiEnabled: z.boolean().optional(),
});

const profileSchema = z.strictObject({
  org: orgName,
  name: z.enum(["Standard User", "System Administrator"]),
  /** False: its users get 403 API_DISABLED_FOR_ORG. */
  apiEnabled: z.boolean().optional(),
  approveUninstalledConnectedApps: z.boolean().optional(),
});

const userSchema = z.strictObject({
  org: orgName,
  /** Known: the user is changed. New: added, with this as address too. */
  username: z.email().max(80),
  firstName: z.string().max(40).optional(),
  lastName: z.string().min(1).max(80).optional(),
  title: z.string().max(80).optional(),
  profile: z.enum(["Standard User", "System Administrator"]).optional(),
  isActive: z.boolean().optional(),
});

const recordSchema = z.strictObject({
  org: orgName,
  type: z.string().min(1).max(80),
  /** Whose row it is; left out: the org's first administrator's. */
  owner: z.email().optional(),
  fields: z.record(z.string(), z.unknown()),
});

const appSchema = z.strictObject({
  clientId: z.string().min(1).max(255).default(demoSalesforceApp.clientId),
  /** The registration, for all orgs. A new client id needs a name and a redirect URI. */
  name: z.string().min(1).max(80).optional(),
  clientSecret: z.string().min(8).max(255).nullable().optional(),
  redirectUris: z.array(z.url()).max(20).optional(),
  scopes: z.array(scope).optional(),
  requirePkce: z.boolean().optional(),
  refreshTokenRotation: z.boolean().optional(),
  sessionTtlSeconds: z.int().min(1).max(86_400).optional(),
  /** What one org decides; without an org, all of them. */
  org: z.string().min(1).max(80).optional(),
  /** False: every authorization ends on OAUTH_EC_APP_NOT_FOUND. */
  present: z.boolean().optional(),
  /** False: users without Approve Uninstalled Connected Apps end on "app must be installed into org". */
  installed: z.boolean().optional(),
  /** True: OAUTH_APP_BLOCKED. */
  blocked: z.boolean().optional(),
  /** `admin_approved_users`: the others get OAUTH_APP_ACCESS_DENIED. */
  permittedUsers: z.enum(["all_users_may_self_authorize", "admin_approved_users"]).optional(),
  approvedUsernames: z.array(z.email()).max(200).optional(),
  /** Every token call ends on invalid_grant with these words. */
  tokenRefusal: z.enum(["ip_restricted", "audience_validation_failed"]).nullable().optional(),
  /** The app was just made: invalid_client_id until then. */
  usableInSeconds: z.int().min(0).max(86_400).optional(),
});

const salesforceSchema = z.strictObject({
  orgs: z.array(orgSchema).max(20).default([]),
  profiles: z.array(profileSchema).max(20).default([]),
  users: z.array(userSchema).max(1_000).default([]),
  records: z.array(recordSchema).max(10_000).default([]),
  apps: z.array(appSchema).max(20).default([]),
});

/** The `salesforce` section of a scenario, merged in this order: orgs, profiles, users, records, apps. */
export const salesforceScenario: ScenarioSection = {
  shape: { salesforce: salesforceSchema },
  merge: (sections, context) => {
    if (sections["salesforce"] === undefined) return;
    const section = salesforceSchema.parse(sections["salesforce"]);
    try {
      for (const org of section.orgs) mergeOrg(context, org);
      for (const profile of section.profiles) mergeProfile(context, profile);
      for (const user of section.users) mergeUser(context, user);
      for (const record of section.records) mergeRecord(context, record);
      for (const app of section.apps) mergeApp(context, app);
    } catch (error) {
      if (!(error instanceof SalesforceError)) throw error;
      const reason = error.problems.map(({ errorCode, message }) => `${errorCode}: ${message}`).join("; ");
      throw new ScenarioError(`salesforce: ${reason}`, { cause: error });
    }
  },
};

function getOrg(context: SandboxContext, nameOrId: string): OpenOrg {
  const org = orgsOf(context.store).find(
    (candidate) => candidate.key === nameOrId || candidate.id === nameOrId,
  );
  if (!org) throw new ScenarioError(`salesforce: there is no org ${nameOrId}`);
  return openOrg(context, org);
}

function mergeOrg(context: SandboxContext, change: z.infer<typeof orgSchema>): void {
  const { org } = getOrg(context, change.org);
  orgsOf(context.store).put({
    ...org,
    emailMessageEnabled: change.emailMessage ?? org.emailMessageEnabled,
    m365KeyField: change.m365KeyField ?? org.m365KeyField,
    dailyApiRequestsMax: change.dailyApiRequestsMax ?? org.dailyApiRequestsMax,
    apiAccessControl: change.apiAccessControl ?? org.apiAccessControl ?? false,
    apiEnabled: change.apiEnabled ?? org.apiEnabled ?? true,
  });
}

function mergeProfile(
  context: SandboxContext,
  { org, name, apiEnabled, approveUninstalledConnectedApps }: z.infer<typeof profileSchema>,
): void {
  const rows = getOrg(context, org).rows("Profile");
  const profile = rows.find((row) => textOf(row, "Name") === name);
  if (!profile) throw new ScenarioError(`salesforce: the org ${org} has no profile ${name}`);
  rows.put({
    ...profile,
    values: {
      ...profile.values,
      ...(apiEnabled !== undefined && { PermissionsApiEnabled: apiEnabled }),
      ...(approveUninstalledConnectedApps !== undefined && {
        PermissionsApproveUninstalledConnectedApps: approveUninstalledConnectedApps,
      }),
    },
  });
}

function profileIdOf(opened: OpenOrg, name: string): string | undefined {
  return opened.rows("Profile").find((profile) => textOf(profile, "Name") === name)?.id;
}

function mergeUser(context: SandboxContext, change: z.infer<typeof userSchema>): void {
  const known = findUser(context, change.username);
  const { opened, user } = known ?? addUser(context, change);
  const entry = opened.catalogue.find("User");
  if (!entry) return;
  const given = {
    ...(change.firstName !== undefined && { FirstName: change.firstName }),
    ...(change.lastName !== undefined && { LastName: change.lastName }),
    ...(change.title !== undefined && { Title: change.title }),
    ...(change.isActive !== undefined && { IsActive: change.isActive }),
    ...(change.profile !== undefined && { ProfileId: profileIdOf(opened, change.profile) }),
  };
  updateRecord({ opened, userId: user.id, asSystem: true }, { entry, id: user.id }, given);
}

function addUser(context: SandboxContext, { org, username, ...change }: z.infer<typeof userSchema>) {
  const opened = getOrg(context, org);
  const profile = change.profile ?? "Standard User";
  const user = insertUser(opened, {
    user: {
      firstName: change.firstName ?? "",
      lastName: change.lastName ?? username.split("@")[0] ?? username,
      email: username,
      title: change.title ?? "",
      profile,
    },
    profileId: profileIdOf(opened, profile),
  });
  return { opened, user };
}

function mergeRecord(
  context: SandboxContext,
  { org, type, owner, fields }: z.infer<typeof recordSchema>,
): void {
  const opened = getOrg(context, org);
  const entry = opened.catalogue.find(type);
  if (!entry) throw new ScenarioError(`salesforce: the org ${org} has no object ${type}`);
  const user = owner === undefined ? opened.rows("User").all()[0] : findUser(context, owner)?.user;
  if (!user) throw new ScenarioError(`salesforce: there is no user ${owner ?? ""}`);
  createRecord({ opened, userId: user.id, asSystem: true }, entry, fields);
}

function mergeApp(context: SandboxContext, change: z.infer<typeof appSchema>): void {
  const { apps } = oauthStoreOf(context.store);
  const known = apps.get(change.clientId);
  if (!known && (change.name === undefined || change.redirectUris === undefined)) {
    throw new ScenarioError("salesforce: a new app needs a name and redirectUris");
  }
  const app: SalesforceApp = {
    id: change.clientId,
    name: change.name ?? known?.name ?? "",
    clientSecret: change.clientSecret === undefined ? (known?.clientSecret ?? null) : change.clientSecret,
    redirectUris: change.redirectUris ?? known?.redirectUris ?? [],
    scopes: change.scopes ?? known?.scopes ?? ["api", "refresh_token", "id", "openid"],
    requirePkce: change.requirePkce ?? known?.requirePkce ?? true,
    refreshTokenRotation: change.refreshTokenRotation ?? known?.refreshTokenRotation ?? true,
    sessionTtlSeconds: change.sessionTtlSeconds ?? known?.sessionTtlSeconds ?? 7_200,
    usableFrom:
      change.usableInSeconds === undefined
        ? (known?.usableFrom ?? 0)
        : context.clock.now().getTime() + change.usableInSeconds * 1000,
  };
  apps.put(app);
  const orgs = change.org === undefined ? orgsOf(context.store).all() : [getOrg(context, change.org).org];
  const { present, installed, blocked, permittedUsers, tokenRefusal } = change;
  for (const org of orgs) {
    changePolicy(openOrg(context, org), app, {
      ...(present !== undefined && { present }),
      ...(installed !== undefined ? { installed } : !known && { installed: true }),
      ...(blocked !== undefined && { blocked }),
      ...(permittedUsers !== undefined && { permittedUsers }),
      ...(tokenRefusal !== undefined && { tokenRefusal }),
      ...(change.approvedUsernames && {
        approvedUserIds: change.approvedUsernames.flatMap(
          (username) => findUser(context, username)?.user.id ?? [],
        ),
      }),
    });
  }
}
