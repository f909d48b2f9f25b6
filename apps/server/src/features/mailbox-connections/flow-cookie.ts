import type { FastifyReply } from "fastify";
import type { Config } from "../../config.ts";

/** Binds a callback to the browser that started: without it, a stranger's link could end in somebody's session. */
export const FLOW_COOKIE = "outrigger_connect";
export const FLOW_PATH = "/connect/microsoft";

export function setFlowCookie(
  reply: FastifyReply,
  browserBinding: string,
  { config }: { readonly config: Pick<Config, "isSecure"> },
): void {
  void reply.setCookie(FLOW_COOKIE, browserBinding, {
    path: FLOW_PATH,
    httpOnly: true,
    secure: config.isSecure,
    // Lax: the callback is a top-level GET that comes from Microsoft's site.
    sameSite: "lax",
    maxAge: 3600,
  });
}
