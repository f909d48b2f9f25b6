import type { FastifyReply, FastifyRequest } from "fastify";
import type { RequestErrorCode } from "@outrigger/api-contract";
import type { Config } from "../config.ts";
import { escapeHtml } from "./escape-html.ts";
import { plainPagePolicy } from "./security-headers.ts";

export interface ErrorPage {
  readonly code: RequestErrorCode;
  readonly title: string;
  readonly sentence: string;
  /** What to do, one line each. */
  readonly steps?: readonly string[] | undefined;
  /** The vendor's own code, for whoever asks for it. */
  readonly vendorCode?: string | undefined;
}

/** An error in a window at which a person looks: a page without scripts, always 400, with a code of `docs/errors.md`. */
export function sendErrorPage(
  request: FastifyRequest,
  reply: FastifyReply,
  { page, product }: { readonly page: ErrorPage; readonly product: Config["product"] },
): FastifyReply {
  const steps = (page.steps ?? []).map((step) => `<li>${escapeHtml(step)}</li>`).join("");
  const vendorCode =
    page.vendorCode === undefined ? "" : `<dt>Their code</dt><dd>${escapeHtml(page.vendorCode)}</dd>`;
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(page.title)} – ${escapeHtml(product.productName)}</title>
<style>body{font:16px/1.5 "Segoe UI",system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}
h1{font-size:1.4rem}details{margin-top:2rem}dt{font-weight:600}</style></head>
<body><main><h1>${escapeHtml(page.title)}</h1><p>${escapeHtml(page.sentence)}</p>
${steps === "" ? "" : `<ol>${steps}</ol>`}
<details><summary>Technical details</summary><dl><dt>Code</dt><dd><code>${page.code}</code></dd>${vendorCode}
<dt>Request</dt><dd><code>${escapeHtml(request.id)}</code></dd></dl></details></main></body></html>`;
  return reply
    .code(400)
    .headers({ "content-security-policy": plainPagePolicy, "cache-control": "no-store" })
    .type("text/html; charset=utf-8")
    .send(html);
}
