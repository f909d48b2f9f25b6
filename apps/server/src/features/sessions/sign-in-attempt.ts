import {
  buildAuthorizationUrl,
  createPkcePair,
  createRandomText,
  exchangeCode,
  type Secret,
} from "@outrigger/oauth";
import {
  createSalesforceClient,
  isSystemAdministrator,
  readIdentity,
  readSalesforceSession,
  SALESFORCE_SCOPES,
  type SalesforceIdentity,
} from "@outrigger/salesforce";
import type { Organization, User } from "@outrigger/storage";
import { ConnectorError } from "@outrigger/sync-core";
import { z } from "zod";
import type { FeatureContext } from "../../http/feature-context.ts";
import { salesforceParties } from "../access-tokens/salesforce-tokens.ts";

/** Which screen asked: the sidebar's dialog, or the admin panel in the same window. */
export const surfaceSchema = z.enum(["sidebar", "admin"]);
export type Surface = z.infer<typeof surfaceSchema>;

/** Long enough for a password, a second factor and a consent page. */
export const ATTEMPT_SECONDS = 15 * 60;

export function salesforceRedirectUri({
  config,
}: {
  readonly config: { readonly publicUrl: string };
}): string {
  return `${config.publicUrl}/sign-in/salesforce/callback`;
}

/** Records the attempt and gives the address at Salesforce. `browserBinding` is the flow cookie's value. */
export async function startSignIn(
  context: FeatureContext,
  { surface, browserBinding, state }: { surface: Surface; browserBinding: string; state: string },
): Promise<URL> {
  const pkce = await createPkcePair();
  const { server, client } = salesforceParties(context);
  const redirectUri = salesforceRedirectUri(context);
  await context.database.authorizationAttempts.start({
    kind: "salesforce_sign_in",
    state,
    browserBinding,
    pkceVerifier: pkce.verifier,
    scopes: SALESFORCE_SCOPES,
    redirectUri,
    context: { surface },
    lifetimeSeconds: ATTEMPT_SECONDS,
  });
  return buildAuthorizationUrl({
    server,
    client,
    redirectUri,
    scopes: SALESFORCE_SCOPES,
    state,
    pkce,
    // `popup`: Salesforce's page fits the dialog. Never `prompt=consent`: of a user's approvals for one app the sixth
    // revokes the oldest.
    parameters: surface === "sidebar" ? { display: "popup" } : {},
  });
}

export function newState(): string {
  return createRandomText(32);
}

/**
 * Trades the code, finds out who signed in, and connects organization, user and tokens in one transaction.
 * @throws {OAuthError | ConnectorError} when Salesforce refuses or its answer cannot be trusted.
 */
export async function finishSignIn(
  context: FeatureContext,
  { code, pkceVerifier }: { code: Secret; pkceVerifier: Secret },
): Promise<{ organization: Organization; user: User }> {
  const { config, clock, database } = context;
  const tokens = await exchangeCode(salesforceParties(context), {
    code,
    codeVerifier: pkceVerifier,
    redirectUri: salesforceRedirectUri(context),
    scopes: SALESFORCE_SCOPES,
  });
  const session = readSalesforceSession(tokens, config.salesforce.allowedHosts);
  const client = createSalesforceClient({
    instanceUrl: session.instanceUrl,
    apiVersion: config.salesforce.apiVersion,
    fetch: context.fetch,
    getAccessToken: ({ rejected }) =>
      rejected === undefined ? Promise.resolve(tokens.accessToken) : Promise.reject(tokenRefused()),
    now: () => clock.now(),
    sleep: (durationMs) => clock.sleep(durationMs),
    timeoutSeconds: 20,
  });
  const identity = await readIdentity(client);
  // The reply's `id` and `/userinfo` must name the same person: the token decides, not an address.
  if (identity.userId !== session.userId || identity.organizationId !== session.organizationId) {
    throw new ConnectorError({
      reason: "unexpected_response",
      vendor: "salesforce",
      operation: "read the signed-in user",
    });
  }
  const isAdmin = await isSystemAdministrator(client, session.userId);
  const displayName = await readOrganizationName(client, identity);
  return database.transaction(async (repositories) => {
    const organization = await repositories.organizations.save({
      salesforceOrganizationId: session.organizationId,
      displayName,
      instanceUrl: session.instanceUrl,
    });
    const user = await repositories.users.saveSignedIn(organization.id, {
      salesforceUserId: session.userId,
      email: identity.email,
      displayName: identity.displayName,
      isAdmin,
    });
    await repositories.crmConnections.save({
      organizationId: organization.id,
      userId: user.id,
      vendorUserId: session.userId,
      instanceUrl: session.instanceUrl,
      scopes: tokens.scope,
      accessToken: tokens.accessToken,
      refreshToken: tokens.refreshToken,
    });
    return { organization, user };
  });
}

const organizationRowsSchema = z.object({ records: z.array(z.object({ Name: z.string() })).min(1) });

/** The company's name for the screens; a user who may not read it is named by mail domain instead. */
async function readOrganizationName(
  client: ReturnType<typeof createSalesforceClient>,
  identity: SalesforceIdentity,
): Promise<string> {
  try {
    const query = new URLSearchParams({ q: "SELECT Name FROM Organization LIMIT 1" });
    const answer = await client.send({
      operation: "read the organization",
      path: `query?${query.toString()}`,
    });
    const [row] = organizationRowsSchema.parse(answer).records;
    if (row !== undefined && row.Name.trim() !== "") return row.Name.slice(0, 200);
  } catch (error) {
    if (!(error instanceof ConnectorError) && !(error instanceof z.ZodError)) throw error;
  }
  return identity.email.split("@")[1] ?? identity.organizationId;
}

function tokenRefused(): ConnectorError {
  return new ConnectorError({
    reason: "reauthorization_required",
    vendor: "salesforce",
    operation: "read the signed-in user",
  });
}
