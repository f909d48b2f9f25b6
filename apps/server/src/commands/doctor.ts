import { readFile, stat } from "node:fs/promises";
import {
  ConsentCaseError,
  buildAdminConsentUrl,
  examineTenant,
  parseScopes,
  questionsByKind,
  readTenantReading,
  type TenantFinding,
  type TenantSnapshot,
} from "@outrigger/consent";
import {
  SIGN_IN_SCOPES,
  discoverTenantId,
  mailboxScopes,
  microsoftEndpoints,
  parsePermissionTier,
  permissionTiers,
  type PermissionTier,
} from "@outrigger/microsoft";
import { OAuthError, readMetadata, type OAuthTransport } from "@outrigger/oauth";
import { InvalidArgumentError, Option, type Command } from "commander";
import { processIo, type CommandIo, type ExitCode } from "./command-io.ts";
import { commandKinds, readingScript, type CommandKind } from "./doctor-commands.ts";
import { formatFinding } from "./doctor-report.ts";

/** A reading holds settings, not people's data; none comes near. */
const FILE_BYTES_MAX = 16 * 1024 * 1024;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export type DoctorOptions = {
  tenant?: string | undefined;
  clientId?: string | undefined;
  loginUrl: string;
  redirectUri?: string | undefined;
  tier: PermissionTier;
  printCommands?: CommandKind | undefined;
  from?: string | undefined;
  json?: boolean | undefined;
};

const HELP = `
With --tenant alone: finds the tenant id in Microsoft's public metadata and prints the admin consent link.
With --print-commands: prints a script of GET requests that an administrator runs alone; it leaves tenant-reading.json.
With --from: reads that file (no network) and says what blocks, who can change it, the least fix, and who sees what.

The file is one JSON object: "format" ("outrigger-tenant-reading-1"), "appId", "organization", and Microsoft Graph v1.0's
answers as they come under "authorizationPolicy", "permissionGrantPolicies" (with includes and excludes),
"adminConsentRequestPolicy", "delegatedPermissionClassifications", "groupSettings", "servicePrincipal", "application",
"graphServicePrincipal", "oauth2PermissionGrants", "appRoleAssignedTo". Beyond the first three any may be missing, null or
Graph's error: the report then says what is not known.

Exit codes: 0 nothing blocks (or the link or script was printed), 1 something blocks or that cannot be ruled out, or the
tenant was not found or Microsoft not reached, 2 wrong usage or input.
Not built yet: reading with an administrator's own sign-in (device code or browser).`;

export function registerDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description("find out what blocks people of a Microsoft 365 tenant, and the least fix")
    .option("--tenant <domain|id>", "the tenant: a domain or its id")
    .option("--from <file>", "read what the commands of --print-commands left")
    .addOption(
      new Option("--print-commands [kind]", "print read-only commands").choices(commandKinds).preset("graph"),
    )
    .addOption(new Option("--client-id <id>", "the app's client id").env("MICROSOFT_CLIENT_ID"))
    .addOption(
      new Option("--login-url <url>", "Entra's address")
        .env("MICROSOFT_LOGIN_URL")
        .default("https://login.microsoftonline.com"),
    )
    .addOption(
      new Option("--tier <tier>", `which permissions: ${permissionTiers.join(", ")}`)
        .env("MICROSOFT_PERMISSION_TIER")
        .argParser(readTier)
        .default("mail_and_calendar"),
    )
    .option("--redirect-uri <url>", "where the administrator returns to; it must be registered")
    .option("--json", "print JSON")
    .addHelpText("after", HELP)
    .action(async (options: DoctorOptions) => {
      process.exitCode = await runDoctor(options, processIo);
    });
}

function readTier(text: string): PermissionTier {
  const tier = parsePermissionTier(text);
  if (tier === undefined) throw new InvalidArgumentError(`It must be one of ${permissionTiers.join(", ")}.`);
  return tier;
}

/** The caller's fault, told in one line. */
class InputError extends Error {}

/** `outrigger doctor`; the exit codes are those of its `--help`. */
export async function runDoctor(options: DoctorOptions, io: CommandIo): Promise<ExitCode> {
  const output: CommandIo = { ...io, writeOutput: (text) => io.writeOutput(stripControls(text)) };
  try {
    if (options.from !== undefined) return await examineFile(options, options.from, output);
    return await examineAnonymously(options, output);
  } catch (error) {
    if (error instanceof OAuthError) {
      io.writeError(
        "outrigger doctor: Microsoft's sign-in host could not be reached or answered strangely\n",
      );
      return 1;
    }
    const isInput = error instanceof InputError || error instanceof ConsentCaseError;
    if (!isInput) throw error;
    io.writeError(`outrigger doctor: ${stripControls(error.message).replaceAll("\n", " ")}\n`);
    return 2;
  }
}

