import type { RegistrationFinding } from "@outrigger/api-contract";
import { delegatedPermissions } from "@outrigger/consent";
import type { RegisteredApplication, RegisteredPrincipal, RegistrationPlan } from "@outrigger/microsoft";
import { checkRedirectUris } from "./check-redirect-uris.ts";

export interface RegistrationFacts {
  readonly plan: RegistrationPlan;
  readonly clientId: string;
  /** Scopes asked today, as claim values: what is missing of them fails now, not later. */
  readonly askedNow: readonly string[];
  /** Microsoft tenants that people of the installation belong to, as far as known. */
  readonly tenantIds: readonly string[];
  readonly application: RegisteredApplication;
  /** Undefined: not known. Null: Graph has none. */
  readonly principal: RegisteredPrincipal | null | undefined;
  readonly now: Date;
}

const DAY_MS = 86_400_000;
const EXPIRY_WARNING_DAYS = 30;

/** Everything about the registration that fails or will fail, worst first, each with the exact change. */
export function checkRegistration(facts: RegistrationFacts): RegistrationFinding[] {
  const found = [
    ...checkIdentity(facts),
    ...checkRedirectUris(facts.plan.redirectUris, facts.application.redirectUris),
    ...checkAudience(facts),
    ...checkPermissions(facts),
    ...checkSecrets(facts),
    ...checkFlags(facts.application),
    ...checkPrincipal(facts),
  ];
  const isFault = ({ severity }: RegistrationFinding) => severity === "fault";
  return [...found.filter(isFault), ...found.filter((finding) => !isFault(finding))];
}

function checkIdentity({ application, clientId }: RegistrationFacts): RegistrationFinding[] {
  const findings: RegistrationFinding[] = [];
  if (application.appId !== clientId.toLowerCase()) {
    findings.push({
      code: "other_application",
      severity: "fault",
      sentence: `This is the registration ${application.appId}; the installation is set to ${clientId}.`,
      fix: "Set MICROSOFT_CLIENT_ID to the Application (client) ID of the registration you mean, and use its secret.",
    });
  }
  if (application.isDisabled) {
    findings.push({
      code: "application_disabled",
      severity: "fault",
      sentence: "The registration is deactivated: Entra gives it no tokens.",
      fix: "Activate it in App registrations, Overview; where Microsoft disabled it, by a support request.",
    });
  }
  return findings;
}

function checkAudience({ application, principal, tenantIds }: RegistrationFacts): RegistrationFinding[] {
  const { signInAudience, verifiedPublisher } = application;
  if (signInAudience.includes("PersonalMicrosoftAccount")) {
    return [
      {
        code: "audience_personal",
        severity: "warning",
        sentence:
          "Personal Microsoft accounts may sign in, and then fail: the product connects work mailboxes only.",
        fix: 'Set signInAudience to "AzureADMyOrg" (own tenant) or "AzureADMultipleOrgs" (several) under Authentication.',
      },
    ];
  }
  const home = principal?.ownerTenantId ?? undefined;
  const foreign = home === undefined ? [] : tenantIds.filter((tenantId) => tenantId !== home);
  if (signInAudience === "AzureADMyOrg") {
    if (foreign.length === 0) return [];
    return [
      {
        code: "audience_too_narrow",
        severity: "fault",
        sentence: `The registration serves its own tenant alone, but people of ${foreign.join(", ")} use it (AADSTS50194, AADSTS700016).`,
        fix: 'Set signInAudience to "AzureADMultipleOrgs", or make a registration in the other tenant.',
      },
    ];
  }
  if (verifiedPublisher !== null) return [];
  return [
    {
      code: "publisher_unverified",
      severity: "warning",
      sentence:
        "The registration serves several tenants without a verified publisher: in every other tenant Entra counts it as risky, and only administrators may consent.",
      fix: 'Verify the publisher (Branding & properties), or set signInAudience to "AzureADMyOrg" where one tenant is enough: an app of the own tenant is never risky.',
    },
  ];
}

