import { findPermission, parseScopes } from "@outrigger/consent";
import { allMailboxScopes, SIGN_IN_SCOPES, type RegistrationPlan } from "@outrigger/microsoft";
import type { RegistrationConfig } from "../../config.ts";

/** Where Microsoft sends people back to, below the public address. */
export const redirectPaths = [
  "/connect/microsoft/callback",
  "/approval/callback",
  "/administrator/callback",
] as const;

const LEGACY_EWS_SCOPE = "https://outlook.office365.com/EWS.AccessAsUser.All";

/** Of the configuration, what the registration follows from. */
export interface RegistrationSettings {
  readonly publicUrl: string;
  readonly product: { readonly productName: string };
  readonly microsoft: { readonly hasLegacyEws: boolean };
}
export type RegistrationAudience = RegistrationPlan["signInAudience"];

/**
 * The registration that this installation needs. It lists what any tier can ask: the portal's *Grant admin consent* grants
 * this list and nothing else, so what it leaves out is the next dead end.
 */
export function planRegistration(
  { publicUrl, product, microsoft }: RegistrationSettings,
  signInAudience: RegistrationAudience,
): RegistrationPlan {
  const scopes = [
    ...SIGN_IN_SCOPES,
    ...allMailboxScopes(),
    ...(microsoft.hasLegacyEws ? [LEGACY_EWS_SCOPE] : []),
  ];
  return {
    displayName: product.productName,
    signInAudience,
    redirectUris: redirectPaths.map((path) => `${publicUrl}${path}`),
    permissions: parseScopes(scopes.join(" ")).permissions.map(({ resourceAppId, value }) => {
      const permission = findPermission(resourceAppId, value);
      if (!permission) throw new Error(`The permission catalogue does not describe ${value}`);
      return { resourceAppId, id: permission.id, value };
    }),
  };
}

/** The steps in the Entra admin center, with its own words. */
export function buildRegistrationSteps(plan: RegistrationPlan): string[] {
  const audience =
    plan.signInAudience === "AzureADMyOrg"
      ? "Accounts in this organizational directory only"
      : "Accounts in any organizational directory";
  return [
    `Open App registrations, then New registration. Name: ${plan.displayName}. Supported account types: ${audience}.`,
    `Redirect URI: platform Web, ${plan.redirectUris[0] ?? ""}. Choose Register.`,
    `Open Authentication and add, under Web, exactly: ${plan.redirectUris.slice(1).join(" and ")}. Leave Implicit grant and Allow public client flows off.`,
    `Open API permissions, Add a permission, Microsoft Graph, Delegated permissions, and tick: ${plan.permissions.map(({ value }) => value).join(", ")}.`,
    "Open Certificates & secrets, New client secret. Copy the column Value at once: it is MICROSOFT_CLIENT_SECRET and is shown this once. The column Secret ID is not the secret.",
    "Open Overview: Application (client) ID is MICROSOFT_CLIENT_ID.",
  ];
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A secret's value is never a GUID; its id in the portal always is. */
export function looksLikeSecretId({
  microsoft,
}: {
  readonly microsoft: Pick<RegistrationConfig["microsoft"], "clientSecret">;
}): boolean {
  return GUID.test(microsoft.clientSecret?.reveal().trim() ?? "");
}

export const SECRET_ID_WARNING =
  "MICROSOFT_CLIENT_SECRET has the form of a GUID: that is the Secret ID, not the secret's Value. Nobody will be able to sign in (AADSTS7000215). Make a new client secret in Entra and copy the column Value.";
