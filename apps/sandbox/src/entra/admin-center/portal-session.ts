import type { FastifyReply, FastifyRequest } from "fastify";
import { directoryOf, type DirectoryUser, type Tenant } from "../../core/directory.ts";
import type { SandboxContext } from "../../core/part.ts";
import { browserOf } from "../browser-cookie.ts";
import { EntraError } from "../entra-error.ts";
import { newOpaqueValue } from "../entra-records.ts";
import { getTenant } from "../resolve-tenant.ts";

/** Who sits at the admin center in one browser; `id` is the browser's. */
interface PortalSession {
  readonly id: string;
  readonly userId: string | undefined;
  /** Every form of the admin center must bring it back. */
  readonly formToken: string;
}

export interface PortalVisit {
  readonly context: SandboxContext;
  readonly browserId: string;
  readonly formToken: string;
  /** Undefined until an account has been chosen. */
  readonly person: { readonly user: DirectoryUser; readonly tenant: Tenant } | undefined;
}

function sessionsOf({ store }: Pick<SandboxContext, "store">) {
  return store.collection<PortalSession>("entraPortalSessions");
}

export function openPortalVisit(
  context: SandboxContext,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): PortalVisit {
  const browserId = browserOf(request, reply);
  const sessions = sessionsOf(context);
  let session = sessions.get(browserId);
  if (!session) {
    session = { id: browserId, userId: undefined, formToken: newOpaqueValue() };
    sessions.put(session);
  }
  const user = session.userId === undefined ? undefined : directoryOf(context).users.get(session.userId);
  return {
    context,
    browserId,
    formToken: session.formToken,
    person: user?.accountEnabled ? { user, tenant: getTenant(context, user.tenantId) } : undefined,
  };
}

/** Throws 165000 where a form was not made for this browser's session. */
export function checkFormToken(visit: PortalVisit, presented: string | undefined): void {
  if (presented !== visit.formToken) throw new EntraError(165000);
}

/** A new token with every change of person: forms of the one before do not act for the next. */
export function enterPortal({ context, browserId }: PortalVisit, userId: string | undefined): void {
  sessionsOf(context).put({ id: browserId, userId, formToken: newOpaqueValue() });
}
