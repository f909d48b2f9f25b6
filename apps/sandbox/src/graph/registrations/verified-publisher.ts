import { z } from "zod";
import { directoryOf, type Application, type PartnerAccount } from "../../core/directory.ts";
import { auditProperty } from "../../entra/write-audit.ts";
import { auditDirectoryWrite } from "../audit-directory-write.ts";
import { registrationWriters } from "../directory-roles.ts";
import { GraphError } from "../graph-error.ts";
import {
  noContent,
  paramOf,
  type GraphRequest,
  type GraphResponse,
  type GraphRoute,
} from "../graph-request.ts";
import { allowOnly } from "../odata-query.ts";
import { parseRequestBody } from "../parse-request-body.ts";
import { applicationPath } from "./application-routes.ts";
import { findApplication } from "./find-application.ts";
import { publisherDomainOf } from "./view-application.ts";
import { viewVerifiedPublisher } from "./view-verified-publisher.ts";

const publisherSchema = z.strictObject({ verifiedPublisherId: z.string().max(100).nullish() });

/** POST …/setVerifiedPublisher; the refusals are those of troubleshoot-publisher-verification.md. */
function setVerifiedPublisher(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  const app = findTarget(request);
  const { verifiedPublisherId } = parseRequestBody(publisherSchema, request.body, "application");
  const account = findPartnerAccount(request, verifiedPublisherId ?? "");
  refuseDomain(request, app, account);
  save(request, app, {
    displayName: account.displayName,
    verifiedPublisherId: account.id,
    addedDateTime: request.context.clock.now().toISOString(),
  });
  return noContent;
}

function unsetVerifiedPublisher(request: GraphRequest): GraphResponse {
  allowOnly(request.query, []);
  save(request, findTarget(request), null);
  return noContent;
}

function findTarget(request: GraphRequest): Application {
  const { tenant } = request.caller;
  if (tenant.kind === "b2c")
    throw refusal("B2CTenantNotAllowed", "This operation is not supported in an Azure AD B2C tenant.");
  if (tenant.kind === "email_verified") {
    throw refusal(
      "EmailVerifiedTenantNotAllowed",
      "This operation is not supported in an email verified tenant.",
    );
  }
  const key = paramOf(request, "applicationId");
  if (!key.startsWith("appId=") && !z.uuid().safeParse(key).success) {
    throw refusal("ApplicationObjectisInvalid", "The target application's object id is not valid.");
  }
  try {
    return findApplication(request);
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    throw refusal("ApplicationNotFound", "The target application cannot be found.", 404);
  }
}

/** The partner account behind the id, as the caller's own Partner Center sees it. */
function findPartnerAccount({ context, caller }: GraphRequest, id: string): PartnerAccount {
  if (id.trim() === "") throw refusal("MPNIdWasNotProvided", "The Partner One ID was not provided.");
  if (!/^\d{1,10}$/.test(id))
    throw refusal("MPNAccountInvalid", "The Partner One ID that was provided is not valid.");
  const { partnerAccounts } = directoryOf(context);
  const account = partnerAccounts.get(id);
  const own = partnerAccounts.find(({ tenantId }) => tenantId === caller.tenant.id);
  if (account?.tenantId !== caller.tenant.id) {
    throw own
      ? refusal(
          "MPNIdDoesNotMatchAssociatedMPNAccount",
          "The Partner One ID is not that of the associated partner account.",
        )
      : refusal(
          "MPNAccountNotFoundOrNoAccess",
          "The Partner One ID does not exist, or you do not have access to it.",
        );
  }
  const state = refusalsByState.get(account.state);
  if (state) throw refusal(state.code, state.message);
  return account;
}

const refusalsByState: ReadonlyMap<PartnerAccount["state"], { code: string; message: string }> = new Map([
  [
    "location",
    {
      code: "MPNGlobalAccountNotFound",
      message: "The id is that of a location and not of a Partner Global Account.",
    },
  ],
  ["not_vetted", { code: "MPNAccountNotVetted", message: "The partner account has not completed vetting." }],
  [
    "without_publisher_id",
    {
      code: "NoPublisherIdOnAssociatedMPNAccount",
      message: "The associated partner account has no publisher id.",
    },
  ],
] as const);

function refuseDomain({ context }: GraphRequest, app: Application, account: PartnerAccount): void {
  const domain = publisherDomainOf(context, app)?.toLowerCase();
  if (domain === undefined) {
    throw refusal("NoPublisherDomainOnApplication", "The application has no publisher domain.");
  }
  if (domain.endsWith(".onmicrosoft.com") || !account.domains.some((one) => one.toLowerCase() === domain)) {
    throw refusal(
      "PublisherDomainMismatch",
      "The publisher domain of the application does not match that of the partner account.",
    );
  }
}

function save(
  request: GraphRequest,
  app: Application,
  verifiedPublisher: Application["verifiedPublisher"],
): void {
  const changed = { ...app, verifiedPublisher };
  directoryOf(request.context).applications.put(changed);
  auditDirectoryWrite(request, {
    activity: verifiedPublisher ? "Set verified publisher" : "Unset verified publisher",
    operation: "Update",
    target: {
      id: app.id,
      displayName: app.displayName,
      type: "Application",
      modifiedProperties: [
        auditProperty("VerifiedPublisher", viewVerifiedPublisher(changed), viewVerifiedPublisher(app)),
      ],
    },
  });
}

function refusal(code: string, message: string, status = 400): GraphError {
  return new GraphError(status, code, message);
}

const verifies = {
  scopes: ["Application.ReadWrite.All"],
  roles: registrationWriters,
  refusal: () =>
    refusal(
      "NotAuthorizedToVerifyPublisher",
      "You are not authorized to set the verified publisher property on the application.",
      403,
    ),
} as const;

export const verifiedPublisherRoutes: readonly Omit<GraphRoute, "area">[] = [
  {
    method: "POST",
    path: `${applicationPath}/setVerifiedPublisher`,
    ...verifies,
    handle: setVerifiedPublisher,
  },
  {
    method: "POST",
    path: `${applicationPath}/unsetVerifiedPublisher`,
    ...verifies,
    handle: unsetVerifiedPublisher,
  },
];
