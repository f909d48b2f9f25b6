import { demoSalesforceApp, productRedirectPaths } from "../../core/demo-ids.ts";
import type { SandboxContext } from "../../core/part.ts";
import { oauthStoreOf, type SalesforceApp } from "../oauth/oauth-store.ts";

/** The product's External Client App, as every org has it. */
export function describeProductApp({ settings }: Pick<SandboxContext, "settings">): SalesforceApp {
  return {
    id: demoSalesforceApp.clientId,
    name: settings.productName,
    clientSecret: demoSalesforceApp.clientSecret,
    redirectUris: [settings.productUrl + productRedirectPaths.salesforce],
    scopes: ["api", "refresh_token", "id", "openid"],
    requirePkce: true,
    refreshTokenRotation: true,
    sessionTtlSeconds: 7_200,
  };
}

/** A kept state may come from a start with another address or name of the product: the app then follows them. */
export function refreshProductApp(context: SandboxContext): void {
  const { apps } = oauthStoreOf(context.store);
  const kept = apps.get(demoSalesforceApp.clientId);
  if (!kept) return;
  const { name, redirectUris } = describeProductApp(context);
  const missing = redirectUris.filter((uri) => !kept.redirectUris.includes(uri));
  if (missing.length === 0 && kept.name === name) return;
  apps.put({ ...kept, name, redirectUris: [...kept.redirectUris, ...missing] });
}
