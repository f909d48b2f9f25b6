import { directoryOf, type Application } from "../../core/directory.ts";
import { appRolesOf } from "../../entra/api-app-roles.ts";
import { findResource, findScope } from "../../entra/permission-catalog.ts";
import type { GraphRequest } from "../graph-request.ts";
import { viewVerifiedPublisher } from "./view-verified-publisher.ts";

type Secret = Application["secrets"][number];

/** Every property that Graph shows of a registration, as far as the sandbox has it. */
export function viewApplication({ context }: GraphRequest, app: Application) {
  return {
    id: app.id,
    deletedDateTime: null,
    appId: app.appId,
    displayName: app.displayName,
    createdDateTime: app.createdDateTime,
    description: app.description ?? null,
    notes: app.notes ?? null,
    isDisabled: app.isDisabled ?? null,
    isFallbackPublicClient: app.isFallbackPublicClient,
    disabledByMicrosoftStatus: app.disabledByMicrosoftStatus ?? null,
    identifierUris: [],
    publisherDomain: publisherDomainOf(context, app),
    signInAudience: app.signInAudience,
    tags: [...(app.tags ?? [])],
    verifiedPublisher: viewVerifiedPublisher(app),
    web: {
      homePageUrl: app.homePageUrl ?? null,
      logoutUrl: app.logoutUrl ?? null,
      redirectUris: [...app.redirectUris],
      implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    },
    spa: { redirectUris: [...(app.spaRedirectUris ?? [])] },
    publicClient: { redirectUris: [...(app.publicClientRedirectUris ?? [])] },
    appRoles: [],
    keyCredentials: [],
    passwordCredentials: app.secrets.map(viewPassword),
    requiredResourceAccess: app.requiredResourceAccess.map(({ resourceAppId, scopes, roles = [] }) => ({
      resourceAppId,
      resourceAccess: [
        ...scopes.flatMap((value) => {
          const resource = findResource(resourceAppId);
          const scope = resource && findScope(resource, value);
          return scope ? [{ id: scope.id, type: "Scope" }] : [];
        }),
        ...roles.flatMap((value) => {
          const role = appRolesOf(resourceAppId).find((candidate) => candidate.value === value);
          return role ? [{ id: role.id, type: "Role" }] : [];
        }),
      ],
    })),
  };
}

/** The value of a secret is shown once, when it is made; afterwards its first three characters (resources/passwordcredential). */
export function viewPassword({ keyId, value, displayName, startDateTime, endDateTime }: Secret) {
  return {
    customKeyIdentifier: null,
    displayName: displayName ?? null,
    startDateTime: startDateTime ?? null,
    endDateTime,
    hint: value.slice(0, 3),
    keyId,
    secretText: null,
  };
}

/** Unless it was set, the first verified domain of the tenant (howto-configure-publisher-domain). */
export function publisherDomainOf(context: GraphRequest["context"], app: Application): string | null {
  if (app.publisherDomain !== undefined) return app.publisherDomain;
  return directoryOf(context).tenants.get(app.homeTenantId)?.domains[0] ?? null;
}

export const applicationProperties: ReadonlySet<string> = new Set([
  "id",
  "deletedDateTime",
  "appId",
  "displayName",
  "createdDateTime",
  "description",
  "notes",
  "isDisabled",
  "isFallbackPublicClient",
  "disabledByMicrosoftStatus",
  "identifierUris",
  "publisherDomain",
  "signInAudience",
  "tags",
  "verifiedPublisher",
  "web",
  "spa",
  "publicClient",
  "appRoles",
  "keyCredentials",
  "passwordCredentials",
  "requiredResourceAccess",
]);
