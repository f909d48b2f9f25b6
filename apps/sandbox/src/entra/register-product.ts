import { demoMicrosoftApp, productRedirectPaths } from "../core/demo-ids.ts";
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

/** A kept state may come from a start with other settings: the registration then follows them. */
export function refreshProductRegistration(context: SandboxContext): void {
  const { applications } = directoryOf(context);
  const product = applications.get(demoMicrosoftApp.objectId);
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
