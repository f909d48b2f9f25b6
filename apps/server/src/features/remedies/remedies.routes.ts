import {
  applyRemedy,
  getRemedies,
  getRemedyProgress,
  listRemedyChanges,
  previewRemedy,
  remedyCodeSchema,
  searchRemedyPeople,
  undoRemedy,
  type RemedyCode,
} from "@outrigger/api-contract";
import { findPeople, getPeople } from "@outrigger/microsoft";
import type { AdministratorSession, MailboxConnection } from "@outrigger/storage";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint, registerPublicEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { describeAdministratorSession } from "../administrator-sessions/administrator-sessions.routes.ts";
import { getAdministratorSession } from "../administrator-sessions/find-administrator-session.ts";
import { openAdministratorGraph } from "../administrator-sessions/open-administrator-graph.ts";
import { findAskedScopes } from "../permissions/find-asked-scopes.ts";
import { applyChange, askMicrosoft, findOwnChange, markVerified, undoChange } from "./carry-out-remedy.ts";
import { describeRemedyChange } from "./describe-remedy-change.ts";
import { describeWaiting } from "./describe-waiting.ts";
import { holdsRoleFor, remedyFacts } from "./remedy-facts.ts";
import { buildChange, remedyTargetSchema, type RemedyTarget } from "./remedy-target.ts";

const CHANGES_MAX = 50;

/** `/api/remedies`: what an administrator who is signed in at Microsoft may have changed, shown before it is made. */
export function registerRemedies(app: FastifyInstance, context: FeatureContext): void {
  const { config, database } = context;

  registerPublicEndpoint(app, getRemedies, async ({ request }) => {
    const session = await getAdministratorSession(request, context);
    const { organizationId, tenantId } = session;
    const organization = await database.organizations.findById(organizationId);
    const changes = await database.remedyChanges.list(organizationId, { tenantId, limit: CHANGES_MAX });
    return {
      session: await describeAdministratorSession(session, context),
      organizationDisplayName: organization?.displayName ?? "",
      remedy: describeRemedy(session),
      waiting: await describeWaiting(session, context),
      changes: changes.map((change) => describeRemedyChange(change, config)),
    };
  });

  registerPublicEndpoint(app, searchRemedyPeople, async ({ request, body }) => {
    const { session } = await getRemedySession(request, context);
    const client = openAdministratorGraph(session, context);
    return { people: await askMicrosoft(() => findPeople(client, body.text)) };
  });

  registerPublicEndpoint(app, previewRemedy, async ({ request, body }) => {
    const { session, code } = await getRemedySession(request, context);
    const needsPeople = remedyFacts[code].needs !== "nobody";
    if (needsPeople !== body.people.length > 0) {
      throw new RequestError(
        "conflict",
        needsPeople ? "Choose at least one person." : "Nobody is to be chosen here.",
      );
    }
    const target = await buildTarget(session, body.people, context);
    const client = openAdministratorGraph(session, context);
    const { before, after, writes } = await askMicrosoft(() => buildChange(code, target).preview(client));
    const { organizationId, tenantId, approvalId } = session;
    const change = await database.transaction(async (repositories) => {
      await repositories.auditEntries.add(organizationId, {
        action: "remedy.preview",
        summary: `${session.displayName} looked at what ${code} would change at Microsoft.`,
      });
      return repositories.remedyChanges.create({
        organizationId,
        code,
        tenantId,
        approvalId,
        actorMicrosoftUserId: session.microsoftUserId,
        actorName: session.displayName,
        target,
        before,
        after,
        requests: writes,
      });
    });
    return describeRemedyChange(change, config);
  });

  registerPublicEndpoint(app, applyRemedy, async ({ request, params }) => {
    const session = await getAdministratorSession(request, context);
    const change = await findOwnChange(session, params.changeId, context);
    await applyChange(session, change, context);
    return describeRemedyChange(await findOwnChange(session, params.changeId, context), config);
  });

  registerPublicEndpoint(app, undoRemedy, async ({ request, params }) => {
    const session = await getAdministratorSession(request, context);
    const change = await findOwnChange(session, params.changeId, context);
    await undoChange(session, change, context);
    return describeRemedyChange(await findOwnChange(session, params.changeId, context), config);
  });

  registerPublicEndpoint(app, getRemedyProgress, async ({ request, params }) => {
    const session = await getAdministratorSession(request, context);
    const change = await findOwnChange(session, params.changeId, context);
    if (change.state === "applied") await readAgain(session, change, context);
    const present = await findOwnChange(session, params.changeId, context);
    return {
      change: describeRemedyChange(present, config),
      people: await describePeople(session, remedyTargetSchema.parse(present.target), context),
    };
  });

  registerEndpoint(app, listRemedyChanges, async ({ caller }) => {
    const changes = await database.remedyChanges.list(caller.organizationId, { limit: CHANGES_MAX });
    return { changes: changes.map((change) => describeRemedyChange(change, config)) };
  });
}

