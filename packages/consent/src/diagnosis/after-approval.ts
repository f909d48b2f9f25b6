import type { PermissionGrant, RequiredResourceAccess, ServicePrincipalReading } from "../consent-case.ts";
import type { PermissionName } from "../decision.ts";
import type { DiagnosisNames } from "./fill-in-names.ts";

/** What is known after somebody said "I approved it". What is left out counts as not read, and is then no cause. */
export type AfterApproval = {
  /** The app id that the product signs in with. */
  clientId: string;
  /** Grants of this app in the tenant in which people wait, as they are now. */
  grants: readonly PermissionGrant[];
  /** The app's object in that tenant; null where it is not there. */
  servicePrincipal?: ServicePrincipalReading | null | undefined;
  /** The static list (requiredResourceAccess). */
  registration?: readonly RequiredResourceAccess[] | undefined;
  /** Space separated, as sent to /authorize. */
  requestedScopes: string;
  /** Object ids of the people who are still blocked. */
  waitingUserIds: readonly string[];
  /** The `prompt` parameter that their sign-in sends. */
  prompt?: string | null | undefined;
  /** Other apps that were granted permissions in this tenant and could be taken for this one. */
  otherAppIds?: readonly string[] | undefined;
  /** Grants of this app as they were read before the approval. */
  previousGrants?: readonly PermissionGrant[] | undefined;
  /** When the approval was reported or recorded. */
  approvedAt?: Date | undefined;
  now?: Date | undefined;
  /** Object id of whoever approved. */
  approvedBy?: string | undefined;
  /** The tenant in which people wait, and the one in which the approval was given. */
  tenantId?: string | undefined;
  approvedInTenantId?: string | undefined;
  /** When the newest token of a waiting person was issued. */
  tokens?: readonly { userId: string; issuedAt: Date }[] | undefined;
  /** Successful audit rows "Consent to application" of this app (ConsentContext.IsAdminConsent, .OnBehalfOfAll). */
  consentEvents?: readonly ConsentEvent[] | undefined;
  names?: DiagnosisNames | undefined;
  /** `https://login.microsoftonline.com` unless another cloud or a sandbox is meant; for the link in `url`. */
  loginHost?: string | undefined;
};

export type ConsentEvent = { isAdminConsent: boolean; onBehalfOfAll: boolean };

/** Why people stay blocked after an approval. */
export type AfterApprovalCode =
  /** Consent on behalf of your organization was not ticked. */
  | "granted_to_administrator_only"
  /** A new grant for everybody took the place of an earlier, wider one. */
  | "grant_replaced"
  /** The admin center granted the static list, and this permission is not on it. */
  | "permission_not_in_registration"
  | "prompt_forces_consent"
  | "other_app_approved"
  /** Granted moments ago; reads and sign-ins may still see the old state. */
  | "grant_not_visible_yet"
  | "user_not_assigned"
  | "app_disabled"
  | "wrong_tenant"
  /** The person's token was issued before the grant and does not carry it. */
  | "token_older_than_grant"
  /** Something is granted to everybody, but not all that is asked, for no reason that can be told. */
  | "grant_incomplete"
  | "nothing_granted";

export type AfterApprovalFinding = {
  code: AfterApprovalCode;
  /** `likely` where the facts fit, yet could have come about otherwise. */
  certainty: "certain" | "likely";
  /** Which of the waiting people it keeps out. */
  userIds: string[];
  /** The permissions it is about; empty where it is about none in particular. */
  permissions: PermissionName[];
  /** One plain sentence: what is the matter. */
  sentence: string;
  /** Role names, `the app's owner`, `the user`, or `nobody`. */
  whoActs: string[];
  /** One plain sentence: exactly what to do. */
  nextStep: string;
  /** The administrator's link, where it is the next step and the tenant is known. */
  url?: string | undefined;
};

export type AfterApprovalDiagnosis = {
  /** `clear`: nothing is in the way any more. `pending`: wait a little and look again. `blocked`: somebody must act. */
  verdict: "clear" | "pending" | "blocked";
  /** In the order in which a waiting person meets them. Each must go; the first alone leads to the next. */
  findings: AfterApprovalFinding[];
  /** Waiting people whom nothing found here keeps out. */
  unblockedUserIds: string[];
};
