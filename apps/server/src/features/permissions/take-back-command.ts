import { MICROSOFT_GRAPH_APP_ID } from "@outrigger/consent";

/**
 * Narrows the tenant-wide grant to what is asked now (Graph: update or delete oAuth2PermissionGrant), in Microsoft Graph
 * PowerShell; no scopes take the grant back.
 */
export function takeBackCommand({
  clientId,
  tenantId,
  scopes,
}: {
  readonly clientId: string;
  readonly tenantId: string;
  readonly scopes: readonly string[];
}): string {
  const change =
    scopes.length === 0
      ? "Remove-MgOauth2PermissionGrant -OAuth2PermissionGrantId $grant.Id"
      : `Update-MgOauth2PermissionGrant -OAuth2PermissionGrantId $grant.Id -Scope "${scopes.join(" ")}"`;
  return [
    `Connect-MgGraph -TenantId "${tenantId}" -Scopes "DelegatedPermissionGrant.ReadWrite.All","Application.Read.All"`,
    `$app = Get-MgServicePrincipal -Filter "appId eq '${clientId}'"`,
    `$api = Get-MgServicePrincipal -Filter "appId eq '${MICROSOFT_GRAPH_APP_ID}'"`,
    `$grant = Get-MgOauth2PermissionGrant -All -Filter "clientId eq '$($app.Id)'" | Where-Object { $_.ResourceId -eq $api.Id -and $_.ConsentType -eq "AllPrincipals" }`,
    `if ($grant) { ${change} }`,
  ].join("\n");
}
