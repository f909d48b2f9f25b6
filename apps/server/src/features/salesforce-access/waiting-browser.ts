import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { sessionCookieOptions } from "../../http/cookies.ts";
import type { FeatureContext } from "../../http/feature-context.ts";

export const ACCESS_REQUEST_SECONDS = 14 * 86_400;

type CookieConfig = Pick<FeatureContext["config"], "isSecure">;

function cookieName({ isSecure }: CookieConfig): string {
  return isSecure ? "__Host-outrigger_salesforce_access" : "outrigger_salesforce_access";
}

/** The token of the browser that waits; out of the page's reach, as it stands for whoever asked. */
export function readBrowserToken(request: FastifyRequest, config: CookieConfig): string | undefined {
  const token = request.cookies[cookieName(config)];
  return token !== undefined && /^[\w-]{43}$/.test(token) ? token : undefined;
}

export function setBrowserToken(reply: FastifyReply, token: string, config: CookieConfig): void {
  void reply.setCookie(cookieName(config), token, {
    ...sessionCookieOptions(config),
    maxAge: ACCESS_REQUEST_SECONDS,
  });
}

export function clearBrowserToken(reply: FastifyReply, config: CookieConfig): void {
  void reply.clearCookie(cookieName(config), sessionCookieOptions(config));
}

/** The administrator's token of that browser's link: the same each time it is asked for, and no way back to the browser's own. */
export function linkTokenOf(browserToken: string): string {
  return createHash("sha256").update(`salesforce-access-link:${browserToken}`).digest("base64url");
}
