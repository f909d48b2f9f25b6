import { delegatedPermissions, EXCHANGE_ONLINE_APP_ID, MICROSOFT_GRAPH_APP_ID } from "@outrigger/consent";
import { graphScopes, type PublishedScope } from "./graph-scopes.ts";

export interface ApiResource {
  readonly appId: string;
  readonly displayName: string;
  /** The `aud` of its access tokens and the prefix of its scopes, without a trailing slash. */
  readonly audience: string;
  /** Other prefixes under which its scopes may be asked for. */
  readonly identifierUris: readonly string[];
  readonly scopes: readonly PublishedScope[];
}

/** What the API publishes: the scopes written here, and the others that other products ask of it (IMAP, Files, Chat …). */
function publish(appId: string, written: readonly PublishedScope[]): PublishedScope[] {
  const others = delegatedPermissions
    .filter(({ resourceAppId }) => resourceAppId === appId)
    .map(({ resourceAppId: _api, ...scope }) => scope)
    .filter(({ value }) => !written.some((scope) => scope.value === value));
  return [...written, ...others];
}

export const microsoftGraph: ApiResource = {
  appId: MICROSOFT_GRAPH_APP_ID,
  displayName: "Microsoft Graph",
  audience: "https://graph.microsoft.com",
  identifierUris: ["https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000"],
  scopes: publish(MICROSOFT_GRAPH_APP_ID, graphScopes),
};

export const exchangeOnline: ApiResource = {
  appId: EXCHANGE_ONLINE_APP_ID,
  displayName: "Office 365 Exchange Online",
  audience: "https://outlook.office365.com",
  identifierUris: [
    "https://outlook.office365.com",
    "https://outlook.office.com",
    "00000002-0000-0ff1-ce00-000000000000",
  ],
  scopes: [
    {
      id: "3b5f3d61-589b-4a3c-a359-5dd4b5ee5bd5",
      value: "EWS.AccessAsUser.All",
      type: "User",
      adminConsentDisplayName: "Access mailboxes as the signed-in user via Exchange Web Services",
      adminConsentDescription:
        "Allows the app to have the same access to mailboxes as the signed-in user via Exchange Web Services.",
      userConsentDisplayName: "Access your mailboxes",
      userConsentDescription: "Allows the app full access to your mailboxes on your behalf.",
    },
  ],
};

/** The APIs whose permissions the sandbox knows; their own service principals exist in every tenant. */
export const apiResources: readonly ApiResource[] = [microsoftGraph, exchangeOnline];

/** Scopes of sign-in itself: they belong to Graph's list, whatever resource they are asked with (v2.0 scopes-oidc). */
export const signInScopes: readonly string[] = ["openid", "profile", "email", "offline_access"];

export function findResource(appId: string): ApiResource | undefined {
  return apiResources.find((resource) => resource.appId === appId);
}

/** Scope names are compared without regard to case, as Entra does. */
export function findScope(resource: ApiResource, value: string): PublishedScope | undefined {
  return resource.scopes.find((scope) => scope.value.toLowerCase() === value.toLowerCase());
}
