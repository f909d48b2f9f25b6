import {
  authorizeAdministrator,
  authorizeAdministratorByLink,
  deleteAdministratorSession,
  getAdministratorSession as currentAdministratorSession,
  administratorPurposeSchema,
} from "@outrigger/api-contract";
import { findDirectoryRole } from "@outrigger/consent";
import type { AdministratorSession, OrganizationId } from "@outrigger/storage";
import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint, registerPublicEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { findLinked } from "../approvals/approval-links.routes.ts";
import { administratorCookieName, administratorCookieOptions } from "./administrator-cookies.ts";
import { findAdministratorSession, getAdministratorSession } from "./find-administrator-session.ts";
import { ANY_TENANT, startAdministratorSignIn } from "./start-administrator-sign-in.ts";

/** `/api/administrator-sessions`: a Microsoft 365 administrator signs in for one purpose, and out again. */
export function registerAdministratorSessions(app: FastifyInstance, context: FeatureContext): void {
  const { config, database } = context;

  registerPublicEndpoint(app, authorizeAdministratorByLink, async ({ body, reply }) => {
    const { approval, link } = await findLinked(body.token, context);
    if (link.purpose !== "administrator") throw new RequestError("link_invalid");
    if (approval.state === "declined") throw new RequestError("conflict");
    const { organizationId, id: approvalId } = approval;
    const tenant = approval.tenantId ?? (await findOnlyTenant(organizationId, context));
    await database.auditEntries.add(organizationId, {
      action: "administrator_session.authorize",
      summary: "Somebody with the approval link went on to sign in at Microsoft as an administrator.",
    });
    const { purpose } = body;
    const signIn = { organizationId, purpose, tenant, approvalId, returnTo: "remedies" as const };
    return startAdministratorSignIn(signIn, reply, context);
  });

  registerEndpoint(app, authorizeAdministrator, async ({ caller, body, reply }) => {
    const { organizationId, user } = caller;
    const tenant = await chooseTenant(organizationId, body.tenantId, context);
    await database.auditEntries.add(organizationId, {
      actor: user,
      action: "administrator_session.authorize",
      summary: "Went on to sign in at Microsoft as an administrator.",
    });
    const { purpose, returnTo } = body;
    const signIn = { organizationId, purpose, tenant, userId: user.id, returnTo };
    return startAdministratorSignIn(signIn, reply, context);
  });

  registerPublicEndpoint(app, currentAdministratorSession, async ({ request }) =>
    describeAdministratorSession(await getAdministratorSession(request, context), context),
  );

  registerPublicEndpoint(app, deleteAdministratorSession, async ({ request, reply }) => {
    const session = await findAdministratorSession(request, context);
    if (session) {
      await database.administratorSessions.delete(session.organizationId, session.id);
      await database.auditEntries.add(session.organizationId, {
        action: "administrator_session.delete",
        summary: `${session.displayName} signed out as an administrator: the token was forgotten.`,
      });
    }
    void reply.clearCookie(administratorCookieName(config), administratorCookieOptions(config));
    return { signedOut: true as const };
  });
}

/** An approval without a tenant is that of somebody whose sign-in was refused; colleagues may have told the tenant. */
async function findOnlyTenant(organizationId: OrganizationId, { database }: FeatureContext): Promise<string> {
  const [tenant, ...others] = await database.mailboxConnections.listTenants(organizationId);
  if (tenant && others.length === 0) return tenant.tenantId;
  throw new RequestError("conflict", "Which organization at Microsoft this is about is not known yet.");
}

/** One of the organization's own; before anybody has signed in at Microsoft, that of whoever does so now. */
async function chooseTenant(
  organizationId: OrganizationId,
  wanted: string | undefined,
  { database }: FeatureContext,
): Promise<string> {
  const tenants = await database.mailboxConnections.listTenants(organizationId);
  if (wanted === undefined) {
    if (tenants.length > 1) throw new RequestError("conflict", "Choose one of your organization's tenants.");
    return tenants[0]?.tenantId ?? ANY_TENANT;
  }
  if (!tenants.some(({ tenantId }) => tenantId === wanted.toLowerCase())) throw new RequestError("not_found");
  return wanted.toLowerCase();
}

export async function describeAdministratorSession(
  session: AdministratorSession,
  { database }: Pick<FeatureContext, "database">,
) {
  const tenants = await database.mailboxConnections.listTenants(session.organizationId);
  return {
    purpose: administratorPurposeSchema.parse(session.purpose),
    tenantId: session.tenantId,
    tenantDisplayName: tenants.find(({ tenantId }) => tenantId === session.tenantId)?.displayName ?? null,
    displayName: session.displayName,
    roles: session.roles.map((role) => findDirectoryRole(role)?.name ?? role),
    areRolesKnown: session.areRolesKnown,
    scopes: [...session.scopes],
    expiresAt: session.expiresAt.toISOString(),
    isFromLink: session.approvalId !== null,
  };
}
