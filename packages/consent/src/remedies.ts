import { buildAdminConsentUrl } from "./admin-consent-url.ts";
import type { ConsentCase } from "./consent-case.ts";
import type { BlockerCode, PermissionName, Remedy, RemedyRisk } from "./decision.ts";
import { consentRoles, mayGrantTenantWide } from "./directory-roles.ts";
import { nameAll } from "./judge-user-consent.ts";
import { openRemedyContext, type RemedyContext } from "./remedy-context.ts";
import { policyRemedies } from "./remedies-for-policy.ts";
import { accessRemedies } from "./remedies-for-access.ts";
import type { ResolvedRequest } from "./resolve-request.ts";
import { keyOf } from "./resolve-request.ts";
import { findResource } from "./resources.ts";

const RISKS: readonly RemedyRisk[] = ["least", "moderate", "broad"];

/** Gates that only stand between the user and consenting in person: a grant for everybody makes them irrelevant. */
const CONSENT_GATES: readonly BlockerCode[] = [
  "assignment_required",
  "permission_is_admin_only",
  "user_consent_disabled",
  "risky_app",
  "policy_excludes_permission",
  "permission_not_classified",
  "publisher_not_verified",
  "role_may_not_consent",
];

/** The changes that remove the reported blockers, least privilege first. */
export function listRemedies(
  input: ConsentCase,
  judged: Pick<RemedyContext, "request" | "blockers" | "options">,
): Remedy[] {
  const context = openRemedyContext(input, judged);
  const isConsentBlocked = context.reported(CONSENT_GATES).length > 0;
  const remedies = [
    ...tenantWideGrants(context),
    ...accessRemedies(context),
    ...(isConsentBlocked ? policyRemedies(context) : []),
  ];
  return RISKS.flatMap((risk) => remedies.filter((remedy) => remedy.risk === risk));
}

function tenantWideGrants(context: RemedyContext): Remedy[] {
  const { input, request, reported } = context;
  const gates = reported(CONSENT_GATES);
  if (gates.length === 0) return [];
  const { app, tenant } = input;
  const actors = rolesThatMayGrant(request);
  const removes = reported([...CONSENT_GATES, ...dynamicGap(context)]);
  const url = buildAdminConsentUrl({
    tenant: tenant.id,
    clientId: app.appId,
    permissions: linkedPermissions(request),
  });
  const names = nameAll(request.requested);
  const remedies: Remedy[] = [
    {
      code: "admin_consent_link",
      actors,
      risk: "least",
      removes,
      steps: [
        `Send the link to an administrator of ${tenant.displayName} (${actors[0] ?? "Global Administrator"} is enough).`,
        "Put &redirect_uri= and one of the registration's redirect URIs at the link's end: Microsoft returns there.",
        `The administrator opens it, checks that it asks for ${names}, and chooses Accept.`,
        "People who were waiting can then sign in without a question.",
      ],
      url,
    },
    ...portalGrant(context, actors),
    ...pendingRequest(context, actors, removes),
    graphGrant(context, actors, removes),
    // Last of them: only the two highest roles are shown the box.
    {
      code: "admin_signs_in_first",
      actors: actors.filter((name) => /^(Global|Privileged Role) Administrator$/.test(name)),
      risk: "least",
      removes,
      steps: [
        `An administrator starts the same connection in ${app.displayName} with an account of ${tenant.displayName}.`,
        "On Permissions requested, tick Consent on behalf of your organization, then Accept. Without the tick the grant is the administrator's alone.",
        "Where no question comes, the administrator's account was granted before, for itself alone: take the link instead.",
      ],
      url: "https://learn.microsoft.com/entra/identity-platform/application-consent-experience",
    },
  ];
  return remedies;
}

/** `.default` of an API that is not listed yet: the link asks for whatever will be listed, not for today's list. */
function linkedPermissions({ parsed, requested, unlistedDefaults }: ResolvedRequest): PermissionName[] {
  if (unlistedDefaults.length === 0 && requested.length > 0) return requested;
  const defaults = parsed.defaultResources.map((resourceAppId) => ({ resourceAppId, value: ".default" }));
  return [...parsed.permissions, ...defaults];
}

