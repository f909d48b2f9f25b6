import type { CookieSerializeOptions } from "@fastify/cookie";
import type { Config } from "../config.ts";

type CookieConfig = Pick<Config, "isSecure">;

/** `__Host-`: only this very host, over TLS, may have set it (RFC 6265bis §4.1.3.2). Plain http is for this machine only. */
export function sessionCookieName({ isSecure }: CookieConfig): string {
  return isSecure ? "__Host-outrigger_session" : "outrigger_session";
}

/** One cookie per started window, so that two windows at once do not take each other's. */
export function flowCookieName({ isSecure }: CookieConfig, flowId: string): string {
  return `${isSecure ? "__Host-" : ""}outrigger_flow_${flowId}`;
}

/**
 * The sidebar lives in a frame on Outlook's site, where browsers keep only `SameSite=None; Partitioned` cookies. On
 * http these need TLS, and Outlook's stand-in is on the same site (ports do not count): `Lax` does.
 */
export function sessionCookieOptions({ isSecure }: CookieConfig): CookieSerializeOptions {
  return isSecure
    ? { path: "/", httpOnly: true, secure: true, sameSite: "none", partitioned: true }
    : { path: "/", httpOnly: true, sameSite: "lax" };
}

/** Set and read in a window of its own that comes back by a top-level redirect, for which `Lax` is enough. */
export function flowCookieOptions({ isSecure }: CookieConfig): CookieSerializeOptions {
  return { path: "/", httpOnly: true, secure: isSecure, sameSite: "lax" };
}
