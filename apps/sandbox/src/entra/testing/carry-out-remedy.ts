import {
  EXCHANGE_ONLINE_APP_ID,
  findKnownPermission,
  MICROSOFT_GRAPH_APP_ID,
  type Blocker,
  type ConsentCase,
  type PermissionName,
  type Remedy,
} from "@outrigger/consent";
import { people, type Situation } from "./arbitrary-situation.ts";
import { addressOf } from "./drive-request.ts";
import { callGraph } from "./call-graph.ts";
import { PageWalker } from "./page-walker.ts";
import type { SandboxUnderTest } from "./sandbox-under-test.ts";
import { adminCallback, putScenario } from "./stage-situation.ts";

export interface RemedyAtHand extends Situation {
  readonly under: SandboxUnderTest;
  readonly remedy: Pick<Remedy, "code" | "actors" | "url">;
  readonly blockers: readonly Blocker[];
  /** What a grant must cover, by the registration as it stands. */
  readonly requested: () => readonly PermissionName[];
}

const ada = people.administrator;
const nothingElse: Partial<ConsentCase["request"]> = {};

/** No page or route of the sandbox does these yet, nor can a scenario say them. */
export const notInTheSandbox: readonly Remedy["code"][] = ["approve_pending_request", "provision_resource"];

/** Does in the sandbox what the remedy says; gives what changes about the request itself. */
export async function carryOutRemedy(hand: RemedyAtHand): Promise<Partial<ConsentCase["request"]>> {
  const { under, input, remedy, blockers } = hand;
  const { tenant, app, request } = input;
  await under.control("/_sandbox/scenario", {
    roles: [{ user: ada.id, directoryRoles: remedy.actors.slice(0, 1) }],
  });
  switch (remedy.code) {
    case "admin_consent_link":
      await clearWayForAdministrator(hand);
      await openConsentLink(hand);
      return nothingElse;
    case "admin_signs_in_first":
      await clearWayForAdministrator(hand);
      await signInFirst(hand);
      return nothingElse;
    case "graph_grant":
      await clearWayForAdministrator(hand);
      await grantByGraph(hand);
      return nothingElse;
    case "grant_in_portal":
      await clearWayForAdministrator(hand);
      await grantInPortal(hand);
      return nothingElse;
    case "custom_consent_policy": {
      await createPolicyByGraph(hand);
      await assignPolicies(hand, [
        // Graph refuses to assign a policy that the tenant does not have.
        ...tenant.permissionGrantPoliciesAssigned.filter((entry) => isKnownPolicy(input, entry)),
        "managePermissionGrantsForSelf.remedy",
      ]);
      return nothingElse;
    }
    case "allow_user_consent":
      await assignPolicies(hand, ["managePermissionGrantsForSelf.microsoft-user-default-legacy"]);
      return nothingElse;
    case "classify_permission": {
      const found = blockers.find(({ code }) => code === "permission_not_classified")?.permissions ?? [];
      const low = found.map((permission) => ({ ...permission, classification: "low" }));
      const others = tenant.classifications.filter(
        (entry) =>
          !found.some((one) => one.value === entry.value && one.resourceAppId === entry.resourceAppId),
      );
      await putScenario(under, { policies: [{ tenant: tenant.id, classifications: [...low, ...others] }] });
      return nothingElse;
    }
    case "enable_consent_workflow": {
      await call(hand, "PUT", "/policies/adminConsentRequestPolicy", {
        isEnabled: true,
        notifyReviewers: true,
        remindersEnabled: true,
        requestDurationInDays: 30,
        reviewers: [{ query: `/users/${ada.id}`, queryType: "MicrosoftGraph" }],
      });
      return nothingElse;
    }
    case "assign_user": {
      await assignUser(hand);
      return nothingElse;
    }
    case "turn_off_assignment":
      await changePrincipal(hand, { appRoleAssignmentRequired: false });
      return nothingElse;
    case "enable_app":
      await changePrincipal(hand, { accountEnabled: true });
      return nothingElse;
    case "register_in_own_tenant":
      await putScenario(under, { apps: [{ appId: app.appId, homeTenantId: tenant.id }] });
      return nothingElse;
    case "verify_publisher": {
      const verifiedPublisher = { displayName: "Vendor Ltd", verifiedPublisherId: "7001" };
      await putScenario(under, { apps: [{ appId: app.appId, verifiedPublisher }] });
      return nothingElse;
    }
    case "sign_in_to_right_tenant": {
      const guest = { ...people.outsider, guestInTenantIds: [tenant.id] };
      const { id: _id, ...invited } = guest;
      await putScenario(under, { users: [invited] });
      return nothingElse;
    }
    case "drop_prompt_consent":
    case "sign_in_interactively":
      return { prompt: null };
    case "use_graph_instead_of_ews": {
      const requiredResourceAccess = app.requiredResourceAccess.filter(
        ({ resourceAppId }) => resourceAppId !== EXCHANGE_ONLINE_APP_ID,
      );
      await putScenario(under, { apps: [{ appId: app.appId, requiredResourceAccess }] });
      return { scope: request.scope.replace(/\S*outlook\S*/, "Mail.ReadWrite") };
    }
    case "fix_registration":
      await fixRegistration(hand);
      return request.prompt === "admin_consent" ? { prompt: null } : nothingElse;
    case "approve_pending_request":
    case "provision_resource":
      throw new Error(`The sandbox cannot carry out ${remedy.code}.`);
  }
}

