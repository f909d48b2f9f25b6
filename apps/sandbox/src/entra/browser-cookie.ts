import type { FastifyReply, FastifyRequest } from "fastify";
import { hashOpaqueValue, newOpaqueValue } from "./entra-records.ts";

const COOKIE = "ESTSAUTHPERSISTENT";

/**
 * Knows a browser again by its cookie and gives a new one where there is none. The cookie lacks `Secure` on purpose:
 * the sandbox answers on http and on TLS under one host name, and both share the session.
 */
export function browserOf(request: FastifyRequest, reply: FastifyReply): string {
  const presented = request.cookies[COOKIE];
  if (presented !== undefined && /^[\w-]{43}$/.test(presented)) return hashOpaqueValue(presented);
  const value = newOpaqueValue();
  void reply.setCookie(COOKIE, value, { path: "/", httpOnly: true, sameSite: "lax", maxAge: 90 * 86_400 });
  return hashOpaqueValue(value);
}
