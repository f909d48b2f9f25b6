import type { FastifyInstance } from "fastify";
import type { Config } from "../config.ts";

/** For pages of ours that no script runs on. */
export const plainPagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Help: its one script of ours, and the search form. */
export const helpPagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** The admin panel and the approval page: our own files only, in no frame. */
export const panelPolicy = policyOf({ scripts: ["'self'"], frameAncestors: ["'none'"] });

/** The sidebar: our files and Office.js, in Outlook's frames only. Whoever serves Office.js runs in our page anyway. */
export function sidebarPolicy({ sidebar }: Pick<Config, "sidebar">): string {
  const officeOrigin = new URL(sidebar.officeJsUrl).origin;
  return policyOf({
    scripts: ["'self'", officeOrigin],
    frameAncestors: ["'self'", officeOrigin, ...sidebar.frameAncestors],
  });
}

function policyOf({ scripts, frameAncestors }: { scripts: string[]; frameAncestors: string[] }): string {
  return [
    "default-src 'none'",
    `script-src ${scripts.join(" ")}`,
    // Fluent UI writes its styles at run time; a style cannot run code.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data: https://res.cdn.office.net",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors.join(" ")}`,
  ].join("; ");
}

/** On every answer. A page that needs a looser policy sets its own afterwards. */
export function registerSecurityHeaders(app: FastifyInstance, config: Pick<Config, "isSecure">): void {
  app.addHook("onRequest", async (_request, reply) => {
    reply.headers({
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      // `same-origin` would cut a dialog from its opener: Office then reports 12006 (dialog-handle-errors-events).
      "cross-origin-opener-policy": "unsafe-none",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": "camera=(), microphone=(), geolocation=()",
      ...(config.isSecure ? { "strict-transport-security": "max-age=31536000" } : {}),
    });
  });
}
