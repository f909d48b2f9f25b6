import { OAuthError, readAuthorizationResponse } from "@outrigger/oauth";
import type { RegistrationConfig } from "../config.ts";
import { MicrosoftAuthorization } from "../features/mailbox-connections/microsoft-authorization.ts";
import { explainSignInFault, type SignInFault } from "../features/registration/explain-sign-in-fault.ts";
import { WORKS } from "../features/registration/sign-in-test.ts";
import type { CommandIo, ExitCode } from "./command-io.ts";

export interface TestTools {
  readonly config: RegistrationConfig;
  readonly fetch: typeof globalThis.fetch;
}

/**
 * A real sign-in without the running server: the operator opens Microsoft's page and pastes the address at which the
 * browser ends, or the error that Microsoft's page shows. What comes back is not kept.
 */
export async function runRegistrationTest(
  { tenant = "organizations", json }: { tenant?: string | undefined; json?: boolean | undefined },
  { config, fetch }: TestTools,
  io: CommandIo,
): Promise<ExitCode> {
  const { clientId, clientSecret, loginUrl, permissionTier, hasLegacyEws } = config.microsoft;
  if (clientId === undefined) {
    io.writeError("outrigger registration: MICROSOFT_CLIENT_ID is missing\n");
    return 2;
  }
  const microsoft = new MicrosoftAuthorization(
    {
      loginUrl,
      clientId,
      clientSecret,
      tierDefault: permissionTier,
      tierMax: permissionTier,
      isLegacyEwsOn: hasLegacyEws,
      publicUrl: config.publicUrl,
    },
    { fetch, now: () => new Date() },
  );
  const started = await startOrExplain(microsoft, tenant, io);
  if (!started) return 2;
  io.writeError(
    `Open this address, sign in, and paste here the address at which the browser ends (or the error that Microsoft's page shows), then end the input (Ctrl+D):\n\n${started.url.href}\n\n`,
  );
  const outcome = await redeem(microsoft, { tenant, started, answer: (await io.readInput()).trim() });
  if (json) io.writeOutput(`${JSON.stringify({ works: outcome === undefined, ...outcome }, null, 2)}\n`);
  else io.writeOutput(outcome ? formatFault(outcome) : `${WORKS}\n`);
  return outcome ? 1 : 0;
}

type Started = Awaited<ReturnType<MicrosoftAuthorization["startRequest"]>>;

async function startOrExplain(
  microsoft: MicrosoftAuthorization,
  tenant: string,
  io: CommandIo,
): Promise<Started | undefined> {
  try {
    return await microsoft.startRequest({ tenant, scopes: microsoft.signInScopes });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    io.writeError("outrigger registration: --tenant must be a domain or a tenant id\n");
    return undefined;
  }
}

async function redeem(
  microsoft: MicrosoftAuthorization,
  {
    tenant,
    started,
    answer,
  }: { readonly tenant: string; readonly started: Started; readonly answer: string },
): Promise<SignInFault | undefined> {
  if (!URL.canParse(answer)) return explainSignInFault(answer);
  try {
    const response = readAuthorizationResponse(new URL(answer).searchParams, started.state);
    if (response.outcome === "refused") return explainSignInFault(answer);
    await microsoft.exchange({
      tenant,
      code: response.code,
      pkceVerifier: started.pkceVerifier,
      nonce: started.nonce,
      scopes: microsoft.signInScopes,
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const [code] = error.errorCodes;
    return explainSignInFault(code === undefined ? error.error : `AADSTS${code}`);
  }
}

function formatFault({ code, sentence, fix }: SignInFault): string {
  return [`${code === null ? "" : `${code}: `}${sentence}`, ...(fix === null ? [] : [fix]), ""].join("\n");
}
