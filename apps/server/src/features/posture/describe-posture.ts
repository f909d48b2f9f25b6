import type { TenantPosture } from "@outrigger/api-contract";
import {
  examineTenant,
  questionsByKind,
  readTenantReading,
  TENANT_READING_FORMAT,
  type PersonKind,
  type Prospect,
  type Remedy,
  type TenantFinding,
  type TenantSnapshot,
} from "@outrigger/consent";
import { allMailboxScopes, SIGN_IN_SCOPES } from "@outrigger/microsoft";
import type { OrganizationId, StoredTenantReading, TenantWatch } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";
import { findAskedScopes } from "../permissions/find-asked-scopes.ts";
import { nameTenants } from "../permissions/name-tenants.ts";

const PEOPLE: readonly PersonKind[] = [
  "user",
  "assigned_user",
  "guest",
  "cloud_application_administrator",
  "global_administrator",
];

/** What the settings of each of the organization's tenants mean for the product. */
export async function describePosture(
  organizationId: OrganizationId,
  context: FeatureContext,
): Promise<TenantPosture[]> {
  const names = await nameTenants(organizationId, context);
  const tenants = [...names].map(([tenantId, displayName]) => ({ organizationId, tenantId, displayName }));
  return Promise.all(tenants.map((tenant) => describeTenant(tenant, context)));
}

interface Tenant {
  readonly organizationId: OrganizationId;
  readonly tenantId: string;
  readonly displayName: string | null;
}

async function describeTenant(tenant: Tenant, context: FeatureContext): Promise<TenantPosture> {
  const { organizationId, tenantId, displayName } = tenant;
  const { database, clock } = context;
  const stored = await database.tenantReadings.findLatest(organizationId, tenantId);
  const asked = await findAskedScopes(organizationId, context);
  const signIn = SIGN_IN_SCOPES.join(" ");
  const scopes = {
    signIn,
    mailbox: asked.graph.join(" "),
    further: questionsByKind(signIn, allMailboxScopes().join(" ")),
  };
  const snapshot = readTenantReading(stored?.reading ?? emptyReading(tenant, context));
  const finding = examineTenant(snapshot, scopes, { now: clock.now() });
  const kinds = finding.prospects.filter(({ person }) => person === "user").map(({ scopes: kind }) => kind);
  const askedKinds = new Set(questionsByKind(signIn, scopes.mailbox).map(({ kind }) => kind));
  const watch = await database.tenantWatches.find(organizationId, tenantId);
  return {
    tenantId,
    displayName: displayName ?? (stored === undefined ? null : snapshot.tenant.displayName),
    reading: stored === undefined ? null : toReading(stored),
    history: (await database.tenantReadings.listHistory(organizationId, tenantId)).map(toReading),
    ...describeFinding(finding, adminUrl(context)),
    columns: kinds
      .filter((kind) => kind !== "mailbox")
      .map((kind) => ({ kind, isAsked: kind === "sign_in" || askedKinds.has(kind) })),
    rows: describeRows(finding.prospects),
    grants: await describeGrants(tenant, snapshot, stored !== undefined, context),
    requests: snapshot.details.requests.map(({ id: _id, ...request }) => request),
    credentials: snapshot.details.credentials.map(({ keyId: _keyId, ...credential }) => credential),
    unknown: snapshot.unknown,
    watch: watch === undefined ? null : toWatch(watch),
  };
}

/** Nothing is known but who it is: every setting is then supposed to be Microsoft's default, and said to be so. */
function emptyReading({ tenantId, displayName }: Tenant, { config }: Pick<FeatureContext, "config">) {
  return {
    format: TENANT_READING_FORMAT,
    appId: config.microsoft.clientId,
    organization: { id: tenantId, displayName: displayName ?? tenantId },
  };
}

function toReading({
  readAt,
  source,
  readerName,
}: Pick<StoredTenantReading, "readAt" | "source" | "readerName">) {
  return { readAt: readAt.toISOString(), source, readerName };
}

function toWatch({ state, readerName, startedAt, readAt, scopes }: TenantWatch) {
  return {
    state,
    readerName,
    startedAt: startedAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
    scopes: [...scopes],
  };
}

/** Our approval with its link is where a grant is asked for; the Entra admin center is where settings are changed. */
function adminUrl({ config }: Pick<FeatureContext, "config">): (remedy: Remedy) => string | null {
  return ({ code, url }) => {
    if (code === "admin_consent_link" || url === undefined) return null;
    return url.replace("https://entra.microsoft.com", config.microsoft.entraUrl);
  };
}

/** Here the link is the approval's own, which brings the administrator back and connects whoever waits. */
const stepsOfOurLink = [
  "Somebody who waits asks from the sidebar, or an approval that stands under Approvals is mailed once more.",
  "An administrator opens the link, checks what is asked, and approves on Microsoft's page. Cloud Application Administrator is enough.",
  "Everybody who waits is connected as soon as the grant works.",
];

function describeFinding(
  { verdict, blocker, further, fix, observations }: TenantFinding,
  urlOf: (remedy: Remedy) => string | null,
) {
  return {
    verdict,
    blocker: blocker && { code: blocker.code, setting: blocker.setting, sentence: blocker.sentence },
    further: further.map(({ sentence }) => sentence),
    fix: fix.map((remedy) => ({
      code: remedy.code,
      actors: remedy.actors,
      risk: remedy.risk,
      steps: remedy.code === "admin_consent_link" ? stepsOfOurLink : remedy.steps,
      url: urlOf(remedy),
    })),
    observations,
  };
}

/** Assigned people are a row of their own only where somebody who is not assigned is turned away. */
function describeRows(prospects: readonly Prospect[]): TenantPosture["rows"] {
  const shown = prospects.filter(({ scopes }) => scopes !== "mailbox");
  const rows = PEOPLE.map((person) => ({
    person,
    cells: shown.filter((prospect) => prospect.person === person).map(toCell),
  }));
  const seen = (cells: (typeof rows)[number]["cells"]): string =>
    cells.map(({ possible }) => possible.join()).join(";");
  const user = rows.find(({ person }) => person === "user");
  return rows.filter(
    ({ person, cells }) => person !== "assigned_user" || !user || seen(user.cells) !== seen(cells),
  );
}

function toCell({ scopes: kind, decision, possible, dependsOn }: Prospect) {
  const [blocker] = decision.blockers;
  return {
    kind,
    outcome: decision.outcome,
    possible,
    aadsts: decision.aadsts,
    setting: blocker?.setting ?? null,
    sentence: blocker?.sentence ?? null,
    dependsOn,
  };
}

async function describeGrants(
  { organizationId, tenantId }: Tenant,
  { details, unknown }: TenantSnapshot,
  isRead: boolean,
  { database }: Pick<FeatureContext, "database">,
): Promise<TenantPosture["grants"]> {
  if (!isRead || unknown.some(({ part }) => part === "oauth2PermissionGrants")) return null;
  const people = await database.users.listMicrosoftUsers(organizationId, tenantId);
  const names = new Map(people.map(({ microsoftUserId, displayName }) => [microsoftUserId, displayName]));
  const learn = (id: string, name: string): void => {
    if (id !== "" && name !== "" && !names.has(id)) names.set(id, name);
  };
  for (const { principalId, displayName } of details.assignments) learn(principalId, displayName);
  if (details.reader !== null) learn(details.reader.id, details.reader.displayName);
  for (const { byId, by } of details.events) learn(byId, by);
  return details.permissions.map(({ grantId: _id, principalId, ...grant }) => ({
    ...grant,
    principalName: principalId === null ? null : (names.get(principalId) ?? principalId),
  }));
}