interface RemedySession {
  readonly session: AdministratorSession;
  readonly code: RemedyCode;
}

/** A sign-in whose purpose is a remedy; one for reading changes nothing. */
async function getRemedySession(request: FastifyRequest, context: FeatureContext): Promise<RemedySession> {
  const session = await getAdministratorSession(request, context);
  const code = remedyCodeSchema.safeParse(session.purpose);
  if (!code.success)
    throw new RequestError("conflict", "This sign-in was for reading. Sign in for the change.");
  return { session, code: code.data };
}

function describeRemedy(session: AdministratorSession) {
  const code = remedyCodeSchema.safeParse(session.purpose);
  if (!code.success) return null;
  const { roles, risks, ...facts } = remedyFacts[code.data];
  return {
    code: code.data,
    ...facts,
    risks: [...risks],
    sufficientRoles: roles.map(({ name }) => name),
    isRoleHeld: holdsRoleFor(code.data, session),
  };
}

async function buildTarget(
  session: AdministratorSession,
  people: readonly string[],
  context: FeatureContext,
): Promise<RemedyTarget> {
  const { config, database } = context;
  const { organizationId, approvalId } = session;
  const approval = approvalId && (await database.approvals.findById(organizationId, approvalId));
  const scopes = approval ? approval.scopes : (await findAskedScopes(organizationId, context)).all;
  const client = openAdministratorGraph(session, context);
  const known = await askMicrosoft(() => getPeople(client, [...new Set(people)]));
  return {
    appId: config.microsoft.clientId,
    appName: config.product.productName,
    scopes: [...scopes],
    people: known.map(({ id, displayName }) => ({ id, displayName })),
  };
}

/** Grants may take a moment to be seen: whoever looks at the checklist has it read again. */
async function readAgain(
  session: AdministratorSession,
  change: Awaited<ReturnType<typeof findOwnChange>>,
  context: FeatureContext,
): Promise<void> {
  const bound = buildChange(change.code, remedyTargetSchema.parse(change.target));
  const client = openAdministratorGraph(session, context);
  if (await askMicrosoft(() => bound.verify(client))) await markVerified(change, context);
}

async function describePeople(
  { organizationId, tenantId, approvalId }: AdministratorSession,
  target: RemedyTarget,
  { database }: FeatureContext,
) {
  const chosen = new Set(target.people.map(({ id }) => id));
  const isConcerned = ({ approvalId: waitsFor, microsoftUserId, state }: MailboxConnection): boolean =>
    chosen.size > 0
      ? microsoftUserId !== null && chosen.has(microsoftUserId)
      : (approvalId !== null && waitsFor === approvalId) || state === "waiting" || state === "needs_sign_in";
  const connections = await database.mailboxConnections.listByTenant(organizationId, tenantId);
  return Promise.all(
    connections.filter(isConcerned).map(async ({ userId, state }) => ({
      displayName: (await database.users.findById(organizationId, userId))?.displayName ?? "",
      state: state === "connected" || state === "needs_sign_in" ? state : ("waiting" as const),
    })),
  );
}
