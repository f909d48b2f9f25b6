import type { ErrorGroup } from "./error-entry.ts";
import { APP_OWNER, CODES_PAGE } from "./error-entry.ts";

/** What the app sends. Users and administrators can do nothing about these. Source: "Authentication and authorization error codes". */
export const requestErrors: readonly ErrorGroup[] = [
  {
    titles: {
      "70011": "The scope of the request is not valid",
      "28000": "The code was redeemed for more than one API",
      "28002": "The scope of the token request is not valid",
      "28003": "The scope of the token request is empty",
      "700022": "The scopes of the request belong to more than one API",
    },
    meaning:
      "A malformed scope, .default together with named permissions, or one token asked for several APIs.",
    whereShown: ["redirect", "token"],
    whoMustAct: [APP_OWNER],
    steps: [
      "Ask for one API per token; get the others with the refresh token.",
      "Send {resource}/.default alone, beside at most openid, profile, email and offline_access.",
    ],
    whatNotToDo: ["Do not ask an administrator: no grant can cure a malformed request."],
    source: "learn.microsoft.com/entra/identity-platform/scopes-oidc",
  },
  {
    titles: { "650053": "The permission does not exist on the API" },
    meaning:
      "A scope name is misspelled, or has no API in front of it and was looked for on Microsoft Graph.",
    whereShown: ["redirect", "page"],
    whoMustAct: [APP_OWNER],
    steps: ["Correct the name, or write the API's App ID URI in front of it."],
    whatNotToDo: ["Do not ask an administrator: what does not exist cannot be granted."],
    source: CODES_PAGE,
  },
  {
    titles: {
      "90023": "A parameter has a value that Microsoft does not know",
      "900144": "A required parameter is missing",
      "90014": "A required field is missing",
      "9002313": "The request is malformed",
      "9001023": "The grant type is not supported at this address",
    },
    meaning: "The app's request is malformed; prompt=admin_consent, for instance, existed in v1.0 only.",
    whereShown: ["redirect", "token"],
    whoMustAct: [APP_OWNER],
    steps: ["Correct the request as the description says."],
    whatNotToDo: ["Do not make the user try again."],
    source: CODES_PAGE,
  },
  {
    titles: {
      "90002": "The organization was not found",
      "90130": "The address common or organizations cannot be used here",
    },
    meaning:
      "The tenant in the sign-in address does not exist, or an alias stands where an organization must be named.",
    whereShown: ["page", "token"],
    whoMustAct: [APP_OWNER],
    steps: ["Check the domain or tenant id for a typing error; it may lie in another national cloud."],
    whatNotToDo: [],
    source: CODES_PAGE,
  },
  {
    titles: {
      ews_disabled: "Exchange Web Services are off for this user or organization",
      ews_blocked_by_policy: "Exchange Web Services are blocked for this app",
    },
    meaning:
      "Exchange Online refuses EWS since October 2026 unless the organization switched it on and allowed the app, and ends it on 1 April 2027.",
    whereShown: ["api"],
    whoMustAct: [APP_OWNER, "Exchange Administrator"],
    steps: [
      "Use Microsoft Graph for mailboxes in Exchange Online.",
      "Until April 2027 an Exchange Administrator can set EwsEnabled, and list the app's id with Set-OrganizationConfig -EwsAllowedAppIDs.",
    ],
    whatNotToDo: [
      "Do not ask for consent to EWS.AccessAsUser.All: a grant does not open what is switched off.",
    ],
    source:
      "learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-ews-exchange-online",
  },
];
