import { describe } from "vitest";
import { findPermission } from "./permissions.ts";
import { EXCHANGE_ONLINE_APP_ID, MICROSOFT_GRAPH_APP_ID } from "./resources.ts";
import { APP_ID, EWS_SCOPE, POLICIES, TENANT_ID, VENDOR_TENANT_ID } from "./testing/build-consent-case.ts";
import { testDecisions } from "./testing/expect-decision.ts";

const SELF = "managePermissionGrantsForSelf.";
const mail = { request: { scope: "openid Mail.ReadWrite" } };
const mailId = findPermission(MICROSOFT_GRAPH_APP_ID, "Mail.ReadWrite")!.id;
const openId = findPermission(MICROSOFT_GRAPH_APP_ID, "openid")!.id;
const assigned = (...ids: string[]) => ({ permissionGrantPoliciesAssigned: ids });
const low = (...values: string[]) => ({
  ...assigned(...POLICIES.low),
  classifications: values.map((value) => ({
    resourceAppId: MICROSOFT_GRAPH_APP_ID,
    value,
    classification: "low",
  })),
});
/** A tenant whose only policy is its own. */
const custom = (includes: object[], excludes: object[] = []) => ({
  ...mail,
  tenant: { ...assigned(`${SELF}Ours`), customPolicies: [{ id: "ours", includes, excludes }] },
});
const unverified = { verifiedPublisher: null };
const own = { homeTenantId: TENANT_ID };
const excluded = {
  is: "need_admin_approval 90094",
  blockers: ["policy_excludes_permission"],
} as const;
const refused = { is: excluded.is, blockers: [...excluded.blockers] };
const prompted = { is: "consent_prompt" } as const;

describe("every condition of a policy of the tenant's own (Graph, permissionGrantConditionSet)", () => {
  testDecisions([
    ["an empty include matches everything", custom([{}]), prompted],
    ["no include at all matches nothing", custom([]), refused],
    ["delegated", custom([{ permissionType: "delegated" }]), prompted],
    ["application permissions are another matter", custom([{ permissionType: "application" }]), refused],
    ["permissions all", custom([{ permissions: ["all"] }]), prompted],
    [
      "permissions by id, in any letter case",
      custom([{ permissions: [mailId.toUpperCase(), openId] }]),
      prompted,
    ],
    ["a permission that is not listed", custom([{ permissions: [openId] }]), refused],
    [
      "the API it speaks of",
      custom([{ resourceApplication: MICROSOFT_GRAPH_APP_ID.toUpperCase() }]),
      prompted,
    ],
    ["another API", custom([{ resourceApplication: EXCHANGE_ONLINE_APP_ID }]), refused],
    ["any API", custom([{ resourceApplication: "any" }]), prompted],
    ["this app", custom([{ clientApplicationIds: [APP_ID.toUpperCase()] }]), prompted],
    ["another app", custom([{ clientApplicationIds: ["b"] }]), refused],
    ["apps of the vendor's tenant", custom([{ clientApplicationTenantIds: [VENDOR_TENANT_ID] }]), prompted],
    ["apps of this tenant only", custom([{ clientApplicationTenantIds: [TENANT_ID] }]), refused],
    ["this publisher", custom([{ clientApplicationPublisherIds: ["5555555"] }]), prompted],
    ["another publisher", custom([{ clientApplicationPublisherIds: ["1"] }]), refused],
    ["verified publishers", custom([{ clientApplicationsFromVerifiedPublisherOnly: true }]), prompted],
    [
      "verified publishers, and the app has none: registering it at home would not help",
      { ...custom([{ clientApplicationsFromVerifiedPublisherOnly: true }]), app: { ...unverified, ...own } },
      {
        is: "need_admin_approval 90094",
        blockers: ["publisher_not_verified"],
        remedies: ["admin_consent_link", "verify_publisher"],
        without: ["register_in_own_tenant"],
      },
    ],
    [
      "low, and nothing is classified: classifying helps only the built-in policy by itself",
      custom([{ permissionClassification: "low" }]),
      {
        is: "need_admin_approval 90094",
        blockers: ["permission_not_classified"],
        remedies: ["custom_consent_policy"],
      },
    ],
    ["classification all", custom([{ permissionClassification: "all" }]), prompted],
    ["an exclude wins over the include", custom([{}], [{ permissions: [mailId] }]), refused],
    ["an exclude for another app is none", custom([{}], [{ clientApplicationIds: ["b"] }]), prompted],
    [
      "an exclude must match entirely",
      custom([{}], [{ permissions: [mailId], resourceApplication: "b" }]),
      prompted,
    ],
    [
      "one include for openid and one for mail: each permission needs one",
      custom([{ permissions: [openId] }, { permissions: [mailId] }]),
      prompted,
    ],
    [
      "the include that speaks of this app tells the gate",
      custom([{ clientApplicationIds: ["b"] }, { permissionClassification: "low" }]),
      { is: "need_admin_approval 90094", blockers: ["permission_not_classified"] },
    ],
    [
      "an assigned policy that the tenant does not have allows nothing",
      { ...mail, tenant: assigned(`${SELF}gone`) },
      refused,
    ],
  ]);
});

