import { microsoftServicesTenantId, microsoftGraphCommandLine } from "../core/demo-ids.ts";
import { directoryOf, type Application } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { microsoftGraph } from "./permission-catalog.ts";

/**
 * Microsoft's own public clients, which sign in to every tenant without being registered there: Microsoft Graph
 * Command Line Tools, behind `Connect-MgGraph`, asks for whatever scopes it is told to.
 */
const clients: readonly Application[] = [
  {
    id: "14d82eec-204b-4c2f-b7e8-296a70dab6aa",
    appId: microsoftGraphCommandLine,
    displayName: "Microsoft Graph Command Line Tools",
    homeTenantId: microsoftServicesTenantId,
    signInAudience: "AzureADandPersonalMicrosoftAccount",
    createdDateTime: "2019-10-01T00:00:00Z",
    verifiedPublisher: null,
    requiredResourceAccess: [
      { resourceAppId: microsoftGraph.appId, scopes: ["openid", "profile", "offline_access", "User.Read"] },
    ],
    redirectUris: ["http://localhost", "https://login.microsoftonline.com/common/oauth2/nativeclient"],
    isFallbackPublicClient: true,
    secrets: [],
  },
];

/** Adds those that a kept state of an older start does not have yet. */
export function registerMicrosoftClients(context: SandboxContext): void {
  const { applications } = directoryOf(context);
  for (const client of clients) {
    if (!applications.find(({ appId }) => appId === client.appId)) applications.put(client);
  }
}