/** What keeps everybody out keeps the administrator out as well: an app switched off, or not admitted at all. */
async function clearWayForAdministrator(hand: RemedyAtHand): Promise<void> {
  const codes = hand.blockers.map(({ code }) => code);
  const first: Remedy["code"][] = [];
  if (codes.includes("app_disabled")) first.push("enable_app");
  if (
    hand.blockers.some(
      ({ setting }) =>
        setting === "application.signInAudience" || setting === "application.requiredResourceAccess",
    )
  ) {
    first.push("fix_registration");
  }
  for (const code of first) {
    await carryOutRemedy({ ...hand, remedy: { code, actors: ["Global Administrator"] } });
  }
  await putScenario(hand.under, {
    roles: [{ user: ada.id, directoryRoles: hand.remedy.actors.slice(0, 1) }],
  });
}

async function openConsentLink({ under, remedy }: RemedyAtHand): Promise<void> {
  const url = new URL(remedy.url ?? "");
  url.searchParams.set("redirect_uri", adminCallback);
  await accept(under, { url: url.href, choice: "accept" });
}

async function signInFirst({ under, input, segment }: RemedyAtHand): Promise<void> {
  const { app, tenant } = input;
  if (app.servicePrincipal?.appRoleAssignmentRequired === true) {
    const assignedUsers = [...app.servicePrincipal.assignedUserIds, ada.id];
    await putScenario(under, { servicePrincipals: [{ tenant: tenant.id, appId: app.appId, assignedUsers }] });
  }
  // The same connection: an app that sends prompt=consent sends it for the administrator, too.
  const prompt = input.request.prompt === "consent" ? "consent" : null;
  const request = { ...input.request, endpoint: "authorize" as const, prompt };
  await accept(under, { url: addressOf({ ...input, request, segment }), choice: "accept_for_organization" });
}

async function accept(
  under: SandboxUnderTest,
  { url, choice }: { url: string; choice: string },
): Promise<void> {
  const { body } = await under.control("/_sandbox/authorize", {
    url,
    account: ada.userPrincipalName,
    choices: [choice],
  });
  const returned = URL.canParse(body.location ?? "") ? new URL(body.location).searchParams : undefined;
  if (returned?.has("code") || returned?.get("admin_consent") === "True") return;
  throw new Error(`The administrator met ${JSON.stringify(body)}.`);
}

async function principalId(hand: RemedyAtHand, appId: string): Promise<string> {
  const who = { userId: ada.id, tenantId: hand.input.tenant.id };
  const path = `/servicePrincipals(appId='${appId}')`;
  let found = await callGraph(hand.under, who, { method: "GET", path });
  if (found.status === 404) {
    found = await callGraph(hand.under, who, { method: "POST", path: "/servicePrincipals", body: { appId } });
  }
  return String(found.json["id"]);
}

async function grantByGraph(hand: RemedyAtHand): Promise<void> {
  const { under, input } = hand;
  const requested = hand.requested();
  const who = { userId: ada.id, tenantId: input.tenant.id };
  const clientId = await principalId(hand, input.app.appId);
  for (const appId of new Set(requested.map(({ resourceAppId }) => resourceAppId))) {
    const resourceId = await principalId(hand, appId);
    const scope = namesOf(requested.filter((one) => one.resourceAppId === appId)).join(" ");
    const body = { clientId, consentType: "AllPrincipals", principalId: null, resourceId, scope };
    const made = await callGraph(under, who, { method: "POST", path: "/oauth2PermissionGrants", body });
    if (made.status !== 409) continue;
    const path = `/oauth2PermissionGrants?$filter=clientId eq '${clientId}' and consentType eq 'AllPrincipals'`;
    const rows = (await callGraph(under, who, { method: "GET", path })).json["value"] as {
      id: string;
      resourceId: string;
      scope: string;
    }[];
    const row = rows.find((one) => one.resourceId === resourceId)!;
    await callGraph(under, who, {
      method: "PATCH",
      path: `/oauth2PermissionGrants/${row.id}`,
      body: { scope: `${row.scope} ${scope}` },
    });
  }
}

