import type { FastifyRequest } from "fastify";

/**
 * The origin by which this listener was called: issuer and endpoints follow it, so that http on one port and TLS on
 * another both tell the truth. A host header that is no host falls back to the listener's own name.
 */
export function originOf(request: Pick<FastifyRequest, "protocol" | "host">): string {
  const host = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(request.host)
    ? request.host.toLowerCase()
    : "localhost";
  return `${request.protocol}://${host}`;
}

/** The body of a form; OAuth's endpoints take no other (RFC 6749 §3.2), so anything else is as if nothing was sent. */
export function formOf(request: Pick<FastifyRequest, "body" | "headers">): unknown {
  const type = request.headers["content-type"] ?? "";
  return /^application\/x-www-form-urlencoded\b/i.test(type) ? request.body : {};
}
