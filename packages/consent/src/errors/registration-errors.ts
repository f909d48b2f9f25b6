import type { ErrorGroup } from "./error-entry.ts";
import { APP_OWNER, CODES_PAGE, USER } from "./error-entry.ts";

const APP_ADMINISTRATORS = [
  "Cloud Application Administrator",
  "Application Administrator",
  "Global Administrator",
];

/** The app, its registration, its credentials, its place in the tenant. Source: "Authentication and authorization error codes". */
export const registrationErrors: readonly ErrorGroup[] = [
  {
    titles: { "700016": "The app is not in this organization" },
    meaning:
      "No app with this client id is registered in, or available to, the organization that was signed in to.",
    whereShown: ["page", "token"],
    whoMustAct: [APP_OWNER, ...APP_ADMINISTRATORS],
    steps: [
      "Compare the client id with the registration; then the tenant in the sign-in address.",
      "A multi-tenant app comes into the organization with the first consent; a single-tenant one works only at home.",
    ],
    whatNotToDo: ["Do not grant consent to another client id than the one the product uses."],
    source: CODES_PAGE,
  },
  {
    titles: {
      "70001": "The app was not found or is disabled",
      "1000031": "The app cannot be accessed",
      "7000112": "The app is disabled in this organization",
    },
    meaning:
      "The app's service principal is switched off, was blocked by a reviewer, or was disabled by its owner or Microsoft.",
    whereShown: ["page", "token"],
    whoMustAct: APP_ADMINISTRATORS,
    steps: [
      "In Enterprise applications, the app, Properties, set Enabled for users to sign in to Yes.",
      "If a reviewer blocked it, find out why first.",
    ],
    whatNotToDo: ["Do not register a second app to get around a block."],
    source: CODES_PAGE,
  },
  {
    titles: {
      "650052": "The organization has no subscription for an API the app asks for",
      "500011": "The API is not in this organization",
    },
    meaning: "The resource in the request has no service principal here.",
    whereShown: ["page", "redirect", "token"],
    whoMustAct: [...APP_ADMINISTRATORS, APP_OWNER],
    steps: [
      "Check the API's App ID URI in the request.",
      "Subscribe to the service, or create its service principal with POST /servicePrincipals and the API's appId.",
    ],
    whatNotToDo: [],
    source: CODES_PAGE,
  },
  {
    titles: {
      "650054": "The app asks for a permission that was removed",
      "650057": "The app asks for an API that is not in its registration",
      "65005": "The app's registration does not list the API it asks for",
    },
    meaning: "Request and registration disagree about the API.",
    whereShown: ["page", "redirect"],
    whoMustAct: [APP_OWNER],
    steps: [
      "In App registrations, API permissions, list everything that the app ever asks, then grant it again.",
    ],
    whatNotToDo: [
      "Do not press Grant admin consent before the list is complete: it grants only what is listed.",
    ],
    source: CODES_PAGE,
  },
  {
    titles: { "650056": "The app is misconfigured: nothing is listed or consented" },
    meaning:
      "The registration lists no permission, nobody has consented in this organization, or the sign-in went to the wrong one.",
    whereShown: ["page", "token"],
    whoMustAct: [APP_OWNER, ...APP_ADMINISTRATORS],
    steps: ["List the permissions in the registration.", "Consent through the link of the right tenant."],
    whatNotToDo: [],
    source: CODES_PAGE,
  },
  {
    titles: { "50194": "A single-tenant app was used with the common address" },
    meaning: "The registration admits one organization only, and the sign-in did not name it.",
    whereShown: ["page"],
    whoMustAct: [APP_OWNER],
    steps: ["Use the tenant's own sign-in address, or make the registration multi-tenant."],
    whatNotToDo: [],
    source: CODES_PAGE,
  },
  {
    titles: {
      "50011": "The redirect address is not registered",
      "500113": "The app has no redirect address",
      "900971": "The request has no redirect address",
    },
    meaning: "The redirect URI in the request must equal a registered one, letter case of the path included.",
    whereShown: ["page"],
    whoMustAct: [APP_OWNER],
    steps: [
      "Register exactly the address that the product shows, under the right platform (Web or Single-page application).",
    ],
    whatNotToDo: ["Do not register wildcards or an address you do not control."],
    source: "learn.microsoft.com/entra/identity-platform/reply-url",
  },
  {
    titles: {
      "7000215": "The client secret is wrong",
      "7000222": "The client secret has expired",
      "7000218": "The client secret is missing",
      "700025": "A public client sent a secret",
    },
    meaning:
      "The app could not prove who it is. 7000215 often means that the Secret ID was pasted instead of the secret's Value.",
    whereShown: ["token"],
    whoMustAct: [APP_OWNER],
    steps: [
      "Create a new secret in App registrations, Certificates and secrets; copy its Value, not its Secret ID.",
      "Put it into the product's configuration; for a public client leave the secret out.",
    ],
    whatNotToDo: ["Do not ask users to sign in again: it cannot help."],
    source: CODES_PAGE,
  },
  {
    titles: {
      "9002326": "A browser request used a redirect address of the wrong platform",
      "9002327": "A server request used a single-page application's redirect address",
    },
    meaning: "The redirect URI is registered under the wrong platform type.",
    whereShown: ["token"],
    whoMustAct: [APP_OWNER],
    steps: [
      "Move the redirect URI to the Web platform for a server, to Single-page application for a browser.",
    ],
    whatNotToDo: [],
    source: CODES_PAGE,
  },
  {
    titles: { "50105": "The user is not assigned to the app" },
    meaning:
      "The organization requires assignment for this app, and the person is not assigned, nor a direct member of an assigned group. A missing consent can hide behind it.",
    whereShown: ["page", "token"],
    whoMustAct: ["Cloud Application Administrator", "Application Administrator", "User Administrator"],
    steps: [
      "In Enterprise applications, the app, Users and groups, add the person or a group; nested groups do not count.",
      "Grant the permissions for everybody as well: with assignment required, users cannot consent themselves.",
    ],
    whatNotToDo: [],
    source: CODES_PAGE,
  },
  {
    titles: { "50020": "The account belongs to another organization" },
    meaning:
      "The account is from another tenant or identity provider and is no guest where the app is used; personal accounts on a work-only app look the same.",
    whereShown: ["page", "redirect"],
    whoMustAct: [USER, "Guest Inviter"],
    steps: [
      "Sign in with the account of the organization; or invite the account as a guest and use that tenant's address.",
    ],
    whatNotToDo: ["Do not ask an administrator for consent: consent is not what is missing."],
    source:
      "learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/error-code-aadsts50020-user-account-identity-provider-does-not-exist",
  },
];
