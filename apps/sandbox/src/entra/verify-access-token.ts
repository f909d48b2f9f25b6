import { jwtVerify } from "jose";
import { z } from "zod";
import type { SandboxContext } from "../core/part.ts";
import { getSigningKey } from "./signing-key.ts";

export interface AccessTokenClaims {
  readonly tenantId: string;
  /** Object id of the user; undefined for an app-only token. */
  readonly userId: string | undefined;
  readonly appId: string;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
}

const claimsSchema = z.object({
  tid: z.uuid(),
  oid: z.string().min(1),
  appid: z.string().min(1),
  idtyp: z.enum(["user", "app"]),
  scp: z.string().default(""),
  roles: z.array(z.string()).default([]),
});

/**
 * Reads an `Authorization: Bearer` header. Undefined for whatever an API must answer with 401: no header, another
 * scheme, a foreign signature, another audience, an expired token (by the sandbox's clock).
 */
export async function verifyAccessToken(
  context: Pick<SandboxContext, "store" | "clock">,
  authorizationHeader: string | undefined,
  { audience }: { audience: string },
): Promise<AccessTokenClaims | undefined> {
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorizationHeader ?? "")?.[1];
  if (token === undefined) return undefined;
  const { publicKey } = await getSigningKey(context);
  const payload = await jwtVerify(token, publicKey, {
    algorithms: ["RS256"],
    audience,
    typ: "JWT",
    requiredClaims: ["exp", "nbf", "iss"],
    currentDate: context.clock.now(),
  }).then(
    (verified) => verified.payload,
    () => undefined,
  );
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success || payload?.iss !== accessTokenIssuer(claims.data.tid)) return undefined;
  const { tid, oid, appid, idtyp, scp, roles } = claims.data;
  return {
    tenantId: tid,
    userId: idtyp === "user" ? oid : undefined,
    appId: appid,
    scopes: scp.split(" ").filter(Boolean),
    roles,
  };
}

/** Graph's access tokens are of version 1.0: their issuer is the older one, whatever host issued them. */
export function accessTokenIssuer(tenantId: string): string {
  return `https://sts.windows.net/${tenantId}/`;
}