function checkPermissions({ application, askedNow, plan }: RegistrationFacts): RegistrationFinding[] {
  const listed = application.permissions.filter(({ type }) => type === "Scope");
  const isListed = (id: string) => listed.some((permission) => permission.id === id);
  const missing = plan.permissions.filter(({ id }) => !isListed(id));
  const missingNow = missing.filter(({ value }) => askedNow.includes(value)).map(({ value }) => value);
  const missingLater = missing.filter(({ value }) => !askedNow.includes(value)).map(({ value }) => value);
  const planned = new Set(plan.permissions.map(({ id }) => id));
  const extra = listed.filter(({ id }) => !planned.has(id));
  const roles = application.permissions.filter(({ type }) => type === "Role");
  const findings: RegistrationFinding[] = [];
  const fixOf = (values: string[]) =>
    `Add under API permissions, Microsoft Graph, Delegated permissions: ${values.join(", ")}.`;
  if (missingNow.length > 0) {
    findings.push({
      code: "permission_missing",
      severity: "fault",
      sentence: `Asked today and not listed: ${missingNow.join(", ")}. Grant admin consent in the portal leaves them out, and people stay blocked.`,
      fix: fixOf(missingNow),
    });
  }
  if (missingLater.length > 0) {
    findings.push({
      code: "permission_missing_for_other_tier",
      severity: "warning",
      sentence: `Not asked today, but an organization can choose them: ${missingLater.join(", ")}.`,
      fix: fixOf(missingLater),
    });
  }
  if (extra.length > 0) {
    findings.push({
      code: "permission_extra",
      severity: "warning",
      sentence: `Listed and never asked: ${extra.map(({ id }) => nameOf(id)).join(", ")}. Grant admin consent in the portal would grant them, too.`,
      fix: "Remove them under API permissions.",
    });
  }
  if (roles.length > 0) {
    findings.push({
      code: "permission_application",
      severity: "warning",
      sentence: `${roles.length} application permission${roles.length === 1 ? " is" : "s are"} listed: they reach every mailbox without anybody signed in. The product never uses one.`,
      fix: "Remove every row of type Application under API permissions.",
    });
  }
  return findings;
}

function nameOf(id: string): string {
  return delegatedPermissions.find((permission) => permission.id === id)?.value ?? id;
}

function checkSecrets({
  application: { secrets, certificateCount },
  now,
}: RegistrationFacts): RegistrationFinding[] {
  const fix =
    "Make a new client secret under Certificates & secrets, set its Value (not its Secret ID) as MICROSOFT_CLIENT_SECRET, restart, then delete the old one.";
  if (secrets.length === 0 && certificateCount === 0) {
    return [
      {
        code: "secret_missing",
        severity: "fault",
        sentence: "The registration has no client secret (AADSTS7000218).",
        fix,
      },
    ];
  }
  const daysLeft = secrets.map(({ endsAt }) =>
    endsAt === null ? Number.POSITIVE_INFINITY : (endsAt.getTime() - now.getTime()) / DAY_MS,
  );
  const longest = Math.max(...daysLeft);
  if (secrets.length === 0 || longest > EXPIRY_WARNING_DAYS) return [];
  const until = new Date(now.getTime() + longest * DAY_MS).toISOString().slice(0, 10);
  return longest <= 0
    ? [
        {
          code: "secret_expired",
          severity: "fault",
          sentence: `Every client secret has ended, the last on ${until} (AADSTS7000222).`,
          fix,
        },
      ]
    : [
        {
          code: "secret_expiring",
          severity: "warning",
          sentence: `The longest-lived client secret ends on ${until}, in ${Math.ceil(longest)} days.`,
          fix,
        },
      ];
}

function checkFlags({ hasImplicitGrant, isPublicClient }: RegisteredApplication): RegistrationFinding[] {
  return [
    ...(isPublicClient
      ? [
          {
            code: "public_client" as const,
            severity: "warning" as const,
            sentence:
              "Public client flows are allowed: anybody who knows the client id can ask for tokens without the secret.",
            fix: "Set Allow public client flows to No under Authentication (isFallbackPublicClient: false).",
          },
        ]
      : []),
    ...(hasImplicitGrant
      ? [
          {
            code: "implicit_grant" as const,
            severity: "warning" as const,
            sentence: "The implicit grant is on; the product uses the authorization code with PKCE alone.",
            fix: "Untick Access tokens and ID tokens under Authentication, Implicit grant and hybrid flows.",
          },
        ]
      : []),
  ];
}

/** The app in one tenant; nothing where it is not known. */
export function checkPrincipal({
  principal,
  clientId,
}: Pick<RegistrationFacts, "principal" | "clientId">): RegistrationFinding[] {
  if (principal === undefined) return [];
  if (principal === null) {
    return [
      {
        code: "principal_missing",
        severity: "warning",
        sentence:
          "The app is not in this tenant yet: the portal's pages under Enterprise applications do not list it.",
        fix: `It comes with the first consent, or by: POST /servicePrincipals {"appId":"${clientId}"}.`,
      },
    ];
  }
  return [
    ...(principal.isEnabled
      ? []
      : [
          {
            code: "principal_disabled" as const,
            severity: "fault" as const,
            sentence: "The app is disabled for sign-in in this tenant (AADSTS7000112).",
            fix: "Enterprise applications, the app, Properties: set Enabled for users to sign-in to Yes.",
          },
        ]),
    ...(principal.needsAssignment
      ? [
          {
            code: "assignment_required" as const,
            severity: "warning" as const,
            sentence:
              "Only assigned people may use the app (AADSTS50105), and nobody can consent for themselves.",
            fix: "Enterprise applications, the app: assign the people under Users and groups, or set Assignment required to No.",
          },
        ]
      : []),
  ];
}
