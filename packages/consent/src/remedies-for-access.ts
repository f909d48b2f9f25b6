import type { ConsentCase } from "./consent-case.ts";
import type { BlockerCode, Remedy } from "./decision.ts";
import type { RemedyContext } from "./remedy-context.ts";

const APP_ADMINISTRATORS = [
  "Cloud Application Administrator",
  "Application Administrator",
  "Global Administrator",
];
const APP_OWNER = "the app's owner";

const isKeptOutByRegistration = ({ blockers }: RemedyContext): boolean =>
  blockers.some((blocker) => blocker.setting === "application.signInAudience");

type RemedyRule = Omit<Remedy, "removes" | "steps"> & {
  for: readonly BlockerCode[];
  /** The case once it is done, where that alone tells what it removes. */
  change?: (input: ConsentCase) => ConsentCase;
  steps: (context: RemedyContext) => string[];
};

const ENTERPRISE_APPS =
  "https://entra.microsoft.com/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview";
const APP_REGISTRATIONS =
  "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade";

function withApp(input: ConsentCase, changes: Partial<ConsentCase["app"]>): ConsentCase {
  return { ...input, app: { ...input.app, ...changes } };
}

/** Changes to the app, its registration, its assignment or the request; each offered when it removes something reported. */
const rules: readonly RemedyRule[] = [
  {
    code: "assign_user",
    for: ["user_not_assigned"],
    actors: ["Cloud Application Administrator", "Application Administrator", "User Administrator"],
    risk: "least",
    steps: ({ input }) => [
      `In Enterprise applications, ${input.app.displayName}, Users and groups, add the person, or a group the person is a direct member of (nested groups do not count).`,
      `By Graph: POST /v1.0/servicePrincipals(appId='${input.app.appId}')/appRoleAssignedTo {"principalId":"${input.user.id}","resourceId":"{object id of that service principal}","appRoleId":"00000000-0000-0000-0000-000000000000"}.`,
    ],
    url: ENTERPRISE_APPS,
  },
  {
    code: "enable_app",
    for: ["app_disabled"],
    actors: APP_ADMINISTRATORS,
    risk: "least",
    steps: ({ input }) => [
      `In Enterprise applications, ${input.app.displayName}, Properties, set Enabled for users to sign in to Yes. An app that a reviewer blocked is disabled in the same way: ask why first.`,
      `By Graph: PATCH /v1.0/servicePrincipals(appId='${input.app.appId}') {"accountEnabled":true}.`,
    ],
    url: ENTERPRISE_APPS,
  },
  {
    code: "provision_resource",
    for: ["resource_not_in_tenant"],
    actors: APP_ADMINISTRATORS,
    risk: "least",
    steps: () => [
      "Check the API's App ID URI in the request for a typing error.",
      "If it is right, subscribe to the service or create its service principal: POST /v1.0/servicePrincipals with the API's appId.",
    ],
    url: "https://learn.microsoft.com/graph/api/serviceprincipal-post-serviceprincipals",
  },
  {
    code: "sign_in_to_right_tenant",
    for: ["wrong_tenant"],
    actors: ["the user", "Guest Inviter"],
    risk: "least",
    steps: ({ input }) => [
      `Sign in with an account of ${input.tenant.displayName} (tenant ${input.tenant.id}), or start the connection for the account's own organization.`,
      `Otherwise ${input.tenant.displayName} invites the account as a guest.`,
    ],
  },
  {
    code: "drop_prompt_consent",
    for: ["prompt_forces_consent"],
    actors: [APP_OWNER],
    risk: "least",
    steps: () => [
      "Take prompt=consent out of the authorization request; Microsoft asks by itself where a grant is missing.",
    ],
    url: "https://learn.microsoft.com/entra/identity/enterprise-apps/application-sign-in-unexpected-user-consent-prompt",
  },
  {
    code: "use_graph_instead_of_ews",
    for: ["ews_retired"],
    actors: [APP_OWNER],
    risk: "least",
    steps: () => [
      "Ask for Microsoft Graph's mail and calendar permissions instead of EWS.AccessAsUser.All; keep EWS for Exchange Server only.",
      "Take EWS.AccessAsUser.All off the registration's API permissions as well: .default asks for all that is listed.",
    ],
    url: "https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-ews-exchange-online",
  },
  {
    code: "fix_registration",
    for: [
      "request_malformed",
      "permission_not_in_registration",
      "app_not_in_tenant",
      "resource_not_in_tenant",
    ],
    actors: [APP_OWNER],
    risk: "least",
    steps: (context) => fixRegistrationSteps(context),
    url: APP_REGISTRATIONS,
  },
  {
    code: "register_in_own_tenant",
    for: ["risky_app", "publisher_not_verified", "app_not_in_tenant"],
    actors: ["Cloud Application Administrator", "Application Administrator", "Application Developer"],
    risk: "moderate",
    change: (input) => withApp(input, { homeTenantId: input.tenant.id }),
    steps: ({ input }) => [
      `Register the app in ${input.tenant.displayName} itself (tenant ${input.tenant.id}) and enter that client id in ${input.app.displayName}: an organization's own app needs no verified publisher under Microsoft's policies and is never treated as risky.`,
      "Give the registration the same redirect URIs and API permissions; permissions that were granted to the former app id must be granted to the new one.",
    ],
    url: APP_REGISTRATIONS,
  },
  {
    code: "verify_publisher",
    for: ["risky_app", "publisher_not_verified"],
    actors: ["the app's vendor"],
    risk: "moderate",
    change: (input) =>
      withApp(input, { verifiedPublisher: { displayName: input.app.displayName, verifiedPublisherId: "" } }),
    steps: () => [
      "The vendor, not the customer, adds its Partner One ID on the registration's Branding and properties page. It proves identity and lifts no exclusion of mail permissions.",
    ],
    url: "https://learn.microsoft.com/entra/identity-platform/publisher-verification-overview",
  },
  {
    code: "turn_off_assignment",
    for: ["assignment_required", "user_not_assigned"],
    actors: APP_ADMINISTRATORS,
    risk: "moderate",
    steps: ({ input }) => [
      `In Enterprise applications, ${input.app.displayName}, Properties, set Assignment required to No; everybody in ${input.tenant.displayName} may then sign in to it.`,
      `By Graph: PATCH /v1.0/servicePrincipals(appId='${input.app.appId}') {"appRoleAssignmentRequired":false}.`,
    ],
    url: ENTERPRISE_APPS,
  },
];

