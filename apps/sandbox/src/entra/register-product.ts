import { demoMicrosoftApp, productRedirectPaths } from "../core/demo-ids.ts";
import { directoryOf } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";

/** Where the product's registration sends people back to. */
export function productRedirectUris({ settings }: Pick<SandboxContext, "settings">): string[] {
  return [productRedirectPaths.microsoft, productRedirectPaths.microsoftAdminConsent].map(
    (path) => `${settings.productUrl}${path}`,
  );
}

/** A kept state may come from a start with another PRODUCT_URL: the registration then learns the new addresses. */
export function refreshProductRedirects(context: SandboxContext): void {
  const { applications } = directoryOf(context);
  const product = applications.get(demoMicrosoftApp.objectId);
  const missing = productRedirectUris(context).filter((uri) => !product?.redirectUris.includes(uri));
  if (product && missing.length > 0) {
    applications.put({ ...product, redirectUris: [...product.redirectUris, ...missing] });
  }
}
