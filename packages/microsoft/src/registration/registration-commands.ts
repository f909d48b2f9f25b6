import { buildApplication, type RegistrationPlan } from "./registration-plan.ts";

/** Exact requests that make the registration, a secret and the service principal. */
export interface RegistrationCommands {
  readonly http: string;
  readonly powershell: string;
  readonly azureCli: string;
}

/** `graphUrl` ends in the version: `https://graph.microsoft.com/v1.0`. */
export function buildRegistrationCommands(plan: RegistrationPlan, graphUrl: string): RegistrationCommands {
  const body = JSON.stringify(buildApplication(plan), null, 2);
  const secret = JSON.stringify({ passwordCredential: { displayName: plan.displayName } });
  return {
    http: httpCommands({ body, secret, graphUrl }),
    powershell: powershellCommands(body, secret),
    azureCli: azureCommands({ body, secret, graphUrl }),
  };
}

interface Bodies {
  readonly body: string;
  readonly secret: string;
  readonly graphUrl: string;
}

function httpCommands({ body, secret, graphUrl }: Bodies): string {
  return [
    "# 1. The registration. Note appId: it is MICROSOFT_CLIENT_ID.",
    `POST ${graphUrl}/applications`,
    "Content-Type: application/json",
    "",
    body,
    "",
    "# 2. The app in this tenant (its service principal).",
    `POST ${graphUrl}/servicePrincipals`,
    "Content-Type: application/json",
    "",
    '{"appId":"<appId>"}',
    "",
    "# 3. A secret. secretText is MICROSOFT_CLIENT_SECRET and is shown this once; keyId is not the secret.",
    `POST ${graphUrl}/applications(appId='<appId>')/addPassword`,
    "Content-Type: application/json",
    "",
    secret,
  ].join("\n");
}

function powershellCommands(body: string, secret: string): string {
  return [
    'Connect-MgGraph -Scopes "Application.ReadWrite.All"',
    `$body = @'\n${body.replaceAll("'", "\\u0027")}\n'@`,
    '$app = Invoke-MgGraphRequest -Method POST -Uri "v1.0/applications" -ContentType "application/json" -Body $body',
    "$principal = @{ appId = $app.appId } | ConvertTo-Json",
    'Invoke-MgGraphRequest -Method POST -Uri "v1.0/servicePrincipals" -ContentType "application/json" -Body $principal | Out-Null',
    `$secret = @'\n${secret.replaceAll("'", "\\u0027")}\n'@`,
    '$key = Invoke-MgGraphRequest -Method POST -Uri "v1.0/applications/$($app.id)/addPassword" -ContentType "application/json" -Body $secret',
    '"MICROSOFT_CLIENT_ID=$($app.appId)"',
    "# secretText is the value. keyId is only its name.",
    '"MICROSOFT_CLIENT_SECRET=$($key.secretText)"',
  ].join("\n");
}

function azureCommands({ body, secret, graphUrl }: Bodies): string {
  return [
    `cat > registration.json <<'JSON'\n${body}\nJSON`,
    `cat > secret.json <<'JSON'\n${secret}\nJSON`,
    `app=$(az rest --method POST --url '${graphUrl}/applications' --headers Content-Type=application/json --body @registration.json --query '[id,appId]' -o tsv)`,
    'id=$(echo "$app" | sed -n 1p); appId=$(echo "$app" | sed -n 2p)',
    'az ad sp create --id "$appId" > /dev/null',
    'echo "MICROSOFT_CLIENT_ID=$appId"',
    "# secretText is the value. keyId is only its name.",
    `echo "MICROSOFT_CLIENT_SECRET=$(az rest --method POST --url "${graphUrl}/applications/$id/addPassword" --headers Content-Type=application/json --body @secret.json --query secretText -o tsv)"`,
    "rm registration.json secret.json",
  ].join("\n");
}
