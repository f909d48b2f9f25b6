import type { SandboxContext } from "../../core/part.ts";
import { isTrue, type OpenOrg, type StoredRecord, textOf } from "../org.ts";
import { hasConsent } from "./approvals.ts";
import { policyOf, type AppPolicy, type SalesforceApp } from "./oauth-store.ts";

/** Whether a user may authorize an app in an org, and if not, which of Salesforce's refusals is met. */
export type AppAccess =
  | { readonly access: "allowed"; readonly needsConsent: boolean }
  | {
      readonly access: "refused";
      readonly reason: "app_not_found" | "blocked" | "not_installed" | "invalid_scope" | "not_admin_approved";
    };

export interface AccessRequest {
  readonly opened: OpenOrg;
  readonly app: SalesforceApp;
  readonly user: StoredRecord;
  readonly scopes: readonly string[];
}

export function decideAppAccess({ opened, app, user, scopes }: AccessRequest): AppAccess {
  const policy = policyOf(opened.store, opened.org.id, app.id);
  if (!policy.present) return { access: "refused", reason: "app_not_found" };
  if (policy.blocked || isKeptFromApi(opened, policy)) return { access: "refused", reason: "blocked" };
  const consented = hasConsent({ opened, app, userId: user.id, scopes });
  // Whoever had authorized an app before September 2025 keeps access to it, installed or not.
  if (!policy.installed && !consented && !mayApproveUninstalled(opened, user)) {
    return { access: "refused", reason: "not_installed" };
  }
  if (scopes.some((scope) => !app.scopes.includes(scope)))
    return { access: "refused", reason: "invalid_scope" };
  if (policy.permittedUsers === "admin_approved_users") {
    if (!policy.approvedUserIds.includes(user.id)) return { access: "refused", reason: "not_admin_approved" };
    return { access: "allowed", needsConsent: false };
  }
  return { access: "allowed", needsConsent: !consented };
}

/** A new app takes some minutes to be known (Help, "Create an External Client App"). */
export function isKnownYet(
  { clock }: Pick<SandboxContext, "clock">,
  { usableFrom = 0 }: SalesforceApp,
): boolean {
  return usableFrom <= clock.now().getTime();
}

/** API Access Control lets installed apps alone through. */
export function isKeptFromApi({ org }: OpenOrg, policy: Pick<AppPolicy, "installed">): boolean {
  return org.apiAccessControl === true && !policy.installed;
}

function mayApproveUninstalled(opened: OpenOrg, user: StoredRecord): boolean {
  const profile = opened.rows("Profile").get(textOf(user, "ProfileId"));
  return profile !== undefined && isTrue(profile, "PermissionsApproveUninstalledConnectedApps");
}
