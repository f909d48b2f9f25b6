import { z } from "zod";
import { parsePermissionTier, permissionTiers } from "@outrigger/microsoft";
import { Secret } from "@outrigger/oauth";
import type { EncryptionKey } from "@outrigger/storage";

const tokenKeysSchema = z
  .string()
  .transform((text) => text.split(",").map((entry) => entry.trim()))
  .pipe(
    z
      .array(
        z
          .string()
          .regex(/^[\w-]{1,64}:[A-Za-z0-9+/_-]{43}=?$/, "must look like <id>:<32 bytes as base64>")
          .transform((entry): EncryptionKey => {
            const [id = "", key = ""] = entry.split(":");
            return { id, key: Buffer.from(key, "base64") };
          }),
      )
      .min(1),
  );

const port = z.coerce.number().int().min(0).max(65_535);

/** An origin we send secrets to or receive them at: https, or http on this machine. Without a trailing slash. */
const secureUrl = z
  .string()
  .transform((text) => text.trim().replace(/\/+$/, ""))
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const url = new URL(text);
    const isLoopback = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
    return url.protocol === "https:" || (url.protocol === "http:" && isLoopback);
  }, "must be an https address, or http on localhost");

const permissionTier = z
  .string()
  .transform((text) => parsePermissionTier(text.trim()))
  .pipe(z.enum(permissionTiers, `must be one of ${permissionTiers.join(", ")}`));

const secret = z
  .string()
  .min(1)
  .transform((text) => new Secret(text));
const listOf = (text: string): string[] => text.split(/[\s,]+/).filter((entry) => entry !== "");

/** Every setting, by its environment variable. `docs/configuration.md` is made from the descriptions. */
export const settingsSchema = z.object({
  PORT: port.default(3000).describe("Port to listen on."),
  HOST: z.string().default("localhost").describe("Address to listen on; `0.0.0.0` for all."),
  PUBLIC_URL: secureUrl
    .optional()
    .describe("Where people reach this server, without a path. Default: `http://localhost:<PORT>`."),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgres://")
    .describe("PostgreSQL 15 or newer. `npm start` without it runs its own under `DATA_DIR`."),
  ROLES: z
    .string()
    .default("web,worker")
    .transform(listOf)
    .pipe(z.array(z.enum(["web", "worker"])).min(1))
    .describe("What this process does: `web`, `worker` or both."),
  MICROSOFT_CLIENT_ID: z.string().min(1).describe("Application (client) id of the registration in Entra."),
  MICROSOFT_CLIENT_SECRET: secret.optional().describe("Secret of that registration."),
  MICROSOFT_ADMIN_CLIENT_ID: z
    .string()
    .min(1)
    .optional()
    .describe(
      "A registration of its own for administrators who have changes made. Default: the registration above, which can then not switch itself on again (AADSTS7000112) or assign people to itself (AADSTS50105).",
    ),
  MICROSOFT_ADMIN_CLIENT_SECRET: secret.optional().describe("Secret of that registration."),
  MICROSOFT_LOGIN_URL: secureUrl
    .default("https://login.microsoftonline.com")
    .describe("Entra's address; another one for a sovereign cloud."),
  MICROSOFT_GRAPH_URL: secureUrl
    .default("https://graph.microsoft.com/v1.0")
    .describe("Microsoft Graph's address with its version."),
  MICROSOFT_PERMISSION_TIER: permissionTier
    .default("mail_and_calendar")
    .describe(
      "Permissions asked of Microsoft where an organization has not chosen: `sidebar_only`, `mail_read_only`, `mail_and_calendar` or `everything`. The former `read`, `standard`, `extended` mean the last three.",
    ),
  MICROSOFT_PERMISSION_TIER_MAX: permissionTier
    .default("everything")
    .describe("The most that an organization can choose; it also holds for `MICROSOFT_PERMISSION_TIER`."),
  MICROSOFT_PUBLISHER: z
    .string()
    .optional()
    .describe("Verified publisher of the registration, as administrators see it."),
  MICROSOFT_ENTRA_URL: secureUrl
    .default("https://entra.microsoft.com")
    .describe("Where administrators find the Entra admin center; shown in instructions."),
  LEGACY_EWS: z
    .enum(["on", "off"])
    .default("off")
    .transform((value) => value === "on")
    .describe("`on` also asks for `EWS.AccessAsUser.All`, which Microsoft is switching off."),
  SALESFORCE_CLIENT_ID: z.string().min(1).describe("Consumer key of the External Client App."),
  SALESFORCE_CLIENT_SECRET: secret.optional().describe("Consumer secret of that app."),
  SALESFORCE_LOGIN_URL: secureUrl
    .default("https://login.salesforce.com")
    .describe("Where people sign in; a My Domain host, or `https://test.salesforce.com`."),
  SALESFORCE_ALLOWED_HOSTS: z
    .string()
    .default(".my.salesforce.com")
    .transform(listOf)
    .describe("Hosts that tokens may be sent to; a leading dot takes all below it."),
  SALESFORCE_API_VERSION: z
    .string()
    .regex(/^v\d{2}\.0$/, "must look like v66.0")
    .default("v66.0")
    .describe("Version of Salesforce's REST API."),
  TOKEN_KEYS: tokenKeysSchema.describe(
    "Encrypts stored tokens: `<id>:<32 bytes as base64>`, several with commas, newest first. Losing it disconnects every mailbox.",
  ),
  PRODUCT_NAME: z
    .string()
    .min(1)
    .max(60)
    .default("Outrigger")
    .describe("The product's name on every screen."),
  PRODUCT_SHORT_NAME: z.string().min(1).max(30).optional().describe("Its short name. Default: the name."),
  COMPANY_NAME: z.string().min(1).max(100).optional().describe("Who runs it. Default: the product's name."),
  SMTP_URL: secret
    .refine((value) => /^smtps?:\/\//.test(value.reveal()), "must begin with smtp:// or smtps://")
    .optional()
    .describe("Mail server; without it, links are offered to copy only."),
  MAIL_FROM: z.string().default("outrigger@localhost").describe("Sender of the product's mail."),
  SYNC_INTERVAL_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(60)
    .describe("How often every mailbox is looked at."),
  SYNC_INITIAL_WINDOW_DAYS: z
    .union([z.literal("all").transform(() => null), z.coerce.number().int().min(1).max(3650)])
    .default(6)
    .describe("Days back that a mailbox's first sync reads; `all` reads everything."),
  OFFICE_JS_URL: secureUrl
    .default("https://appsforoffice.microsoft.com/lib/1/hosted/office.js")
    .describe("Where the sidebar loads Office.js from."),
  FRAME_ANCESTORS: z
    .string()
    .default(
      "https://outlook.office.com https://outlook.office365.com https://outlook.cloud.microsoft https://*.office.com https://*.cloud.microsoft",
    )
    .transform(listOf)
    .describe(
      "Pages that may show the sidebar in a frame; for Exchange Server add Outlook on the web's address.",
    ),
  TRUSTED_PROXIES: z
    .string()
    .default("")
    .transform(listOf)
    .describe("Addresses of reverse proxies whose `X-Forwarded-For` is believed."),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "silent"])
    .default("info")
    .describe("How much is logged."),
});

