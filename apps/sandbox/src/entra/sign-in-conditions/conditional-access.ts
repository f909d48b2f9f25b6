import type { Application, DirectoryUser, Tenant } from "../../core/directory.ts";
import type { SandboxContext } from "../../core/part.ts";
import { EntraError, type AadstsCode } from "../entra-error.ts";

export const accessControls = [
  "block",
  "compliant_device",
  "domain_joined_device",
  "device_authentication",
  "security_policy",
  "mfa",
  "mfa_registration",
  "sign_in_frequency",
] as const;
export type AccessControl = (typeof accessControls)[number];

/** A Conditional Access policy, as far as it decides what a sign-in and a refresh end in. */
export interface ConditionalAccessPolicy {
  readonly id: string;
  readonly tenantId: string;
  readonly displayName: string;
  readonly state: "enabled" | "disabled" | "enabledForReportingButNotEnforced";
  readonly control: AccessControl;
  /** Of `sign_in_frequency`. */
  readonly hours: number;
  readonly includeUserIds: "all" | readonly string[];
  readonly excludeUserIds: readonly string[];
  readonly appIds: "all" | readonly string[];
}

export function conditionalAccessOf({ store }: Pick<SandboxContext, "store">) {
  return store.collection<ConditionalAccessPolicy>("conditionalAccessPolicies");
}

const codes: Readonly<Record<AccessControl, AadstsCode>> = {
  block: 53003,
  compliant_device: 53000,
  domain_joined_device: 53001,
  device_authentication: 50097,
  security_policy: 530032,
  mfa: 50076,
  mfa_registration: 50079,
  sign_in_frequency: 70043,
};

export interface SignInFacts {
  readonly tenant: Tenant;
  readonly app: Application;
  readonly user: DirectoryUser;
  /** Seconds since 1970 at which the person signed in. */
  readonly authTime: number;
  readonly hasMfa: boolean;
}

/** The first policy that this sign-in does not satisfy: blocks first, as Entra looks at them before it asks for more. */
export function findUnmetPolicy(
  context: SandboxContext,
  facts: SignInFacts,
): ConditionalAccessPolicy | undefined {
  const order = (policy: ConditionalAccessPolicy) => accessControls.indexOf(policy.control);
  return conditionalAccessOf(context)
    .filter((policy) => policy.state === "enabled" && covers(policy, facts) && !isMet(context, policy, facts))
    .sort((a, b) => order(a) - order(b))[0];
}

function covers(policy: ConditionalAccessPolicy, { tenant, app, user }: SignInFacts): boolean {
  const { includeUserIds, excludeUserIds, appIds } = policy;
  if (policy.tenantId !== tenant.id || excludeUserIds.includes(user.id)) return false;
  const coversUser = includeUserIds === "all" || includeUserIds.includes(user.id);
  return coversUser && (appIds === "all" || appIds.includes(app.appId));
}

function isMet(
  { clock }: SandboxContext,
  { control, hours }: ConditionalAccessPolicy,
  { hasMfa, authTime }: SignInFacts,
): boolean {
  if (control === "mfa" || control === "mfa_registration") return hasMfa;
  if (control !== "sign_in_frequency") return false;
  return clock.now().getTime() < (authTime + hours * 3_600) * 1_000;
}

/** The error of a policy that stays unmet; `claims` tells the application what to send along when it asks anew. */
export function describeUnmet(
  policy: ConditionalAccessPolicy,
  { app, user, authTime }: SignInFacts,
  correlationId?: string,
): EntraError {
  const capolids = { essential: true, values: [policy.id] };
  const values = {
    appId: app.appId,
    appName: app.displayName,
    user: user.userPrincipalName,
    issuedAt: new Date(authTime * 1_000).toISOString(),
    hours: String(policy.hours),
  };
  return new EntraError(codes[policy.control], values, {
    correlationId,
    claims: JSON.stringify({ access_token: { capolids } }),
  });
}
