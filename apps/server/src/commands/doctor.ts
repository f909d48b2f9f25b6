import { rm } from "node:fs/promises";
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
  mailboxScopes,
  parsePermissionTier,
  permissionTiers,
  type PermissionTier,
} from "@outrigger/microsoft";
import { OAuthError } from "@outrigger/oauth";
import { InvalidArgumentError, Option, type Command } from "commander";
import { processIo, type CommandIo, type ExitCode } from "./command-io.ts";
import { commandKinds, readingScript, type CommandKind } from "../features/posture/reading-script.ts";
import { openNewFile, readReadingFile, readSignedIn } from "./doctor-reading.ts";
import { formatFinding } from "./doctor-report.ts";
import {
  GRAPH_COMMAND_LINE_TOOLS,
  signInMethods,
  signInToRead,
  type SignInMethod,
} from "./doctor-sign-in.ts";
import { openDoctorTools, type DoctorTools } from "./doctor-tools.ts";
import { findTenantId, GUID } from "./find-tenant-id.ts";
import { InputError, StoppedError } from "./input-error.ts";

export type DoctorOptions = {
  tenant?: string | undefined;
  clientId?: string | undefined;
  loginUrl: string;
  redirectUri?: string | undefined;
  tier: PermissionTier;
  printCommands?: CommandKind | undefined;
  from?: string | undefined;
  signIn?: SignInMethod | undefined;
  signInClientId: string;
  graphUrl: string;
  withLogs?: boolean | undefined;
  withRequests?: boolean | undefined;
  save?: string | undefined;
  json?: boolean | undefined;
};

const HELP = `
With --tenant alone: finds the tenant id in Microsoft's public metadata and prints the admin consent link.
With --sign-in: an administrator signs in to read, and it says what blocks, who can change it, the least fix, and who sees
what. Only read permissions are asked; the token stays in memory and nothing is stored but what --save names.
With --print-commands: prints a script of GET requests that an administrator runs alone; it leaves tenant-reading.json.
With --from: reads that file, or the one of --save (no network), and says the same as --sign-in.

Whoever signs in sees what the account may see: a Global Reader nearly all, a Cloud Application Administrator enough. What is
refused is told with the permission that would tell. The sign-in goes through Microsoft Graph Command Line Tools
(${GRAPH_COMMAND_LINE_TOOLS}), Microsoft's own app behind Connect-MgGraph: most tenants have it, and your own app
need not be allowed to read anything. With --sign-in-client-id another app: it must allow public client flows, and for
--sign-in browser have http://localhost among its redirect URIs.

The file is one JSON object: "format" ("outrigger-tenant-reading-1"), "appId", "organization", and Microsoft Graph v1.0's
answers as they come under "authorizationPolicy", "permissionGrantPolicies" (with includes and excludes),
"adminConsentRequestPolicy", "delegatedPermissionClassifications", "groupSettings", "servicePrincipal", "application",
"graphServicePrincipal", "oauth2PermissionGrants", "appRoleAssignedTo", "reader", "readerRoles", "resources",
"appConsentRequests", "signIns", "directoryAudits". Beyond the first three any may be missing, null or Graph's error: the
report then says what is not known.

Examples:
  outrigger doctor --tenant contoso.com
  outrigger doctor --tenant contoso.com --sign-in --with-logs --save contoso.json
  outrigger doctor --from contoso.json --json
  outrigger doctor --tenant contoso.com --print-commands powershell > read-tenant.ps1

Exit codes: 0 nothing blocks (or the link or script was printed), 1 something blocks or that cannot be ruled out, the tenant
was not found, Microsoft not reached, or the sign-in was declined, cancelled or timed out, 2 wrong usage or input.`;

