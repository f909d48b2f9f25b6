import { TENANT_READING_FORMAT } from "@outrigger/consent";
import { readingPaths, readingScopes, type ReadingPath, type ReadingWish } from "@outrigger/microsoft";

/** How an administrator can read the tenant alone. */
export const commandKinds = ["graph", "powershell", "azure-cli"] as const;
export type CommandKind = (typeof commandKinds)[number];

const FILE = "tenant-reading.json";

/** A script of GET requests alone that leaves one file for `outrigger doctor --from`. */
export function readingScript(kind: CommandKind, wish: ReadingWish, tenantId: string): string {
  const paths = readingPaths(wish);
  const appId = wish.appId.toLowerCase();
  const scopes = readingScopes(wish);
  if (kind === "powershell") return powershell({ paths, scopes, appId, tenantId });
  const head = [
    "#!/bin/sh",
    `# Reads, and changes nothing. Leaves ${FILE}; look at it before you pass it on. A part that is refused stays out.`,
  ];
  const setup =
    kind === "graph"
      ? [
          `# TOKEN: an access token for Microsoft Graph with ${scopes.join(", ")} (Graph Explorer shows one).`,
          ': "${TOKEN:?set TOKEN first}"',
          // Given through standard input, the token shows in no list of processes.
          `ask() { printf 'header = "Authorization: Bearer %s"\\n' "$TOKEN" | curl -sS --config - --globoff "https://graph.microsoft.com/v1.0$1" || printf null; }`,
        ]
      : [
          `# First: az login --tenant ${tenantId} --allow-no-subscriptions`,
          `ask() { az rest --method get --url "https://graph.microsoft.com/v1.0$1" --output json || printf null; }`,
        ];
  const body = paths.map(
    ({ part, path }) => `  printf ',"%s":' ${part}; ask '${path.replaceAll("'", "'\\''")}'`,
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

interface PowershellParts {
  paths: readonly ReadingPath[];
  scopes: readonly string[];
  appId: string;
  tenantId: string;
}

function powershell({ paths, scopes, appId, tenantId }: PowershellParts): string {
  return [
    `# Reads, and changes nothing. Leaves ${FILE}; look at it before you pass it on. A part that is refused stays out.`,
    `Connect-MgGraph -TenantId '${tenantId}' -Scopes '${scopes.join("','")}'`,
    `$reading = [ordered]@{ format = '${TENANT_READING_FORMAT}'; appId = '${appId}' }`,
    "function Ask($part, $path) {",
    '  try { $reading[$part] = Invoke-MgGraphRequest -Method GET -Uri "https://graph.microsoft.com/v1.0$path" }',
    "  catch {",
    "    $code = if ($_.ErrorDetails.Message -match 'ResourceNotFound') { 'Request_ResourceNotFound' } else { 'NotRead' }",
    "    $reading[$part] = @{ error = @{ code = $code } }",
    "  }",
    "}",
    ...paths.map(({ part, path }) => `Ask '${part}' '${path.replaceAll("'", "''")}'`),
    `$reading | ConvertTo-Json -Depth 20 | Set-Content -Encoding utf8 ${FILE}`,
    "",
  ].join("\n");
}