export function accessRemedies(context: RemedyContext): Remedy[] {
  const remedies = rules.flatMap((rule) => {
    const removes = removedBy(rule, context);
    if (removes.length === 0) return [];
    const { code, actors, risk, url } = rule;
    const remedy: Remedy = { code, actors, risk, removes, steps: rule.steps(context) };
    return [url === undefined ? remedy : { ...remedy, url }];
  });
  return [...remedies, ...interactiveSignIn(context)];
}

/** Fixing the registration cures `app_not_in_tenant` only where the audience causes it. */
function removedBy({ code, for: wanted, change }: RemedyRule, context: RemedyContext): BlockerCode[] {
  if (change !== undefined) return context.removedBy(wanted, change(context.input));
  const reported = context.reported(wanted);
  if (code !== "fix_registration") return reported;
  return reported.filter((blocker) => blocker !== "app_not_in_tenant" || isKeptOutByRegistration(context));
}

/** A silent request that fails only because nobody was asked yet. */
function interactiveSignIn({ input, blockers }: RemedyContext): Remedy[] {
  if (input.request.prompt !== "none" || input.request.endpoint !== "authorize") return [];
  const isAbsent = blockers.some(
    ({ code, setting }) => code === "app_not_in_tenant" && setting === "servicePrincipals",
  );
  return [
    {
      code: "sign_in_interactively",
      actors: ["the user"],
      risk: "least",
      removes: isAbsent ? ["app_not_in_tenant"] : [],
      steps: ["Send the person through an ordinary sign-in, without prompt=none."],
    },
  ];
}

function fixRegistrationSteps({ input, request, reported }: RemedyContext): string[] {
  const steps: string[] = [];
  if (reported(["request_malformed", "resource_not_in_tenant"]).length > 0) {
    steps.push(
      "Correct the authorization request: a prompt value that v2.0 knows, existing scope names (a name without an API's URI means Microsoft Graph), and .default alone.",
    );
  }
  if (request.unregistered.length > 0 || request.unlistedDefaults.length > 0) {
    const names = request.unregistered.map((permission) => permission.value).join(", ");
    steps.push(
      `In App registrations, ${input.app.displayName}, API permissions, add ${names === "" ? "the API's permissions" : names}; the list must hold everything that is ever asked.`,
    );
  }
  if (reported(["app_not_in_tenant"]).length > 0) {
    steps.push(
      "In App registrations, Authentication, admit accounts in any organizational directory; or send people to the app's own tenant.",
    );
  }
  return steps;
}
