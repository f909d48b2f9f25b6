/** A delegated permission by its resource and its claim value. */
export type PermissionName = { resourceAppId: string; value: string };

/** What the person sees, or that they see nothing. */
export type ConsentOutcome = "code" | "consent_prompt" | "need_admin_approval" | "approval_request" | "error";

/** A gate that fails. */
export type BlockerCode =
  | "user_consent_disabled"
  | "policy_excludes_permission"
  | "permission_not_classified"
  | "publisher_not_verified"
  | "risky_app"
  | "permission_is_admin_only"
  | "assignment_required"
  | "user_not_assigned"
  | "app_disabled"
  | "app_not_in_tenant"
  | "resource_not_in_tenant"
  | "permission_not_in_registration"
  | "wrong_tenant"
  | "role_may_not_consent"
  | "prompt_forces_consent"
  | "request_malformed"
  | "ews_retired";

/** A change that removes blockers. */
export type RemedyCode =
  | "admin_consent_link"
  | "grant_in_portal"
  | "admin_signs_in_first"
  | "graph_grant"
  | "custom_consent_policy"
  | "classify_permission"
  | "enable_consent_workflow"
  | "approve_pending_request"
  | "assign_user"
  | "turn_off_assignment"
  | "enable_app"
  | "provision_resource"
  | "sign_in_to_right_tenant"
  | "sign_in_interactively"
  | "register_in_own_tenant"
  | "verify_publisher"
  | "allow_user_consent"
  | "drop_prompt_consent"
  | "use_graph_instead_of_ews"
  | "fix_registration";

export type RemedyRisk = "least" | "moderate" | "broad";

/** A failing gate, the setting behind it, the permissions it concerns, and a sentence for people. */
export type Blocker = {
  code: BlockerCode;
  /** The setting that causes it, as Graph or the admin center names it. */
  setting: string;
  permissions: PermissionName[];
  sentence: string;
};

/** A change, who can make it, what it risks, and which of the reported blockers it removes. */
export type Remedy = {
  code: RemedyCode;
  /** Role names, or who else must act (the app's owner, the user). */
  actors: string[];
  risk: RemedyRisk;
  removes: BlockerCode[];
  steps: string[];
  url?: string | undefined;
};

/** What Entra will do with a request, why, and what would unblock it: the output of `decide`. */
export type Decision = {
  outcome: ConsentOutcome;
  /** Whether the prompt offers "Consent on behalf of your organization". */
  organizationCheckbox: boolean;
  /** True for the prompt of /adminconsent, which grants for everybody. */
  tenantWide: boolean;
  /** `AADSTS` and the number, or null. */
  aadsts: string | null;
  /** Asked for and not granted to this user. */
  missing: PermissionName[];
  /** What Entra adds by itself to an app's first consent ("Scopes and permissions"); never a reason to refuse. */
  addedOnFirstConsent: PermissionName[];
  /** What a prompt says beside its question: AADSTS900981 to administrators, or that EWS is going away. */
  warnings: ("risky_app" | "ews_retired")[];
  /** Every gate that fails, in the order Entra meets them. */
  blockers: Blocker[];
  /** Least privilege first. */
  remedies: Remedy[];
};