/** Names from a tenant must not steer the terminal that shows them. */
function stripControls(text: string): string {
  return text.replace(/[^\P{Cc}\n]|\p{Cf}/gu, "");
}

async function examineAnonymously(options: DoctorOptions, io: CommandIo): Promise<ExitCode> {
  const { tenant, clientId } = options;
  if (tenant === undefined) throw new InputError("--tenant <domain|id> or --from <file> is needed");
  if (clientId === undefined) throw new InputError("--client-id (or MICROSOFT_CLIENT_ID) is needed");
  if (!GUID.test(clientId)) throw new InputError("--client-id must be a GUID");
  const tenantId = await findTenantId(tenant, options.loginUrl);
  if (tenantId === undefined) {
    io.writeError("outrigger doctor: Microsoft knows no such tenant (AADSTS90002)\n");
    return 1;
  }
  if (options.printCommands !== undefined) {
    io.writeOutput(readingScript(options.printCommands, { appId: clientId }, tenantId));
    return 0;
  }
  const adminConsentUrl = buildLink(options, tenantId, clientId);
  io.writeOutput(
    options.json
      ? `${JSON.stringify({ tenantId, adminConsentUrl }, null, 2)}\n`
      : `Tenant id: ${tenantId}\nAdmin consent link (a Cloud Application Administrator is enough):\n${adminConsentUrl}\n`,
  );
  return 0;
}

/** Also for an id: the metadata tells whether there is such a tenant. */
async function findTenantId(tenant: string, loginUrl: string): Promise<string | undefined> {
  const transport: OAuthTransport = { fetch: globalThis.fetch, now: () => new Date() };
  try {
    if (!GUID.test(tenant)) {
      microsoftEndpoints({ loginUrl, tenant });
      const found = await discoverTenantId({ loginUrl, domain: tenant, transport });
      return found.outcome === "found" ? found.tenantId : undefined;
    }
    const { issuer } = microsoftEndpoints({ loginUrl, tenant });
    await readMetadata(`${issuer}/.well-known/openid-configuration`, transport);
    return tenant.toLowerCase();
  } catch (error) {
    if (error instanceof OAuthError && error.status === 400) return undefined;
    if (error instanceof TypeError) {
      throw new InputError("--tenant must be a domain or an id, --login-url https or loopback", {
        cause: error,
      });
    }
    throw error;
  }
}

function scopesOf({ tier }: DoctorOptions) {
  return {
    signIn: SIGN_IN_SCOPES.join(" "),
    mailbox: [...SIGN_IN_SCOPES, ...mailboxScopes(tier)].join(" "),
  };
}

function buildLink(options: DoctorOptions, tenant: string, clientId: string): string {
  return buildAdminConsentUrl({
    tenant,
    clientId,
    permissions: parseScopes(scopesOf(options).mailbox).permissions,
    redirectUri: options.redirectUri,
    loginHost: options.loginUrl,
  });
}

async function examineFile(options: DoctorOptions, path: string, io: CommandIo): Promise<ExitCode> {
  const snapshot = readTenantReading(parseJson(await readText(path)));
  demandSameTenant(snapshot, options.tenant);
  const { clientId } = options;
  if (clientId !== undefined && clientId.toLowerCase() !== snapshot.app.appId) {
    throw new InputError("appId in the file is another app's than --client-id (or MICROSOFT_CLIENT_ID)");
  }
  const link = buildLink(options, snapshot.tenant.id, snapshot.app.appId);
  const scopes = scopesOf(options);
  const further = questionsByKind(scopes.signIn, scopes.mailbox);
  const found = examineTenant(snapshot, { ...scopes, further }, { now: new Date() });
  const finding: TenantFinding = {
    ...found,
    fix: found.fix.map((remedy) =>
      remedy.code === "admin_consent_link" ? { ...remedy, url: link } : remedy,
    ),
  };
  const { tenant, unknown } = snapshot;
  io.writeOutput(
    options.json
      ? `${JSON.stringify({ tenantId: tenant.id, adminConsentUrl: link, unknown, ...finding }, null, 2)}\n`
      : formatFinding(snapshot, finding),
  );
  return finding.verdict === "clear" ? 0 : 1;
}

function demandSameTenant({ tenant, domains }: TenantSnapshot, wanted: string | undefined): void {
  if (wanted === undefined) return;
  const isSame = [tenant.id, ...domains].includes(wanted.toLowerCase());
  if (!isSame) throw new InputError("organization in the file is another tenant than --tenant");
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > FILE_BYTES_MAX) throw new InputError("the file is larger than 16 MiB");
    const bytes = await readFile(path);
    // Windows PowerShell 5 writes a byte order mark, which JSON does not know.
    return bytes.toString("utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError("the file of --from cannot be read", { cause: error });
  }
}

function parseJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch (error) {
    throw new InputError("the file is not valid JSON", { cause: error });
  }
}
