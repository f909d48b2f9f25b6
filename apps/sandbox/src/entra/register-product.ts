import { randomUUID } from "node:crypto";
import {
  demoMicrosoftAdministratorApp,
  demoMicrosoftApp,
  demoTenants,
  productRedirectPaths,
} from "../core/demo-ids.ts";
import { directoryOf, type Application } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { exchangeOnline, microsoftGraph } from "./permission-catalog.ts";

const graphScopes = [
  "openid",
  "profile",
  "email",
  "offline_access",
  "User.Read",
  "User.ReadBasic.All",
  "Mail.Read",
  "Mail.ReadWrite",
  "Mail.Send",
  "Calendars.Read",
  "Calendars.ReadWrite",
  "Contacts.ReadWrite",
  "Tasks.ReadWrite",
  "MailboxSettings.ReadWrite",
];

/** Where the product's registration sends people back to. */
export function productRedirectUris({ settings }: Pick<SandboxContext, "settings">): string[] {
  const { microsoft, microsoftAdminConsent, microsoftAdministrator } = productRedirectPaths;
  return [microsoft, microsoftAdminConsent, microsoftAdministrator].map(
    (path) => `${settings.productUrl}${path}`,
  );
}

/** A superset of what the product may ask at run time: the portal's grant covers this list and nothing else. */
export function productPermissions({
  settings,
}: Pick<SandboxContext, "settings">): Application["requiredResourceAccess"] {
  return [
    { resourceAppId: microsoftGraph.appId, scopes: graphScopes },
    ...(settings.isLegacyEwsOn
      ? [{ resourceAppId: exchangeOnline.appId, scopes: ["EWS.AccessAsUser.All"] }]
      : []),
  ];
}

/** Administrators sign in here: a switched-off product, or one that wants assignment, would not let them in. */
export function administratorRegistration({ settings }: Pick<SandboxContext, "settings">): Application {
  const { appId, objectId, clientSecret } = demoMicrosoftAdministratorApp;
  return {
    id: objectId,
    appId,
    displayName: `${settings.productName} for administrators`,
    homeTenantId: demoTenants.outriggerVendor,
    signInAudience: "AzureADMultipleOrgs",
    createdDateTime: "2026-03-01T00:00:00Z",
    verifiedPublisher: { displayName: "Outrigger Ltd", verifiedPublisherId: "5555555" },
    requiredResourceAccess: [
      { resourceAppId: microsoftGraph.appId, scopes: ["openid", "profile", "email", "User.Read"] },
    ],
    redirectUris: [`${settings.productUrl}${productRedirectPaths.microsoftAdministrator}`],
    isFallbackPublicClient: false,
    secrets: [{ keyId: randomUUID(), value: clientSecret, endDateTime: "2099-12-31T00:00:00Z" }],
  };
}

/** A kept state may come from a start with other settings: the registration then follows them. */
export function refreshProductRegistration(context: SandboxContext): void {
  const { applications } = directoryOf(context);
  const product = applications.get(demoMicrosoftApp.objectId);
  if (product) refreshAdministratorRegistration(context);
  const missing = productRedirectUris(context).filter((uri) => !product?.redirectUris.includes(uri));
  if (!product) return;
  const listsEws = product.requiredResourceAccess.some(
    (entry) => entry.resourceAppId === exchangeOnline.appId,
  );
  const { isLegacyEwsOn, productName } = context.settings;
  // A state from before the device code flow says nothing about public clients.
  const isOlder = !("isFallbackPublicClient" in product);
  const isUpToDate = missing.length === 0 && listsEws === isLegacyEwsOn && !isOlder;
  if (isUpToDate && product.displayName === productName) return;
  applications.put({
    ...product,
    isFallbackPublicClient: isOlder || product.isFallbackPublicClient,
    displayName: productName,
    redirectUris: [...product.redirectUris, ...missing],
    requiredResourceAccess: productPermissions(context),
  });
}

function refreshAdministratorRegistration(context: SandboxContext): void {
  const { applications } = directoryOf(context);
  const fresh = administratorRegistration(context);
  const kept = applications.get(fresh.id);
  const missing = fresh.redirectUris.filter((uri) => kept?.redirectUris.includes(uri) !== true);
  if (kept && missing.length === 0 && kept.displayName === fresh.displayName) return;
  applications.put(
    kept
      ? { ...kept, displayName: fresh.displayName, redirectUris: [...kept.redirectUris, ...missing] }
      : fresh,
  );
}