export type Config = ReturnType<typeof toConfig>;

/** All faults of the settings, each one line that names the variable; never its value. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.faults = faults;
  }
}

/** @throws {ConfigError} with every fault at once. */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  return toConfig(parseSettings(settingsSchema, environment));
}

/** Reads the settings of this process. @throws {ConfigError} */
export function readConfig(): Config {
  return parseConfig(process.env);
}

/** For commands that need the database alone. @throws {ConfigError} */
export function readDatabaseUrl(): string {
  return parseSettings(settingsSchema.pick({ DATABASE_URL: true }), process.env).DATABASE_URL;
}

const salesforceAppSettingsSchema = settingsSchema
  .pick({
    PORT: true,
    PUBLIC_URL: true,
    PRODUCT_NAME: true,
    SALESFORCE_CLIENT_SECRET: true,
    SALESFORCE_LOGIN_URL: true,
    SALESFORCE_ALLOWED_HOSTS: true,
  })
  .extend({ SALESFORCE_CLIENT_ID: z.string().default("") });

export type SalesforceAppConfig = ReturnType<typeof readSalesforceAppConfig>;

/** For setting the app up, when nothing else may be set yet; an empty `clientId`: there is no app. @throws {ConfigError} */
export function readSalesforceAppConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
) {
  const settings = parseSettings(salesforceAppSettingsSchema, environment);
  return {
    publicUrl: new URL(settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).origin,
    product: { productName: settings.PRODUCT_NAME },
    salesforce: {
      clientId: settings.SALESFORCE_CLIENT_ID,
      clientSecret: settings.SALESFORCE_CLIENT_SECRET,
      loginUrl: settings.SALESFORCE_LOGIN_URL,
      allowedHosts: settings.SALESFORCE_ALLOWED_HOSTS,
    },
  };
}

/** The environment itself, for the programs that `start` runs; everything else asks `readConfig`. */
export function readEnvironment(): Record<string, string | undefined> {
  return { ...process.env };
}

/** What `outrigger start` itself needs to know, besides what it hands on. */
export const startSettingsSchema = z.object({
  DATA_DIR: z
    .string()
    .default("./data")
    .describe("Folder of the database and of the sandbox's state, where `npm start` runs them itself."),
  SANDBOX_PORT: port.default(4000).describe("The sandbox's port for http; only without real clouds."),
  SANDBOX_TLS_PORT: port.default(4443).describe("The sandbox's port for https."),
  SANDBOX_SMTP_PORT: port.default(4025).describe("The sandbox's port for mail that the product sends."),
});

/** @throws {ConfigError} with every fault at once. */
export function parseStartSettings(
  environment: Readonly<Record<string, string | undefined>>,
): z.output<typeof startSettingsSchema> {
  return parseSettings(startSettingsSchema, environment);
}

