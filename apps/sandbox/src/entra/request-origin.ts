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
