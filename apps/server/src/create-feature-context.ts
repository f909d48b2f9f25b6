import type { Database, JobQueue } from "@outrigger/storage";
import type { Logger } from "pino";
import type { Config } from "./config.ts";
import { createAccessTokens } from "./features/access-tokens/create-access-tokens.ts";
import { MicrosoftAuthorization } from "./features/mailbox-connections/microsoft-authorization.ts";
import type { Clock, FeatureContext } from "./http/feature-context.ts";
import type { Mailer } from "./mailer.ts";

export interface FeatureParts {
  readonly config: Config;
  readonly database: Database;
  readonly jobs: JobQueue;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly mailer: Mailer;
}

/** Adds what follows from the parts. For `main.ts` and for tests that bring their own database, clock and sandbox. */
export function createFeatureContext(parts: FeatureParts): FeatureContext {
  const { config, fetch, clock } = parts;
  const registration = {
    loginUrl: config.microsoft.loginUrl,
    clientId: config.microsoft.clientId,
    clientSecret: config.microsoft.clientSecret,
    tierDefault: config.microsoft.permissionTier,
    tierMax: config.microsoft.permissionTierMax,
    isLegacyEwsOn: config.microsoft.hasLegacyEws,
    publicUrl: config.publicUrl,
  };
  const transport = { fetch, now: () => clock.now() };
  const microsoft = new MicrosoftAuthorization(registration, transport);
  const administratorMicrosoft = new MicrosoftAuthorization(
    { ...registration, ...config.microsoft.administrator },
    transport,
  );
  const accessTokens = createAccessTokens({ ...parts, microsoft });
  return { ...parts, microsoft, administratorMicrosoft, accessTokens };
}