describe("built-in policies, step-up and the workflow (Configure user consent)", () => {
  testDecisions([
    [
      "a policy for owned resources is no policy for mail",
      { ...mail, tenant: assigned("ManagePermissionGrantsForOwnedResource.microsoft-user-default-legacy") },
      {
        is: "need_admin_approval 90094",
        blockers: ["user_consent_disabled"],
        remedies: ["admin_consent_link", "graph_grant", "custom_consent_policy", "enable_consent_workflow"],
        without: ["approve_pending_request"],
      },
    ],
    [
      "the prefix in any letter case",
      { ...mail, tenant: assigned("MANAGEPERMISSIONGRANTSFORSELF.Microsoft-User-Default-Legacy") },
      prompted,
    ],
    [
      "managed and legacy together: one that allows is enough",
      { ...mail, tenant: assigned(...POLICIES.recommended, ...POLICIES.legacy) },
      prompted,
    ],
    [
      "the companion policy's other spelling",
      {
        ...mail,
        app: { appId: "f8d98a96-0999-43f5-8af3-69971c7bb423" },
        tenant: assigned(`${SELF}microsoft-user-allow-default-consent-apps`),
      },
      prompted,
    ],
    [
      "the companion policy names no other client",
      { ...mail, tenant: assigned(POLICIES.recommended[1]) },
      refused,
    ],
    [
      "legacy opens no admin-only permission",
      { tenant: assigned(...POLICIES.legacy), request: { scope: "openid Directory.Read.All" } },
      {
        is: "need_admin_approval 90094",
        blockers: ["permission_is_admin_only", "permission_not_in_registration"],
        remedies: ["admin_consent_link"],
        without: ["allow_user_consent", "custom_consent_policy"],
      },
    ],
    [
      "one admin-only permission poisons a request that would pass",
      {
        tenant: assigned(...POLICIES.legacy),
        request: { scope: "User.Read Mail.Read Group.Read.All" },
        app: {
          requiredResourceAccess: [
            { resourceAppId: MICROSOFT_GRAPH_APP_ID, scopes: ["User.Read", "Mail.Read", "Group.Read.All"] },
          ],
        },
      },
      { is: "need_admin_approval 90094", blockers: ["permission_is_admin_only"] },
    ],
    [
      "Mail.ReadBasic is excluded by the managed policy, too",
      { request: { scope: "Mail.ReadBasic" } },
      { ...refused, blockers: ["policy_excludes_permission", "permission_not_in_registration"] },
    ],
    [
      "IMAP is excluded on either API",
      {
        request: { scope: "https://outlook.office365.com/IMAP.AccessAsUser.All" },
        app: {
          requiredResourceAccess: [
            { resourceAppId: EXCHANGE_ONLINE_APP_ID, scopes: ["IMAP.AccessAsUser.All"] },
          ],
        },
      },
      refused,
    ],
    [
      "low, own app without a verified publisher",
      { tenant: low("openid", "Mail.ReadWrite"), app: { ...unverified, ...own }, ...mail },
      prompted,
    ],
    [
      "low, a vendor's app without a verified publisher is risky besides",
      { tenant: low("openid", "Mail.ReadWrite"), app: unverified, ...mail },
      {
        is: "need_admin_approval 900941",
        blockers: ["risky_app", "publisher_not_verified"],
        remedies: ["register_in_own_tenant", "verify_publisher"],
      },
    ],
    [
      "low, verified, mail not classified",
      { tenant: low("openid"), ...mail },
      {
        is: "need_admin_approval 90094",
        blockers: ["permission_not_classified"],
        remedies: ["classify_permission", "allow_user_consent"],
      },
    ],
    [
      "risky: legacy policy, step-up on, workflow on",
      {
        tenant: {
          ...assigned(...POLICIES.legacy),
          adminConsentWorkflow: { isEnabled: true, reviewerIds: [] },
        },
        app: unverified,
      },
      {
        is: "approval_request 900981",
        blockers: ["risky_app"],
        remedies: ["approve_pending_request", "verify_publisher", "register_in_own_tenant"],
        without: ["enable_consent_workflow", "allow_user_consent"],
      },
    ],
    [
      "step-up off",
      { tenant: { ...assigned(...POLICIES.legacy), blockUserConsentForRiskyApps: false }, app: unverified },
      prompted,
    ],
    [
      "registered on the last day before the rule",
      {
        tenant: assigned(...POLICIES.legacy),
        app: { ...unverified, createdDateTime: "2020-11-08T23:00:00Z" },
      },
      prompted,
    ],
    [
      "registered on the first day of the rule",
      {
        tenant: assigned(...POLICIES.legacy),
        app: { ...unverified, createdDateTime: "2020-11-09T00:00:00Z" },
      },
      { is: "need_admin_approval 900941", blockers: ["risky_app"] },
    ],
    [
      "the tenant's own app is never risky",
      { tenant: assigned(...POLICIES.legacy), app: { ...unverified, ...own } },
      prompted,
    ],
    [
      "sign-in alone is never risky",
      {
        tenant: assigned(...POLICIES.legacy),
        app: unverified,
        request: { scope: "openid profile email offline_access User.Read" },
      },
      prompted,
    ],
    [
      "User.ReadBasic.All is beyond sign-in",
      { tenant: assigned(...POLICIES.legacy), app: unverified, request: { scope: "User.ReadBasic.All" } },
      { is: "need_admin_approval 900941", blockers: ["risky_app", "permission_not_in_registration"] },
    ],
    [
      "user consent off names the wall before the risk",
      { tenant: assigned(), app: unverified },
      { is: "need_admin_approval 90094", blockers: ["user_consent_disabled", "risky_app"] },
    ],
    [
      "EWS in a tenant that lets people consent is asked for, and only warned of",
      { tenant: assigned(...POLICIES.legacy), request: { scope: EWS_SCOPE } },
      prompted,
    ],
    [
      "EWS where people may not",
      { tenant: assigned(), request: { scope: EWS_SCOPE } },
      {
        is: "need_admin_approval 90094",
        blockers: ["user_consent_disabled", "ews_retired"],
        remedies: ["use_graph_instead_of_ews"],
      },
    ],
  ]);
});
