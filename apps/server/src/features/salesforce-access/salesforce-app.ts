import type { SalesforceApp } from "@outrigger/api-contract";
import { SALESFORCE_SCOPES } from "@outrigger/salesforce";
import { salesforceRedirectUri } from "../sessions/sign-in-attempt.ts";

/** Salesforce's own names of the scopes, as its lists show them, and why each is asked. */
const SCOPE_WORDS: Readonly<Record<string, { label: string; usedFor: string }>> = {
  api: {
    label: "Manage user data via APIs (api)",
    usedFor:
      "Finds contacts, leads, accounts, opportunities and cases, and saves mail, with the rights of the person.",
  },
  refresh_token: {
    label: "Perform requests at any time (refresh_token, offline_access)",
    usedFor: "Saves mail while nobody looks. Without it people sign in again after every session.",
  },
  id: {
    label: "Access the identity URL service (id, profile, email, address, phone)",
    usedFor: "Knows who signed in.",
  },
  openid: { label: "Access unique user identifiers (openid)", usedFor: "Knows who signed in." },
};

/** Everything that an administrator compares or copies. */
export function describeSalesforceApp(config: {
  readonly publicUrl: string;
  readonly product: { readonly productName: string };
  readonly salesforce: { readonly clientId: string; readonly loginUrl: string };
}): SalesforceApp {
  const { product, salesforce } = config;
  const callbackUrl = salesforceRedirectUri({ config });
  const scopes = SALESFORCE_SCOPES.map((scope) => ({
    scope,
    ...(SCOPE_WORDS[scope] ?? { label: scope, usedFor: "" }),
  }));
  return {
    consumerKey: salesforce.clientId,
    callbackUrl,
    loginUrl: salesforce.loginUrl,
    scopes,
    setupSteps: [
      "Setup, External Client App Manager, New External Client App.",
      `Name: ${product.productName}. Distribution State: Local.`,
      "API (Enable OAuth Settings): tick Enable OAuth.",
      `Callback URL, exactly: ${callbackUrl}`,
      `OAuth Scopes, these and no more: ${scopes.map(({ label }) => label).join("; ")}.`,
      "Tick Require secret for Web Server Flow, Require Proof Key for Code Exchange (PKCE) and Enable Refresh Token Rotation.",
      "Create, and wait ten minutes before the first sign-in.",
      "Settings, OAuth Settings, Consumer Key and Secret: put them into SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET, and the org's My Domain into SALESFORCE_LOGIN_URL.",
    ],
    policies: [
      {
        setting: "Permitted Users",
        value: "All users may self-authorize, or Admin approved users are pre-authorized",
        why: "With the second, give the app to the profiles or permission sets of its users.",
      },
      {
        setting: "Refresh Token Policy",
        value: "Refresh token is valid until revoked",
        why: "A shorter life makes everybody sign in again.",
      },
      {
        setting: "IP Relaxation",
        value: "Enforce IP restrictions, but relax for refresh tokens",
        why: "Sync calls from the server's address, not from the person's.",
      },
    ],
  };
}
