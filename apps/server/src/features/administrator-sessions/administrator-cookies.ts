import type { CookieSerializeOptions } from "@fastify/cookie";
import type { Config } from "../../config.ts";

type CookieConfig = Pick<Config, "isSecure">;

/** Binds the way to Microsoft and back to one browser. */
export const ADMINISTRATOR_FLOW_COOKIE = "outrigger_administrator_flow";

export function flowOptions({ isSecure }: CookieConfig): CookieSerializeOptions {
  // Lax: the callback is a top-level GET that comes from Microsoft's site.
  return { path: "/administrator", httpOnly: true, secure: isSecure, sameSite: "lax" };
}

/** `__Secure-`: only a page over TLS may have set it (RFC 6265bis §4.1.3.1); `__Host-` would forbid the path. */
export function administratorCookieName({ isSecure }: CookieConfig): string {
  return isSecure ? "__Secure-outrigger_administrator" : "outrigger_administrator";
}

/** For calls of our own pages alone: no page's address carries it, and no other site's request. */
export function administratorCookieOptions({ isSecure }: CookieConfig): CookieSerializeOptions {
  return { path: "/api", httpOnly: true, secure: isSecure, sameSite: "strict" };
}