/** The v2 link, a ticked checkbox and Graph grant what is asked, listed or not; the gap in the static list then harms no more. */
function dynamicGap({ blockers }: RemedyContext): BlockerCode[] {
  const gap = blockers.find((blocker) => blocker.code === "permission_not_in_registration");
  const isDefault = gap?.permissions.some((permission) => permission.value === ".default") ?? false;
  return isDefault ? [] : ["permission_not_in_registration"];
}

function rolesThatMayGrant({ requested, appRoles }: ResolvedRequest): string[] {
  return consentRoles
    .map((role) => role.name)
    .filter((name) => mayGrantTenantWide([name], [...requested, ...appRoles]));
}

/** The admin center grants the static list alone, so a gate on an unlisted permission stays ("Grant tenant-wide admin consent"). */
function portalGrant({ input, request, blockers }: RemedyContext, actors: string[]): Remedy[] {
  const unlisted = new Set(request.unregistered.map(keyOf));
  const removes = blockers
    .filter(
      (blocker) =>
        CONSENT_GATES.includes(blocker.code) &&
        !blocker.permissions.some((permission) => unlisted.has(keyOf(permission))),
    )
    .map((blocker) => blocker.code);
  const isNothingListed = input.app.requiredResourceAccess.every(
    ({ scopes, roles = [] }) => scopes.length + roles.length === 0,
  );
  if (removes.length === 0 || isNothingListed) return [];
  const { app, tenant } = input;
  const appears =
    app.servicePrincipal === null
      ? [
          `${app.displayName} is not listed yet: it appears after the first consent, or when an administrator adds it with POST /servicePrincipals {"appId":"${app.appId}"}.`,
        ]
      : [];
  return [
    {
      code: "grant_in_portal",
      actors,
      risk: "least",
      removes,
      steps: [
        ...appears,
        `In the Entra admin center open Enterprise applications, All applications, and search for ${app.displayName} (application id ${app.appId}).`,
        `Open Permissions and choose Grant admin consent for ${tenant.displayName}, then Accept.`,
        "Refresh: the Admin consent tab lists what is granted.",
      ],
      url: "https://entra.microsoft.com/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview",
    },
  ];
}

function pendingRequest({ input }: RemedyContext, actors: string[], removes: BlockerCode[]): Remedy[] {
  const { adminConsentWorkflow } = input.tenant;
  if (!adminConsentWorkflow.isEnabled) return [];
  return [
    {
      code: "approve_pending_request",
      actors,
      risk: "least",
      removes,
      steps: [
        "The user sends the request from the Approval required page.",
        // A reviewer without a consent role can read a request but not approve it ("Review admin consent requests").
        "A reviewer who also holds one of the named roles opens Enterprise applications, Admin consent requests, the request, and chooses Review permissions and consent.",
      ],
      url: "https://entra.microsoft.com/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AccessRequests",
    },
  ];
}

function graphGrant({ input, request }: RemedyContext, actors: string[], removes: BlockerCode[]): Remedy {
  const { app } = input;
  const create =
    app.servicePrincipal === null
      ? [`POST /v1.0/servicePrincipals {"appId":"${app.appId}"} creates the app's service principal.`]
      : [];
  const resources = new Set(request.requested.map((permission) => permission.resourceAppId));
  const grants = [...resources].map((resourceAppId) => {
    const scope = request.requested
      .filter((permission) => permission.resourceAppId === resourceAppId)
      .map((permission) => permission.value)
      .join(" ");
    const resource = findResource(resourceAppId)?.displayName ?? "the API";
    return `POST /v1.0/oauth2PermissionGrants {"clientId":"{object id of /servicePrincipals(appId='${app.appId}')}","consentType":"AllPrincipals","resourceId":"{object id of /servicePrincipals(appId='${resourceAppId}'), ${resource}}","scope":"${scope}"}; where a row exists ("Permission entry already exists"), PATCH /v1.0/oauth2PermissionGrants/{id} with the old and the new scopes together: it replaces the whole list.`;
  });
  return {
    code: "graph_grant",
    actors,
    risk: "least",
    removes,
    steps: [
      ...create,
      ...grants,
      `For a pilot, use "consentType":"Principal" with "principalId":"{object id of the user}" instead: it concerns nobody else.`,
    ],
    url: "https://learn.microsoft.com/graph/api/oauth2permissiongrant-post",
  };
}
