import { TENANT_READING_FORMAT, type ReadingPart } from "@outrigger/consent";

/** How an administrator can read the tenant alone. */
export const commandKinds = ["graph", "powershell", "azure-cli"] as const;
export type CommandKind = (typeof commandKinds)[number];

/** What must be consented to for the reading: it changes nothing. */
const READING_SCOPES = [
  "Policy.Read.All",
  "Policy.Read.PermissionGrant",
  "Application.Read.All",
  "Directory.Read.All",
];

const FILE = "tenant-reading.json";

/** Each part of the file and the Graph v1.0 path that answers it ("Graph objects for consent"). */
export function readingPaths(appId: string): [ReadingPart | "organization", string][] {
  const principal = `/servicePrincipals(appId='${appId}')`;
  const graph = "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')";
  return [
    ["organization", "/organization"],
    ["authorizationPolicy", "/policies/authorizationPolicy"],
    ["permissionGrantPolicies", "/policies/permissionGrantPolicies"],
    ["adminConsentRequestPolicy", "/policies/adminConsentRequestPolicy"],
    ["groupSettings", "/groupSettings"],
    ["servicePrincipal", principal],
    ["application", `/applications(appId='${appId}')`],
    ["graphServicePrincipal", `${graph}?$select=id,appId,displayName`],
    ["delegatedPermissionClassifications", `${graph}/delegatedPermissionClassifications`],
    ["oauth2PermissionGrants", `${principal}/oauth2PermissionGrants`],
    ["appRoleAssignedTo", `${principal}/appRoleAssignedTo`],
  ];
}

/** A script of GET requests alone that leaves one file for `outrigger doctor --from`. */
export function readingScript(kind: CommandKind, appId: string, tenantId: string): string {
  const paths = readingPaths(appId);
  if (kind === "powershell") return powershell(paths, appId, tenantId);
  const head = [
    "#!/bin/sh",
    `# Reads, and changes nothing. Leaves ${FILE}; look at it before you pass it on. A part that is refused stays out.`,
  ];
  const setup =
    kind === "graph"
      ? [
          `# TOKEN: an access token for Microsoft Graph with ${READING_SCOPES.join(", ")} (Graph Explorer shows one).`,
          ': "${TOKEN:?set TOKEN first}"',
          // Given through standard input, the token shows in no list of processes.
          `ask() { printf 'header = "Authorization: Bearer %s"\\n' "$TOKEN" | curl -sS --config - --globoff "https://graph.microsoft.com/v1.0$1" || printf null; }`,
        ]
      : [
          `# First: az login --tenant ${tenantId} --allow-no-subscriptions`,
          `ask() { az rest --method get --url "https://graph.microsoft.com/v1.0$1" --output json || printf null; }`,
        ];
  const body = paths.map(
    ([part, path]) => `  printf ',"%s":' ${part}; ask '${path.replaceAll("'", "'\\''")}'`,
  );
  return [
    ...head,
    ...setup,
    "{",
    `  printf '{"format":"${TENANT_READING_FORMAT}","appId":"${appId}"'`,
    ...body,
    "  printf '}\\n'",
    `} > ${FILE}`,
    "",
  ].join("\n");
}

function powershell(paths: readonly [string, string][], appId: string, tenantId: string): string {
  return [
    `# Reads, and changes nothing. Leaves ${FILE}; look at it before you pass it on. A part that is refused stays out.`,
    `Connect-MgGraph -TenantId '${tenantId}' -Scopes '${READING_SCOPES.join("','")}'`,
    `$reading = [ordered]@{ format = '${TENANT_READING_FORMAT}'; appId = '${appId}' }`,
    "function Ask($part, $path) {",
    '  try { $reading[$part] = Invoke-MgGraphRequest -Method GET -Uri "https://graph.microsoft.com/v1.0$path" }',
    "  catch {",
    "    $code = if ($_.ErrorDetails.Message -match 'ResourceNotFound') { 'Request_ResourceNotFound' } else { 'NotRead' }",
    "    $reading[$part] = @{ error = @{ code = $code } }",
    "  }",
    "}",
    ...paths.map(([part, path]) => `Ask '${part}' '${path.replaceAll("'", "''")}'`),
    `$reading | ConvertTo-Json -Depth 20 | Set-Content -Encoding utf8 ${FILE}`,
    "",
  ].join("\n");
}
