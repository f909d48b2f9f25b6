import type { FastifyReply, FastifyRequest } from "fastify";
import { helpHrefOfCode, type RequestErrorCode } from "@outrigger/api-contract";
import type { Config } from "../config.ts";
import { escapeHtml } from "./escape-html.ts";
import { renderPlainPage } from "./plain-page.ts";
import { plainPagePolicy } from "./security-headers.ts";

export interface ErrorPage {
  readonly code: RequestErrorCode;
  readonly title: string;
  readonly sentence: string;
  /** What to do, one line each. */
  readonly steps?: readonly string[] | undefined;
  /** Roles, or the reader. */
  readonly whoMustAct?: readonly string[] | undefined;
  /** What happens next, in a sentence. */
  readonly next?: string | undefined;
  /** The one thing to do here; an address of ours. */
  readonly action?: { readonly href: string; readonly label: string } | undefined;
  /** The vendor's own code, for whoever asks for it. */
  readonly vendorCode?: string | undefined;
  /** The code that help explains best, where that is not our own. */
  readonly helpCode?: string | undefined;
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
  const whoMustAct = escapeHtml((page.whoMustAct ?? []).join(", "));
  const action =
    page.action === undefined
      ? ""
      : `<p><a class="action" href="${escapeHtml(page.action.href)}">${escapeHtml(page.action.label)}</a></p>`;
  const body = `<h1>${escapeHtml(page.title)}</h1><p>${escapeHtml(page.sentence)}</p>
${whoMustAct === "" ? "" : `<p>Who can fix it: ${whoMustAct}.</p>`}
${steps === "" ? "" : `<ol>${steps}</ol>`}
${page.next === undefined ? "" : `<p>${escapeHtml(page.next)}</p>`}
${action}
<p><a href="${escapeHtml(helpHrefOfCode(page.helpCode ?? page.code))}">What this means, and what to do</a></p>
<details><summary>Technical details</summary><dl><dt>Code</dt><dd><code>${page.code}</code></dd>${vendorCode}
<dt>Request</dt><dd><code>${escapeHtml(request.id)}</code></dd></dl></details>`;
  return reply
    .code(400)
    .headers({ "content-security-policy": plainPagePolicy, "cache-control": "no-store" })
    .type("text/html; charset=utf-8")
    .send(renderPlainPage({ title: page.title, productName: product.productName, body }));
}
