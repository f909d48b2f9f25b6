import type { FastifyInstance } from "fastify";
import { RequestError } from "./request-error.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses what another site's page makes a browser send: with cookies for sign-in this is the defence against request
 * forgery. Browsers put `Origin` on every call that changes something (Fetch §3.2); a call with neither header comes
 * from no browser, so there is no cookie to abuse.
 */
export function registerOriginCheck(app: FastifyInstance, publicUrl: string): void {
  app.addHook("onRequest", async (request) => {
    if (SAFE_METHODS.has(request.method)) return;
    const { origin } = request.headers;
    const site = request.headers["sec-fetch-site"];
    const isOwn = origin === undefined ? site === undefined || site === "same-origin" : origin === publicUrl;
    if (!isOwn) throw new RequestError("forbidden", "This call does not come from the product's own pages.");
  });
}