export function registerDoctorCommand(program: Command): void {
  program
    .command("doctor")
    .description("find out what blocks people of a Microsoft 365 tenant, and the least fix")
    .option("--tenant <domain|id>", "the tenant: a domain or its id")
    .addOption(
      new Option("--sign-in [method]", "read with an administrator's sign-in")
        .choices(signInMethods)
        .preset("device-code"),
    )
    .option("--with-logs", "also read refused sign-ins and audit rows (AuditLog.Read.All; P1 licence)")
    .option("--with-requests", "also read requests for approval (ConsentRequest.Read.All)")
    .option("--save <file>", "write what was read to a new file, for --from")
    .option("--from <file>", "read what --save or the commands of --print-commands left")
    .addOption(
      new Option("--print-commands [kind]", "print read-only commands").choices(commandKinds).preset("graph"),
    )
    .addOption(new Option("--client-id <id>", "the app's client id").env("MICROSOFT_CLIENT_ID"))
    .option("--sign-in-client-id <id>", "the app to sign in with", GRAPH_COMMAND_LINE_TOOLS)
    .addOption(
      new Option("--graph-url <url>", "Microsoft Graph's address with its version")
        .env("MICROSOFT_GRAPH_URL")
        .default("https://graph.microsoft.com/v1.0"),
    )
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

/** `outrigger doctor`; the exit codes are those of its `--help`. */
export async function runDoctor(
  options: DoctorOptions,
  io: CommandIo,
  tools: DoctorTools & { close?: () => void } = openDoctorTools((text) => io.writeError(stripControls(text))),
): Promise<ExitCode> {
  const output: CommandIo = { ...io, writeOutput: (text) => io.writeOutput(stripControls(text)) };
  const fail = (message: string, exitCode: ExitCode): ExitCode => {
    io.writeError(`outrigger doctor: ${stripControls(message).replaceAll("\n", " ")}\n`);
    return exitCode;
  };
  try {
    demandOneWay(options);
    if (options.from !== undefined) {
      return report(options, output, checkReading(options, await readReadingFile(options.from)));
    }
    return await examineOnline(options, output, tools);
  } catch (error) {
    if (error instanceof StoppedError) return fail(error.message, 1);
    if (error instanceof OAuthError) {
      return fail("Microsoft's sign-in host could not be reached or answered strangely", 1);
    }
    if (error instanceof InputError || error instanceof ConsentCaseError) return fail(error.message, 2);
    throw error;
  } finally {
    tools.close?.();
  }
}

function demandOneWay({ from, signIn, printCommands, save }: DoctorOptions): void {
  const ways = [from, signIn, printCommands].filter((way) => way !== undefined);
  if (ways.length > 1) throw new InputError("--from, --sign-in and --print-commands exclude one another");
  if (save !== undefined && signIn === undefined) throw new InputError("--save needs --sign-in");
}

/** Names from a tenant must not steer the terminal that shows them. */
function stripControls(text: string): string {
  return text.replace(/[^\P{Cc}\n]|\p{Cf}/gu, "");
}

async function examineOnline(options: DoctorOptions, io: CommandIo, tools: DoctorTools): Promise<ExitCode> {
  const { tenant, clientId } = options;
  if (tenant === undefined) throw new InputError("--tenant <domain|id> or --from <file> is needed");
  if (!GUID.test(options.signInClientId)) throw new InputError("--sign-in-client-id must be a GUID");
  if (clientId === undefined) throw new InputError("--client-id (or MICROSOFT_CLIENT_ID) is needed");
  if (!GUID.test(clientId)) throw new InputError("--client-id must be a GUID");
  const tenantId = await findTenantId(tenant, options.loginUrl, tools);
  if (tenantId === undefined) {
    io.writeError("outrigger doctor: Microsoft knows no such tenant (AADSTS90002)\n");
    return 1;
  }
  const { withLogs = false, withRequests = false } = options;
  const wish = { appId: clientId, withLogs, withRequests };
  if (options.printCommands !== undefined) {
    io.writeOutput(readingScript(options.printCommands, wish, tenantId));
    return 0;
  }
  if (options.signIn !== undefined) {
    const reading = await readAndSave({ ...options, method: options.signIn }, { ...wish, tenantId }, tools);
    return report(
      { ...options, tenant: tenantId },
      io,
      checkReading({ ...options, tenant: tenantId }, reading),
    );
  }
  const adminConsentUrl = buildLink(options, tenantId, clientId);
  io.writeOutput(
    options.json
      ? `${JSON.stringify({ tenantId, adminConsentUrl }, null, 2)}\n`
      : `Tenant id: ${tenantId}\nAdmin consent link (a Cloud Application Administrator is enough):\n${adminConsentUrl}\n`,
  );
  return 0;
}

type Wish = { appId: string; tenantId: string; withLogs: boolean; withRequests: boolean };

/** The file is opened before anybody signs in: a wrong path costs no sign-in, and a failure leaves no empty file. */
async function readAndSave(
  options: DoctorOptions & { method: SignInMethod },
  wish: Wish,
  tools: DoctorTools,
): Promise<unknown> {
  const { save, method, loginUrl, graphUrl, signInClientId: clientId } = options;
  const file = save === undefined ? undefined : await openNewFile(save);
  let isSaved = false;
  try {
    const token = await signInToRead({ ...wish, method, loginUrl, clientId }, tools);
    tools.tell("Signed in. Reading the tenant…\n");
    const reading = await readSignedIn({ ...wish, graphUrl }, token, tools);
    await file?.writeFile(`${JSON.stringify(reading, null, 2)}\n`);
    isSaved = true;
    return reading;
  } finally {
    await file?.close();
    if (save !== undefined && !isSaved) await rm(save, { force: true });
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

/** A reading of the tenant and app that were asked about. @throws {InputError} */
function checkReading({ tenant, clientId }: DoctorOptions, reading: unknown): TenantSnapshot {
  const snapshot = readTenantReading(reading);
  demandSameTenant(snapshot, tenant);
  if (clientId !== undefined && clientId.toLowerCase() !== snapshot.app.appId) {
    throw new InputError("appId in the file is another app's than --client-id (or MICROSOFT_CLIENT_ID)");
  }
  return snapshot;
}

function report(options: DoctorOptions, io: CommandIo, snapshot: TenantSnapshot): ExitCode {
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
  const { tenant, unknown, details } = snapshot;
  io.writeOutput(
    options.json
      ? `${JSON.stringify({ tenantId: tenant.id, adminConsentUrl: link, unknown, ...finding, details }, null, 2)}\n`
      : formatFinding(snapshot, finding),
  );
  return finding.verdict === "clear" ? 0 : 1;
}

function demandSameTenant({ tenant, domains }: TenantSnapshot, wanted: string | undefined): void {
  if (wanted === undefined) return;
  const isSame = [tenant.id, ...domains].includes(wanted.toLowerCase());
  if (!isSame) throw new InputError("organization in the file is another tenant than --tenant");
}
