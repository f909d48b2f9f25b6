import { SignJWT } from "jose";
import type { SandboxContext } from "../../core/part.ts";
import { demoMicrosoftApp, demoTenants, demoUsers } from "../../core/demo-ids.ts";
import { getSigningKey } from "../../entra/signing-key.ts";
import { accessTokenIssuer } from "../../entra/verify-access-token.ts";

export interface GraphTokenWish {
  userId?: string;
  tenantId?: string;
  scopes: readonly string[];
  audience?: string;
}

/** An access token as the sandbox's Entra signs it, with scopes that nobody had to consent to. */
export async function issueGraphToken(
  context: SandboxContext,
  { userId = demoUsers.adele, tenantId = demoTenants.contoso, scopes, audience }: GraphTokenWish,
): Promise<string> {
  const now = Math.floor(context.clock.now().getTime() / 1000);
  const { keyId, privateKey } = await getSigningKey(context);
  return new SignJWT({
    oid: userId,
    tid: tenantId,
    idtyp: "user",
    scp: scopes.join(" "),
    appid: demoMicrosoftApp.appId,
    ver: "1.0",
  })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: keyId })
    .setIssuer(accessTokenIssuer(tenantId))
    .setAudience(audience ?? "https://graph.microsoft.com")
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + 3600)
    .sign(privateKey);
}
