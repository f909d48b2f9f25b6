import type { ErrorGroup } from "./error-entry.ts";
import { CODES_PAGE, USER } from "./error-entry.ts";

const SIGN_IN_AGAIN = ["Sign in again once, interactively."];

/** Signing in, sessions, Conditional Access. Source: "Authentication and authorization error codes". */
export const sessionErrors: readonly ErrorGroup[] = [
  {
    titles: {
      "50076": "Multi-factor authentication is required",
      "50074": "Strong authentication is required",
      "50079": "The user must register for multi-factor authentication",
      "50072": "The user must enrol for multi-factor authentication",
      "50078": "The multi-factor authentication has expired",
    },
    meaning: "The organization asks for a second factor, which a silent request cannot give.",
    whereShown: ["page", "token"],
    whoMustAct: [USER],
    steps: [
      "Sign in interactively, passing on the claims value of the answer, and complete the second factor.",
    ],
    whatNotToDo: ["Do not ask an administrator for consent: consent is not what is missing."],
    source: CODES_PAGE,
  },
  {
    titles: {
      "53003": "Conditional Access blocks the sign-in",
      "53000": "The device is not compliant",
      "53001": "The device is not joined to the organization",
      "530032": "The organization's security policy blocks the sign-in",
      "530034": "The organization's security policy blocks the sign-in",
      "530035": "Security defaults block the sign-in",
      "50097": "Device authentication is required",
    },
    meaning: "A policy about device, place or risk refuses the sign-in. The person cannot change that alone.",
    whereShown: ["page", "token"],
    whoMustAct: ["Conditional Access Administrator", "Security Administrator"],
    steps: [
      "An administrator opens the sign-in log at the given time and reads which Conditional Access policy failed.",
      "Use a compliant device, or adjust that policy.",
    ],
    whatNotToDo: [
      "Do not exclude the app from all policies.",
      "Do not ask for consent: it is not what is missing.",
    ],
    source: CODES_PAGE,
  },
  {
    titles: {
      "70043": "The session is too old for the organization's sign-in frequency",
      "50173": "The session was revoked, for instance by a password change",
      "700082": "The refresh token was not used for 90 days",
      "700084": "The refresh token of a single-page application ended after 24 hours",
      "50058": "A silent sign-in found no session",
    },
    meaning: "The session has ended. The grants are untouched.",
    whereShown: ["token", "redirect"],
    whoMustAct: [USER],
    steps: SIGN_IN_AGAIN,
    whatNotToDo: ["Do not ask an administrator: the grants are still there."],
    source: "learn.microsoft.com/entra/identity-platform/configurable-token-lifetimes",
  },
  {
    titles: { "50034": "The account does not exist in this organization" },
    meaning: "The user was removed, or the address has a typing error.",
    whereShown: ["page", "token"],
    whoMustAct: [USER, "User Administrator"],
    steps: [
      "Check the address; if the account was deleted, restore it within 30 days or remove the connection.",
    ],
    whatNotToDo: [],
    source: CODES_PAGE,
  },
  {
    titles: {
      "70008": "The authorization code or refresh token has expired",
      "54005": "The authorization code was already used",
      "501481": "The code verifier does not match",
      "700005": "The authorization code was issued for another organization",
    },
    meaning: "The two legs of one sign-in do not belong together, or came too late.",
    whereShown: ["token"],
    whoMustAct: [USER],
    steps: ["Start the sign-in again from the beginning."],
    whatNotToDo: ["Do not reload the callback address: a code works once."],
    source: CODES_PAGE,
  },
  {
    titles: { "50196": "The app is asking in a loop" },
    meaning: "Microsoft saw the same request too often in a short time.",
    whereShown: ["token"],
    whoMustAct: ["nobody"],
    steps: ["Wait; the product must back off and reuse its tokens."],
    whatNotToDo: ["Do not retry at once."],
    source: CODES_PAGE,
  },
  {
    titles: {
      "50126": "Wrong user name or password",
      "50053": "The account is locked",
      "50055": "The password has expired",
      "50057": "The account is disabled",
      "16000": "Several accounts are signed in, and none was chosen",
    },
    meaning: "The sign-in itself failed, before any question of consent.",
    whereShown: ["page", "redirect"],
    whoMustAct: [USER, "User Administrator"],
    steps: ["Put the account in order (password, lock, enabled), choose it, and sign in again."],
    whatNotToDo: ["Do not ask for consent: it is not what is missing."],
    source: CODES_PAGE,
  },
  {
    titles: {
      "500021": "Tenant restrictions do not allow this organization",
      "500022": "Tenant restrictions do not allow this organization",
      "500212": "The home organization's cross-tenant policy blocks the sign-in",
      "500213": "The other organization's cross-tenant policy blocks the sign-in",
    },
    meaning: "A network or cross-tenant policy forbids signing in to this organization.",
    whereShown: ["page"],
    whoMustAct: ["Security Administrator", "the network's administrator"],
    steps: ["Ask the administrator of the network or of cross-tenant access to allow the organization."],
    whatNotToDo: ["Do not ask for consent: it is not what is missing."],
    source: CODES_PAGE,
  },
];
