import {
  administratorPurposeSchema,
  administratorReturnPages,
  type AdministratorPurpose,
} from "@outrigger/api-contract";
import { newToken, type ApprovalId, type OrganizationId, type UserId } from "@outrigger/storage";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { FeatureContext } from "../../http/feature-context.ts";
import { ADMINISTRATOR_FLOW_COOKIE, flowOptions } from "./administrator-cookies.ts";
import { scopesFor } from "./purpose-scopes.ts";

/** Long enough to find a password and a second factor. */
const SIGN_IN_SECONDS = 15 * 60;

/** Stands for a tenant that nobody has told yet: any work account's, known once somebody has signed in. */
export const ANY_TENANT = "organizations";

export interface AdministratorSignIn {
  readonly organizationId: OrganizationId;
  readonly purpose: AdministratorPurpose;
  /** A tenant's id, or `ANY_TENANT`. */
  readonly tenant: string;
  readonly returnTo: (typeof administratorReturnPages)[number];
  readonly approvalId?: ApprovalId | undefined;
  readonly userId?: UserId | undefined;
}

export const signInContextSchema = z.object({
  purpose: administratorPurposeSchema,
  returnTo: z.enum(administratorReturnPages),
});

/** Records the attempt, binds it to this browser, and gives Microsoft's address. Never with `prompt=consent`. */
export async function startAdministratorSignIn(
  signIn: AdministratorSignIn,
  reply: FastifyReply,
  { config, database, administratorMicrosoft }: FeatureContext,
): Promise<{ url: string; scopes: string[] }> {
  const { organizationId, purpose, tenant, returnTo, approvalId, userId } = signIn;
  const scopes = scopesFor(purpose);
  const redirectUri = administratorMicrosoft.administratorRedirectUri;
  const started = await administratorMicrosoft.startRequest({ tenant, scopes, redirectUri });
  const browserBinding = newToken();
  await database.authorizationAttempts.start({
    kind: "microsoft_administrator",
    organizationId,
    approvalId,
    userId,
    state: started.state,
    browserBinding,
    nonce: started.nonce,
    pkceVerifier: started.pkceVerifier,
    scopes,
    tenantGuess: tenant,
    redirectUri,
    context: { purpose, returnTo } satisfies z.input<typeof signInContextSchema>,
    lifetimeSeconds: SIGN_IN_SECONDS,
  });
  void reply.setCookie(ADMINISTRATOR_FLOW_COOKIE, browserBinding, {
    ...flowOptions(config),
    maxAge: SIGN_IN_SECONDS,
  });
  return { url: started.url.href, scopes };
}
