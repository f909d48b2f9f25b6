import { dirname, join, resolve } from "node:path";
import { z } from "zod";

export interface SandboxConfig {
  readonly httpPort: number;
  readonly tlsPort: number;
  /** Where the product's mail goes in; 0 takes a free port. */
  readonly smtpPort: number;
  /** Loopback unless told otherwise: the sandbox lets anybody in as anybody. */
  readonly host: string;
  readonly stateFile: string;
  readonly tlsFolder: string;
  readonly caFile: string;
  readonly productUrl: string;
  readonly productName: string;
  readonly isLegacyEwsOn: boolean;
}

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);

const schema = z
  .object({
    SANDBOX_PORT: port(4000),
    SANDBOX_TLS_PORT: port(4443),
    SANDBOX_SMTP_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
    SANDBOX_HOST: z.string().min(1).default("127.0.0.1"),
    SANDBOX_DATA: z.string().min(1).default("./data/sandbox"),
    SANDBOX_CA_FILE: z.string().min(1).optional(),
    PRODUCT_NAME: z.string().min(1).max(60).default("Outrigger"),
    LEGACY_EWS: z.enum(["on", "off"]).default("off"),
    PRODUCT_URL: z
      .url({ protocol: /^https?$/ })
      .default("http://localhost:3000")
      .transform((url) => url.replace(/\/+$/, "")),
  })
  .refine((settings) => settings.SANDBOX_PORT === 0 || settings.SANDBOX_PORT !== settings.SANDBOX_TLS_PORT, {
    path: ["SANDBOX_TLS_PORT"],
    message: "must differ from SANDBOX_PORT",
  });

/** Thrown with every fault at once, in words for the one who set them. */
export class SandboxConfigError extends Error {}

/** Reads the sandbox's settings from the environment. Empty values count as not set. */
export function readSandboxConfig(environment: Record<string, string | undefined>): SandboxConfig {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw new SandboxConfigError(
      parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "),
    );
  }
  const settings = parsed.data;
  const folder = resolve(settings.SANDBOX_DATA);
  return {
    httpPort: settings.SANDBOX_PORT,
    tlsPort: settings.SANDBOX_TLS_PORT,
    // Who lets the system choose the port of http wants no fixed one here either.
    smtpPort: settings.SANDBOX_SMTP_PORT ?? (settings.SANDBOX_PORT === 0 ? 0 : 4025),
    host: settings.SANDBOX_HOST,
    stateFile: join(folder, "state.sqlite"),
    tlsFolder: join(folder, "tls"),
    caFile: resolve(settings.SANDBOX_CA_FILE ?? join(dirname(folder), "sandbox-ca.pem")),
    productUrl: settings.PRODUCT_URL,
    productName: settings.PRODUCT_NAME,
    isLegacyEwsOn: settings.LEGACY_EWS === "on",
  };
}
