import { CONSENT_ROLES } from "../errors/error-entry.ts";

/** Why a connection stands still. */
export type CauseCode =
  | "admin_approval_required"
  | "approval_request_pending"
  | "user_declined"
  | "user_cancelled_sign_in"
  | "admin_consent_declined"
  | "not_assigned"
  | "app_disabled"
  | "wrong_tenant"
  | "personal_account"
  | "guest"
  | "conditional_access"
  | "mfa_required"
  | "access_restricted"
  | "account_unusable"
  | "registration_fault"
  | "transient"
  | "session_expired"
  | "granted_but_incomplete"
  | "prompt_forces_consent";

type CauseText = {
  /** A clause without capital and full stop; may stand after "most likely,". */
  clause: string;
  nextStep: string;
  /** Roles; empty where the person can act alone. */
  whoCanFix: readonly string[];
};

const ORG = "{{ organization_name }}";
const PRODUCT = "{{ product_name }}";
const APP_ADMINISTRATORS = [
  "Cloud Application Administrator",
  "Application Administrator",
  "Global Administrator",
];

/** Plain words per cause; the placeholders are filled in by `diagnose`. */
export const causeTexts: Readonly<Record<CauseCode, CauseText>> = {
  admin_approval_required: {
    clause: `an administrator of ${ORG} has to allow ${PRODUCT} before people can connect their mailboxes`,
    nextStep: "Send the administrator's link; everybody who waits is connected once it is granted.",
    whoCanFix: CONSENT_ROLES,
  },
  approval_request_pending: {
    clause: `${ORG} reviews requests for new apps, and ${PRODUCT} has not been approved yet`,
    nextStep: "Wait for the reviewer, or send an administrator the link.",
    whoCanFix: CONSENT_ROLES,
  },
  user_declined: {
    clause: `the permissions that ${PRODUCT} asked for were not accepted`,
    nextStep: "Start again and choose Accept on Permissions requested.",
    whoCanFix: [],
  },
  user_cancelled_sign_in: {
    clause: "the sign-in at Microsoft was left before it was finished",
    nextStep: "Start again and finish the sign-in.",
    whoCanFix: [],
  },
  admin_consent_declined: {
    clause: `an administrator of ${ORG} opened the request for ${PRODUCT} and did not accept it`,
    nextStep: "Ask the administrator what is missing, and send the link again.",
    whoCanFix: CONSENT_ROLES,
  },
  not_assigned: {
    clause: `${ORG} lets only assigned people use ${PRODUCT}, and this account is not among them`,
    nextStep: "Ask an administrator to assign this account, or a group it is in, to the app.",
    whoCanFix: ["Cloud Application Administrator", "Application Administrator", "User Administrator"],
  },
  app_disabled: {
    clause: `${PRODUCT} is switched off in ${ORG}`,
    nextStep: "Ask an administrator why, and to switch it on under Enterprise applications.",
    whoCanFix: APP_ADMINISTRATORS,
  },
  wrong_tenant: {
    clause: `this account does not belong to the organization in which ${PRODUCT} was to be connected`,
    nextStep: `Start again with the account of ${ORG}.`,
    whoCanFix: [],
  },
  personal_account: {
    clause: `this is a personal Microsoft account, and ${PRODUCT} works with accounts of an organization`,
    nextStep: `Start again with the work account of ${ORG}.`,
    whoCanFix: [],
  },
  guest: {
    clause: `this account is a guest in ${ORG}, and its mailbox lies in another organization`,
    nextStep: "Connect the mailbox in the organization that the account comes from.",
    whoCanFix: [],
  },
  conditional_access: {
    clause: `a security policy of ${ORG} does not let this sign-in through`,
    nextStep: "Try from a managed device; otherwise an administrator finds the policy in the sign-in log.",
    whoCanFix: ["Conditional Access Administrator", "Security Administrator"],
  },
  mfa_required: {
    clause: `${ORG} asks for a second factor`,
    nextStep: "Sign in again and complete it.",
    whoCanFix: [],
  },
  access_restricted: {
    clause: "a network or cross-organization rule forbids signing in here",
    nextStep: "Ask the administrator of the network or of cross-tenant access.",
    whoCanFix: ["Security Administrator"],
  },
  account_unusable: {
    clause: "Microsoft did not accept the account itself (password, lock, or it does not exist)",
    nextStep: "Put the account in order, then sign in again.",
    whoCanFix: ["User Administrator"],
  },
  registration_fault: {
    clause: `${PRODUCT} is not set up correctly at Microsoft`,
    nextStep: `The operator of ${PRODUCT} checks its app registration and its secret. Nothing that you or an administrator choose changes it.`,
    whoCanFix: [`the operator of ${PRODUCT}`],
  },
  transient: {
    clause: "Microsoft could not finish the sign-in just now",
    nextStep: "Try again in a few minutes.",
    whoCanFix: [],
  },
  session_expired: {
    clause: "the session at Microsoft has ended",
    nextStep: "Sign in again once; nothing else is lost.",
    whoCanFix: [],
  },
  granted_but_incomplete: {
    clause: `${ORG} has allowed ${PRODUCT} only in part, or only for some people`,
    nextStep: "Send the administrator's link again; it grants everything that is asked, for everybody.",
    whoCanFix: CONSENT_ROLES,
  },
  prompt_forces_consent: {
    clause: `${PRODUCT} asks for consent again although everything is granted`,
    nextStep: `The operator of ${PRODUCT} takes prompt=consent out of its sign-in request.`,
    whoCanFix: [`the operator of ${PRODUCT}`],
  },
};
