import type { TestServer } from "./start-test-server.ts";

/** The tenant-wide grant as an administrator makes it in the Entra admin center, for a tenant by domain. */
export async function grantMailPermissions(server: TestServer, tenant = "contoso.example"): Promise<void> {
  const { config, microsoft } = server.context;
  await server.control("/_sandbox/scenario", {
    grants: [
      {
        tenant,
        appId: config.microsoft.clientId,
        consentType: "AllPrincipals",
        scope: microsoft.askedScopes(config.microsoft.permissionTier).graph.join(" "),
      },
    ],
  });
}

/** Takes the tenant's grant back, and with it the application. */
export async function removeApplication(server: TestServer, tenant = "contoso.example"): Promise<void> {
  const appId = server.context.config.microsoft.clientId;
  await server.control("/_sandbox/scenario", { servicePrincipals: [{ tenant, appId, removed: true }] });
}
