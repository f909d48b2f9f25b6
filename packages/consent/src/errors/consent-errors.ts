import type { ErrorGroup } from "./error-entry.ts";
import { APP_OWNER, CODES_PAGE, CONSENT_ERROR_PAGE, CONSENT_ROLES, USER } from "./error-entry.ts";

const ASK_ADMIN = [
  "Send an administrator the admin consent link for exactly the permissions asked; Cloud Application Administrator is enough for delegated ones.",
  "After the grant, sign in again without prompt=consent.",
];
const NOT_OPEN_ALL =
  "Do not open user consent for everybody: since 2025 the policy that Microsoft manages excludes mail and calendar permissions anyway.";

/** Consent itself: missing, refused, declined, waiting. Source: "Authentication and authorization error codes". */
export const consentErrors: readonly ErrorGroup[] = [
  {
    titles: { "65001": "Nobody has granted a permission that was asked" },
    meaning:
      "There is no grant for at least one requested permission, for this user or for everybody. A silent request cannot ask for it.",
    whereShown: ["token", "redirect"],
    whoMustAct: [USER, ...CONSENT_ROLES],
    steps: [
      "Send the person through an interactive sign-in once.",
      "If that ends at Need admin approval, an administrator grants through the admin consent link.",
      "Check that everything asked at run time is also in the registration: the admin center grants only what is listed there.",
    ],
    whatNotToDo: ["Do not repeat the silent request; it fails until a grant exists."],
    source: CODES_PAGE,
  },
  {
    titles: { "65004": "The consent was declined, or an approval request was sent" },
    meaning:
      "The person chose Cancel on Permissions requested, or sent an approval request and pressed Back to app. Microsoft reports both with the same code.",
    whereShown: ["redirect"],
    whoMustAct: [USER, ...CONSENT_ROLES],
    steps: [
      "Ask the person which page it was.",
      "Declined: try again and choose Accept. Request sent: wait for the reviewer, or send an administrator the admin consent link.",
    ],
    whatNotToDo: ["Do not tell the person that they declined: after an approval request they did not."],
    source: CONSENT_ERROR_PAGE,
    question: {
      text: "Which page did you see at Microsoft?",
      choices: [
        { label: "Permissions requested, and I chose Cancel", cause: "user_declined" },
        { label: "Approval required, and I sent a request", cause: "approval_request_pending" },
      ],
    },
  },
  {
    titles: {
      "90094": "Need admin approval",
      "90093": "This account may not grant the permissions",
    },
    meaning:
      "The organization's settings let only an administrator grant what the app asks. Which setting it is (user consent off, a policy that excludes the permission, an admin-only permission, assignment required) the code does not say.",
    whereShown: ["page", "redirect"],
    whoMustAct: CONSENT_ROLES,
    steps: ASK_ADMIN,
    whatNotToDo: [NOT_OPEN_ALL, "Do not make the person try again before the grant exists."],
    source: CONSENT_ERROR_PAGE,
  },
  {
    titles: { "90095": "Approval required: a request form instead of consent" },
    meaning:
      "Only an administrator may grant this, and the organization lets people send a request. Nothing is sent until the person presses Request approval.",
    whereShown: ["page"],
    whoMustAct: ["a reviewer who also holds a consent role", ...CONSENT_ROLES],
    steps: [
      "The person enters a reason and presses Request approval.",
      "A reviewer who holds a consent role approves it under Enterprise applications, Admin consent requests; requests expire.",
      "Or an administrator grants through the admin consent link.",
    ],
    whatNotToDo: ["Do not send the request again and again: only the first of each person and app is kept."],
    source: "learn.microsoft.com/entra/identity/enterprise-apps/configure-admin-consent-workflow",
  },
  {
    titles: {
      "900941": "Need admin approval: the app is treated as risky",
      "900981": "Approval required, or a warning: the app is treated as risky",
    },
    meaning:
      "Risk-based step-up consent: a multi-tenant app registered after 8 November 2020 without a verified publisher asks for more than sign-in, so only administrators may consent. Administrators see 900981 as a warning and may go on.",
    whereShown: ["page"],
    whoMustAct: [...CONSENT_ROLES, "the app's vendor"],
    steps: [
      "An administrator grants through the admin consent link; or",
      "register the app in the organization's own tenant, where the rule does not apply; or",
      "the vendor verifies its publisher.",
    ],
    whatNotToDo: [
      "Do not expect a verified publisher to lift the exclusion of mail permissions: it lifts this rule only.",
    ],
    source: "learn.microsoft.com/entra/identity/enterprise-apps/configure-risk-based-step-up-consent",
  },
  {
    titles: { "90090": "Microsoft could not record the consent" },
    meaning: "A passing failure while the grant was being written.",
    whereShown: ["page", "redirect"],
    whoMustAct: [USER],
    steps: ["Try again after a few minutes."],
    whatNotToDo: ["Do not change settings because of it."],
    source: CODES_PAGE,
  },
  {
    titles: { "90008": "The app asks for a token to itself without User.Read" },
    meaning: "The registration lists no Microsoft Graph permission.",
    whereShown: ["redirect", "token"],
    whoMustAct: [APP_OWNER],
    steps: ["Add the delegated permission User.Read to the registration and grant it."],
    whatNotToDo: [],
    source: CODES_PAGE,
  },
  {
    titles: { "1003031": "The registration's permission list is empty or wrong" },
    meaning: "The admin consent endpoint found a required resource access list that it cannot use.",
    whereShown: ["redirect"],
    whoMustAct: [APP_OWNER],
    steps: [
      "In App registrations, API permissions, remove entries that no longer exist and list what the app asks.",
    ],
    whatNotToDo: ["Do not read admin_consent=True beside an error as success: the error wins."],
    source: CODES_PAGE,
  },
  {
    titles: { "90099": "The app is not authorized in the customer's tenant for a partner's administrator" },
    meaning: "A partner with delegated administration cannot consent in the customer's place.",
    whereShown: ["page", "token"],
    whoMustAct: CONSENT_ROLES,
    steps: ["An administrator of the customer's own tenant consents, or the partner pre-consents the app."],
    whatNotToDo: [],
    source: CODES_PAGE,
  },
  {
    titles: { cancelled_without_code: "The sign-in came back as cancelled, without a reason" },
    meaning:
      "Return to the application without granting consent on Need admin approval, and Back or Cancel on the sign-in page, return exactly the same: access_denied with error_subcode=cancel and no description.",
    whereShown: ["redirect"],
    whoMustAct: [],
    steps: [
      "Ask the person which page they saw; with mail permissions in the request Need admin approval is likeliest.",
    ],
    whatNotToDo: ["Do not tell the person that they cancelled or declined."],
    source: "captures of blocked users' callbacks",
    question: {
      text: "Which page did you see at Microsoft?",
      choices: [
        { label: "Need admin approval", cause: "admin_approval_required" },
        { label: "Approval required", cause: "approval_request_pending" },
        { label: "Permissions requested", cause: "user_declined" },
        { label: "Only the sign-in page", cause: "user_cancelled_sign_in" },
      ],
    },
  },
  {
    titles: { admin_consent_declined: "An administrator opened the consent link and declined" },
    meaning:
      "The answer comes from the admin consent endpoint, where only an administrator is asked and no approval request exists: Cancel was chosen there. admin_consent=True beside the error means nothing.",
    whereShown: ["redirect"],
    whoMustAct: CONSENT_ROLES,
    steps: [
      "Ask the administrator what keeps them from accepting, and answer that.",
      "Send the link again; it asks for exactly the permissions in its scope parameter.",
    ],
    whatNotToDo: [
      "Do not read admin_consent=True beside an error as success: the error wins.",
      "Do not send the users through sign-in again: nothing has changed for them.",
    ],
    source: "learn.microsoft.com/entra/identity-platform/v2-admin-consent",
  },
  {
    titles: { permissions_requested: "Microsoft asks for permissions; nothing has failed" },
    meaning:
      "Permissions requested is the ordinary consent page: this person may accept for themselves, and an administrator who sees the box may accept for everybody.",
    whereShown: ["page"],
    whoMustAct: [USER],
    steps: [
      "Read what is asked and choose Accept.",
      "An administrator who wants to settle it for everybody ticks Consent on behalf of your organization first.",
    ],
    whatNotToDo: ["Do not press Cancel to look for another way: it comes back as a refusal (AADSTS65004)."],
    source: "learn.microsoft.com/entra/identity-platform/application-consent-experience",
  },
  {
    titles: { admin_consent_needs_tenant: "The admin consent address does not name an organization" },
    meaning:
      "The v2.0 admin consent endpoint takes a tenant id, a verified domain or organizations; with common it answers that the request must include a response_type.",
    whereShown: ["page"],
    whoMustAct: [APP_OWNER],
    steps: ["Put the organization's tenant id or domain in the place of common, and open the link again."],
    whatNotToDo: ["Do not add a response_type: it is not what is missing."],
    source: "learn.microsoft.com/entra/identity-platform/v2-admin-consent",
  },
  {
    titles: {
      server_error: "Microsoft or Salesforce failed for a moment",
      temporarily_unavailable: "Microsoft or Salesforce is too busy for a moment",
    },
    meaning: "The sign-in server could not finish. It says nothing about permissions.",
    whereShown: ["redirect", "token"],
    whoMustAct: ["nobody"],
    steps: ["Try again after a few minutes; if it stays, look at the vendor's service health."],
    whatNotToDo: ["Do not change settings because of it."],
    source: "RFC 6749, section 4.1.2.1",
  },
];