async function grantInPortal(hand: RemedyAtHand): Promise<void> {
  const browser = new PageWalker(hand.under.origin);
  const id = await principalId(hand, hand.input.app.appId);
  await browser.open("/entra");
  await browser.press(ada.id);
  await browser.open(`/entra/enterprise-applications/${id}/permissions`);
  await browser.press("Grant admin consent for");
  await browser.press("Accept");
  if (!browser.text.includes("Grant consent successful")) throw new Error(browser.text.slice(0, 300));
}

async function assignPolicies({ under, input }: RemedyAtHand, assigned: string[]): Promise<void> {
  await callGraph(
    under,
    { userId: ada.id, tenantId: input.tenant.id },
    {
      method: "PATCH",
      path: "/policies/authorizationPolicy",
      body: { defaultUserRolePermissions: { permissionGrantPoliciesAssigned: assigned } },
    },
  );
}

function isKnownPolicy({ tenant }: ConsentCase, assigned: string): boolean {
  const id = assigned.replace(/^[^.]*\./, "");
  return id.startsWith("microsoft-") || tenant.customPolicies.some((policy) => policy.id === id);
}

/** A policy for this application and what it asks alone, one condition set per API. */
async function createPolicyByGraph(hand: RemedyAtHand): Promise<void> {
  const policies = "/policies/permissionGrantPolicies";
  const requested = hand.requested();
  await call(hand, "POST", policies, { id: "remedy", displayName: "Remedy" });
  for (const resourceApplication of new Set(requested.map(({ resourceAppId }) => resourceAppId))) {
    const permissions = requested
      .filter(({ resourceAppId }) => resourceAppId === resourceApplication)
      .map(({ value }) => findKnownPermission(resourceApplication, value)?.id ?? value);
    await call(hand, "POST", `${policies}/remedy/includes`, {
      permissionType: "delegated",
      resourceApplication,
      clientApplicationIds: [hand.input.app.appId],
      permissions,
    });
  }
}

/** Graph assigns who is in the tenant; a stranger is assigned for the day when there is an invitation. */
async function assignUser(hand: RemedyAtHand): Promise<void> {
  const { under, input } = hand;
  const { app, tenant, user } = input;
  if (user.homeTenantId !== tenant.id && !user.isGuest) {
    const assignedUsers = [...(app.servicePrincipal?.assignedUserIds ?? []), user.id];
    await putScenario(under, { servicePrincipals: [{ tenant: tenant.id, appId: app.appId, assignedUsers }] });
    return;
  }
  const resourceId = await principalId(hand, app.appId);
  await call(hand, "POST", `/servicePrincipals/${resourceId}/appRoleAssignedTo`, {
    principalId: user.id,
    resourceId,
    appRoleId: "00000000-0000-0000-0000-000000000000",
  });
}

async function call(hand: RemedyAtHand, method: "POST" | "PUT", path: string, body: unknown): Promise<void> {
  const who = { userId: ada.id, tenantId: hand.input.tenant.id };
  const { status } = await callGraph(hand.under, who, { method, path, body });
  if (status >= 400) throw new Error(`${method} ${path} answered ${status}.`);
}

async function changePrincipal(hand: RemedyAtHand, body: Record<string, boolean>): Promise<void> {
  const path = `/servicePrincipals/${await principalId(hand, hand.input.app.appId)}`;
  const who = { userId: ada.id, tenantId: hand.input.tenant.id };
  await callGraph(hand.under, who, { method: "PATCH", path, body });
}

async function fixRegistration({ under, input, blockers }: RemedyAtHand): Promise<void> {
  const unlisted = blockers.find(({ code }) => code === "permission_not_in_registration")?.permissions ?? [];
  const added = unlisted.map(({ resourceAppId, value }) => {
    const first = resourceAppId === MICROSOFT_GRAPH_APP_ID ? "User.Read" : "EWS.AccessAsUser.All";
    return { resourceAppId, scopes: [value === ".default" ? first : value] };
  });
  const { appId, requiredResourceAccess } = input.app;
  await putScenario(under, {
    apps: [
      {
        appId,
        signInAudience: "AzureADMultipleOrgs",
        requiredResourceAccess: [...requiredResourceAccess, ...added],
      },
    ],
  });
}

function namesOf(permissions: readonly PermissionName[]): string[] {
  return permissions.map(({ value }) => value);
}
