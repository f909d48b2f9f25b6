import {
  checkRegistration as checkEndpoint,
  explainSignInError,
  getRegistration,
  registrationAudiences,
  startSignInTest as startEndpoint,
  type Registration,
  type RegistrationFinding,
} from "@outrigger/api-contract";
import { findResource } from "@outrigger/consent";
import {
  buildApplication,
  buildPortalManifest,
  buildRegistrationCommands,
  parseRegisteredApplication,
  readRegistration,
  type RegisteredApplication,
  type RegisteredPrincipal,
} from "@outrigger/microsoft";
import { ConnectorError } from "@outrigger/sync-core";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Caller } from "../../http/caller.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { getAdministratorSession } from "../administrator-sessions/find-administrator-session.ts";
import { openAdministratorGraph } from "../administrator-sessions/open-administrator-graph.ts";
import { findAskedScopes } from "../permissions/find-asked-scopes.ts";
import { checkPrincipal, checkRegistration } from "./check-registration.ts";
import { explainSignInFault } from "./explain-sign-in-fault.ts";
import { buildRegistrationSteps, looksLikeSecretId, planRegistration } from "./plan-registration.ts";
import { findLastTest, startSignInTest } from "./sign-in-test.ts";

/** `/api/registration`: what the registration in Entra has to be, whether it is, and whether a sign-in passes. */
export function registerRegistration(app: FastifyInstance, context: FeatureContext): void {
  const { config, database } = context;

  registerEndpoint(app, getRegistration, async ({ caller }) => ({
    ...describeRegistration(context),
    lastTest: await findLastTest(caller, context),
  }));

  registerEndpoint(app, checkEndpoint, async ({ caller, body, request }) => {
    const read =
      body.application === undefined
        ? await readWithSession(caller, request, context)
        : { application: parsePasted(body.application), principal: undefined };
    const asked = await findAskedScopes(caller.organizationId, context);
    const tenants = await database.mailboxConnections.listTenants(caller.organizationId);
    await database.auditEntries.add(caller.organizationId, {
      actor: caller.user,
      action: "registration.check",
      summary: "Checked the app registration in Microsoft Entra.",
    });
    const { clientId } = config.microsoft;
    if (!read.application) {
      const { principal } = read;
      return {
        findings: [missingApplication(clientId, principal), ...checkPrincipal({ clientId, principal })],
        hasPrincipal: true,
      };
    }
    const audience =
      read.application.signInAudience === "AzureADMultipleOrgs" ? "AzureADMultipleOrgs" : "AzureADMyOrg";
    const findings = checkRegistration({
      plan: planRegistration(config, audience),
      clientId,
      askedNow: asked.all.map((scope) => scope.slice(scope.lastIndexOf("/") + 1)),
      tenantIds: tenants.map(({ tenantId }) => tenantId),
      application: read.application,
      principal: read.principal,
      now: context.clock.now(),
    });
    return { findings, hasPrincipal: read.principal !== undefined };
  });

  registerEndpoint(app, explainSignInError, async ({ body }) => explainSignInFault(body.text));

  registerEndpoint(app, startEndpoint, async ({ caller, body, reply }) => {
    const tenant = body.tenant || "organizations";
    try {
      const url = await startSignInTest(caller, { tenant, reply }, context);
      await database.auditEntries.add(caller.organizationId, {
        actor: caller.user,
        action: "registration.test",
        summary: "Started a test sign-in with the app registration.",
      });
      return { url };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const fields = [
        { path: "body.tenant", message: "Must be a domain, such as contoso.com, or a tenant id." },
      ];
      throw new RequestError("invalid_input", undefined, { fields, cause: error });
    }
  });
}

function describeRegistration({ config }: FeatureContext): Omit<Registration, "lastTest"> {
  const { clientId, clientSecret, entraUrl, graphUrl } = config.microsoft;
  const { permissions, redirectUris } = planRegistration(config, "AzureADMyOrg");
  return {
    clientId,
    secret: looksLikeSecretId(config) ? "looks_like_id" : clientSecret === undefined ? "missing" : "set",
    redirectUris: [...redirectUris],
    permissions: permissions.map(({ id, value, resourceAppId }) => ({
      id,
      value,
      apiName: findResource(resourceAppId)?.displayName ?? resourceAppId,
    })),
    variants: registrationAudiences.map((audience) => {
      const plan = planRegistration(config, audience);
      const commands = buildRegistrationCommands(plan, graphUrl);
      return {
        audience,
        application: JSON.stringify(buildApplication(plan), null, 2),
        manifest: JSON.stringify(buildPortalManifest(plan), null, 2),
        commands: [
          { title: "Microsoft Graph", language: "http" as const, text: commands.http },
          { title: "Microsoft Graph PowerShell", language: "powershell" as const, text: commands.powershell },
          { title: "Azure CLI", language: "bash" as const, text: commands.azureCli },
        ],
        steps: buildRegistrationSteps(plan),
      };
    }),
    portalUrl: entraUrl,
    readCommand: `az rest --method GET --url "${graphUrl}/applications(appId='${clientId}')"`,
  };
}

interface ReadParts {
  readonly application: RegisteredApplication | undefined;
  readonly principal: RegisteredPrincipal | null | undefined;
}

async function readWithSession(
  caller: Caller,
  request: FastifyRequest,
  context: FeatureContext,
): Promise<ReadParts> {
  const session = await getAdministratorSession(request, context);
  if (session.organizationId !== caller.organizationId || session.purpose !== "check_registration") {
    throw new RequestError("administrator_session_required");
  }
  try {
    const { application, principal } = await readRegistration(
      openAdministratorGraph(session, context),
      context.config.microsoft.clientId,
    );
    return { application, principal: principal ?? null };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    throw new RequestError("vendor_unavailable", "Microsoft Graph did not let the registration be read.", {
      cause: error,
    });
  }
}

function parsePasted(text: string): RegisteredApplication {
  const application = parseRegisteredApplication(parseJson(text));
  if (application) return application;
  const message = "Must be the JSON that GET /applications(appId='…') answers.";
  throw new RequestError("invalid_input", undefined, { fields: [{ path: "body.application", message }] });
}

function parseJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}

function missingApplication(
  clientId: string,
  principal: RegisteredPrincipal | null | undefined,
): RegistrationFinding {
  if (principal) {
    return {
      code: "application_missing",
      severity: "warning",
      sentence: `The registration ${clientId} belongs to another tenant${principal.ownerTenantId ? ` (${principal.ownerTenantId})` : ""}: its permissions, addresses and secrets can be checked only there.`,
      fix: "Sign in with an administrator of that tenant, or make a registration of your own as shown below.",
    };
  }
  return {
    code: "application_missing",
    severity: "fault",
    sentence: `The tenant holds no registration with the client id ${clientId} (AADSTS700016).`,
    fix: "Sign in to the tenant that the registration was made in, or compare MICROSOFT_CLIENT_ID with Application (client) ID on its Overview page.",
  };
}
