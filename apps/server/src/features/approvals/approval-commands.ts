import type { ApprovalPage } from "@outrigger/api-contract";
import { EXCHANGE_ONLINE_APP_ID, MICROSOFT_GRAPH_APP_ID, parseScopes } from "@outrigger/consent";

interface GrantToWrite {
  readonly clientId: string;
  readonly scopes: readonly string[];
}

/**
 * The tenant-wide grant as exact commands (Graph: oauth2PermissionGrant, create). Each makes the app's service principal
 * where it is missing; one row per API, as a grant belongs to one resource.
 */
export function buildApprovalCommands(grant: GrantToWrite): ApprovalPage["commands"] {
  return [
    { title: "Microsoft Graph", language: "http", text: httpCommands(grant) },
    { title: "Microsoft Graph PowerShell", language: "powershell", text: powershellCommands(grant) },
    { title: "Azure CLI", language: "bash", text: azureCommands(grant) },
  ];
}

/** The same by hand in the Entra admin center. */
export function buildPortalSteps(displayName: string, tenantName: string | null): string[] {
  const grantButton = `Grant admin consent for ${tenantName ?? "your organization"}`;
  return [
    "Open Enterprise applications, then All applications.",
    `Search for ${displayName} and open it. It is listed once somebody of your organization has signed in to it.`,
    "Open Permissions.",
    `Choose ${grantButton}, check what is listed, and choose Accept.`,
    "Choose Refresh: the Admin consent tab now lists every permission.",
  ];
}

function scopesByResource(scopes: readonly string[]): { resourceAppId: string; scope: string }[] {
  const { permissions } = parseScopes(scopes.join(" "));
  return [MICROSOFT_GRAPH_APP_ID, EXCHANGE_ONLINE_APP_ID].flatMap((resourceAppId) => {
    const values = permissions.filter((permission) => permission.resourceAppId === resourceAppId);
    return values.length === 0 ? [] : [{ resourceAppId, scope: values.map(({ value }) => value).join(" ") }];
  });
}

function httpCommands({ clientId, scopes }: GrantToWrite): string {
  const lines = [
    "# 1. The app's service principal; when the answer is 404, create it with the POST below.",
    `GET https://graph.microsoft.com/v1.0/servicePrincipals(appId='${clientId}')?$select=id`,
    "POST https://graph.microsoft.com/v1.0/servicePrincipals",
    JSON.stringify({ appId: clientId }),
  ];
  for (const { resourceAppId, scope } of scopesByResource(scopes)) {
    lines.push(
      "",
      "# The API's service principal, and the grant for everybody.",
      `GET https://graph.microsoft.com/v1.0/servicePrincipals(appId='${resourceAppId}')?$select=id`,
      "POST https://graph.microsoft.com/v1.0/oauth2PermissionGrants",
      JSON.stringify({
        clientId: "<id of the app's service principal>",
        consentType: "AllPrincipals",
        resourceId: "<id of the API's service principal>",
        scope,
      }),
    );
  }
  return lines.join("\n");
}

function powershellCommands({ clientId, scopes }: GrantToWrite): string {
  const lines = [
    'Connect-MgGraph -Scopes "Application.ReadWrite.All","DelegatedPermissionGrant.ReadWrite.All"',
    `$app = Get-MgServicePrincipal -Filter "appId eq '${clientId}'"`,
    `if (-not $app) { $app = New-MgServicePrincipal -AppId "${clientId}" }`,
  ];
  for (const { resourceAppId, scope } of scopesByResource(scopes)) {
    lines.push(
      `$api = Get-MgServicePrincipal -Filter "appId eq '${resourceAppId}'"`,
      `New-MgOauth2PermissionGrant -BodyParameter @{ clientId = $app.Id; consentType = "AllPrincipals"; resourceId = $api.Id; scope = "${scope}" }`,
    );
  }
  return lines.join("\n");
}

function azureCommands({ clientId, scopes }: GrantToWrite): string {
  const lines = [
    `app=$(az ad sp show --id ${clientId} --query id -o tsv 2>/dev/null || az ad sp create --id ${clientId} --query id -o tsv)`,
  ];
  for (const { resourceAppId, scope } of scopesByResource(scopes)) {
    lines.push(
      `api=$(az ad sp show --id ${resourceAppId} --query id -o tsv)`,
      `az rest --method POST --url https://graph.microsoft.com/v1.0/oauth2PermissionGrants --body "{\\"clientId\\":\\"$app\\",\\"consentType\\":\\"AllPrincipals\\",\\"resourceId\\":\\"$api\\",\\"scope\\":\\"${scope}\\"}"`,
    );
  }
  return lines.join("\n");
}
