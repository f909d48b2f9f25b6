import type { ConsentCase } from "./consent-case.ts";
import type { Blocker } from "./decision.ts";
import type { ResolvedRequest } from "./resolve-request.ts";
import { findResource } from "./resources.ts";

/** A gate that ends in an error page or an error redirect, before any question of consent. */
export type AccessFinding = { aadsts: string; blocker: Blocker };

const PROMPTS = ["login", "none", "consent", "select_account"];

/** Every failing gate that comes before consent, in Entra's order. Assignment is judged apart: its place is uncertain. */
export function judgeAccess(input: ConsentCase, request: ResolvedRequest): AccessFinding[] {
  return [
    ...judgeAudience(input),
    ...judgePrompt(input),
    ...judgeScopes(input, request),
    ...judgeServicePrincipal(input),
    ...judgeHomeTenant(input),
  ];
}

/** Step 8. At /adminconsent no token is issued, so assignment does not matter there. */
export function judgeAssignment({ app, user, tenant, request }: ConsentCase): AccessFinding[] {
  const principal = app.servicePrincipal;
  if (request.endpoint === "adminconsent" || principal?.appRoleAssignmentRequired !== true) return [];
  const isAssigned = principal.assignedUserIds.some((id) => id.toLowerCase() === user.id.toLowerCase());
  if (isAssigned) return [];
  return [
    {
      aadsts: "AADSTS50105",
      blocker: {
        code: "user_not_assigned",
        setting: "servicePrincipal.appRoleAssignedTo",
        permissions: [],
        sentence: `${tenant.displayName} lets only assigned people use ${app.displayName}, and this person is not assigned, directly or through a group.`,
      },
    },
  ];
}

/** Step 2: a single-tenant app exists in its own tenant alone. */
function judgeAudience({ app, tenant }: ConsentCase): AccessFinding[] {
  const audience = app.signInAudience.toLowerCase();
  const isForeign = app.homeTenantId.toLowerCase() !== tenant.id.toLowerCase();
  const isRefused = audience === "personalmicrosoftaccount" || (audience === "azureadmyorg" && isForeign);
  if (!isRefused) return [];
  return [
    {
      aadsts: "AADSTS700016",
      blocker: {
        code: "app_not_in_tenant",
        setting: "application.signInAudience",
        permissions: [],
        sentence: `${app.displayName} is not available in ${tenant.displayName}: its registration does not admit accounts of other organizations.`,
      },
    },
  ];
}

/** Step 4. */
function judgePrompt({ request }: ConsentCase): AccessFinding[] {
  const { prompt } = request;
  if (request.endpoint === "adminconsent" || prompt === null || prompt === "") return [];
  if (PROMPTS.includes(prompt)) return [];
  return [
    malformed(
      "AADSTS90023",
      "request.prompt",
      `The prompt value in the app's request is not one that Microsoft knows (${PROMPTS.join(", ")}).`,
    ),
  ];
}

/** Step 5. */
function judgeScopes({ app, tenant, request }: ConsentCase, resolved: ResolvedRequest): AccessFinding[] {
  const { parsed } = resolved;
  const findings: AccessFinding[] = [];
  if (request.scope.trim() === "") {
    findings.push(malformed("AADSTS900144", "request.scope", "The app's request names no permission."));
  }
  const named = parsed.permissions.filter((permission) => !isOpenId(permission.value));
  if (
    parsed.defaultResources.length > 1 ||
    (parsed.defaultResources.length > 0 &&
      named.length + parsed.unknownScopes.length + parsed.unknownResources.length > 0)
  ) {
    findings.push(
      malformed(
        "AADSTS70011",
        "request.scope",
        "The app's request mixes .default with named permissions or with another resource, which Microsoft refuses.",
      ),
    );
  }
  for (const { resourceAppId, value, scope } of parsed.unknownScopes) {
    const resource = findResource(resourceAppId)?.displayName ?? resourceAppId;
    findings.push({
      aadsts: "AADSTS650053",
      blocker: {
        code: "request_malformed",
        setting: "request.scope",
        permissions: [{ resourceAppId, value }],
        sentence: `The app asks for ${JSON.stringify(scope)}, which does not exist on ${resource}.`,
      },
    });
  }
  for (const { resource } of parsed.unknownResources) {
    findings.push({
      aadsts: "AADSTS500011",
      blocker: {
        code: "resource_not_in_tenant",
        setting: "servicePrincipals",
        permissions: [],
        sentence: `The app asks for the API ${JSON.stringify(resource)}, which is not in ${tenant.displayName}.`,
      },
    });
  }
  return [...findings, ...judgeDefaults(app.displayName, request.endpoint, resolved)];
}

/** `.default` means the static list: a resource that is not on it cannot be asked for (AADSTS650057, 650056 when the list is empty). */
function judgeDefaults(
  appName: string,
  endpoint: ConsentCase["request"]["endpoint"],
  { unlistedDefaults, requested }: ResolvedRequest,
): AccessFinding[] {
  const emptyList = endpoint === "adminconsent" ? "AADSTS1003031" : "AADSTS650056";
  return unlistedDefaults.map((resourceAppId) => ({
    aadsts: requested.some((permission) => !isOpenId(permission.value)) ? "AADSTS650057" : emptyList,
    blocker: {
      code: "permission_not_in_registration",
      setting: "application.requiredResourceAccess",
      permissions: [{ resourceAppId, value: ".default" }],
      sentence: `${appName} asks for everything it is registered for on ${findResource(resourceAppId)?.displayName ?? resourceAppId}, and its registration lists nothing there.`,
    },
  }));
}

/** Step 6. A missing service principal is no obstacle to an interactive consent, which creates it; only a silent request fails on it. */
function judgeServicePrincipal({ app, tenant }: ConsentCase): AccessFinding[] {
  if (app.servicePrincipal?.accountEnabled !== false) return [];
  return [
    {
      aadsts: "AADSTS7000112",
      blocker: {
        code: "app_disabled",
        setting: "servicePrincipal.accountEnabled",
        permissions: [],
        sentence: `${app.displayName} is switched off in ${tenant.displayName}.`,
      },
    },
  ];
}

/** Step 7: somebody of another tenant must be a guest here. */
function judgeHomeTenant({ app, user, tenant }: ConsentCase): AccessFinding[] {
  if (user.isGuest || user.homeTenantId.toLowerCase() === tenant.id.toLowerCase()) return [];
  return [
    {
      aadsts: "AADSTS50020",
      blocker: {
        code: "wrong_tenant",
        setting: "user.homeTenantId",
        permissions: [],
        sentence: `This account belongs to another organization and is no guest of ${tenant.displayName}, where ${app.displayName} is to be used.`,
      },
    },
  ];
}

function malformed(aadsts: string, setting: string, sentence: string): AccessFinding {
  return { aadsts, blocker: { code: "request_malformed", setting, permissions: [], sentence } };
}

function isOpenId(value: string): boolean {
  return ["openid", "profile", "email", "offline_access"].includes(value);
}