function parseSettings<Schema extends z.ZodType>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  // An empty variable is what a shell or a compose file leaves for "not set".
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const result = schema.safeParse(given);
  if (!result.success) {
    throw new ConfigError(
      result.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        return name in given ? `${name} ${issue.message}.` : `${name} is missing.`;
      }),
    );
  }
  return result.data;
}

/** What the registration in Entra follows from; all that is needed before anything else is set up. */
const registrationSettingsSchema = settingsSchema
  .pick({
    PORT: true,
    PUBLIC_URL: true,
    PRODUCT_NAME: true,
    MICROSOFT_CLIENT_SECRET: true,
    MICROSOFT_LOGIN_URL: true,
    MICROSOFT_GRAPH_URL: true,
    MICROSOFT_PERMISSION_TIER: true,
    LEGACY_EWS: true,
  })
  .extend({ MICROSOFT_CLIENT_ID: z.string().min(1).optional() });

/** For `outrigger registration`, which works before there is a registration. @throws {ConfigError} */
export function parseRegistrationConfig(environment: Readonly<Record<string, string | undefined>>) {
  const settings = parseSettings(registrationSettingsSchema, environment);
  return {
    publicUrl: readPublicUrl(settings),
    product: { productName: settings.PRODUCT_NAME },
    microsoft: {
      clientId: settings.MICROSOFT_CLIENT_ID,
      clientSecret: settings.MICROSOFT_CLIENT_SECRET,
      loginUrl: settings.MICROSOFT_LOGIN_URL,
      graphUrl: settings.MICROSOFT_GRAPH_URL,
      permissionTier: settings.MICROSOFT_PERMISSION_TIER,
      hasLegacyEws: settings.LEGACY_EWS,
    },
  };
}
export type RegistrationConfig = ReturnType<typeof parseRegistrationConfig>;

function readPublicUrl(settings: { PUBLIC_URL?: string | undefined; PORT: number }): string {
  return new URL(settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).origin;
}

function toConfig(settings: z.output<typeof settingsSchema>) {
  const publicUrl = readPublicUrl(settings);
  return {
    port: settings.PORT,
    host: settings.HOST,
    /** Origin, without a trailing slash. */
    publicUrl,
    /** Browsers keep `Secure` cookies from plain http; http is for this machine only. */
    isSecure: publicUrl.startsWith("https:"),
    databaseUrl: settings.DATABASE_URL,
    roles: new Set(settings.ROLES),
    tokenKeys: settings.TOKEN_KEYS,
    logLevel: settings.LOG_LEVEL,
    trustedProxies: settings.TRUSTED_PROXIES,
    product: {
      productName: settings.PRODUCT_NAME,
      shortName: settings.PRODUCT_SHORT_NAME ?? settings.PRODUCT_NAME,
      companyName: settings.COMPANY_NAME ?? settings.PRODUCT_NAME,
    },
    microsoft: {
      clientId: settings.MICROSOFT_CLIENT_ID,
      clientSecret: settings.MICROSOFT_CLIENT_SECRET,
      /** Whom administrators sign in to; the product's own registration unless there is another. */
      administrator:
        settings.MICROSOFT_ADMIN_CLIENT_ID === undefined
          ? { clientId: settings.MICROSOFT_CLIENT_ID, clientSecret: settings.MICROSOFT_CLIENT_SECRET }
          : {
              clientId: settings.MICROSOFT_ADMIN_CLIENT_ID,
              clientSecret: settings.MICROSOFT_ADMIN_CLIENT_SECRET,
            },
      loginUrl: settings.MICROSOFT_LOGIN_URL,
      graphUrl: settings.MICROSOFT_GRAPH_URL,
      entraUrl: settings.MICROSOFT_ENTRA_URL,
      publisher: settings.MICROSOFT_PUBLISHER ?? null,
      /** Where an organization has not chosen. */
      permissionTier: settings.MICROSOFT_PERMISSION_TIER,
      permissionTierMax: settings.MICROSOFT_PERMISSION_TIER_MAX,
      hasLegacyEws: settings.LEGACY_EWS,
    },
    salesforce: {
      clientId: settings.SALESFORCE_CLIENT_ID,
      clientSecret: settings.SALESFORCE_CLIENT_SECRET,
      loginUrl: settings.SALESFORCE_LOGIN_URL,
      allowedHosts: settings.SALESFORCE_ALLOWED_HOSTS,
      apiVersion: settings.SALESFORCE_API_VERSION,
    },
    mail: { smtpUrl: settings.SMTP_URL, from: settings.MAIL_FROM },
    sync: {
      intervalSeconds: settings.SYNC_INTERVAL_SECONDS,
      /** Null: everything. */
      initialWindowDays: settings.SYNC_INITIAL_WINDOW_DAYS,
    },
    sidebar: { officeJsUrl: settings.OFFICE_JS_URL, frameAncestors: settings.FRAME_ANCESTORS },
  };
}
