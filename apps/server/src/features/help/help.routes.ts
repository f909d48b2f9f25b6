import { readFile } from "node:fs/promises";
import { explain } from "@outrigger/consent";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";
import { helpPagePolicy } from "../../http/security-headers.ts";
import { renderArticle, renderCodesPage, renderIndex, renderSearch } from "./help-pages.ts";
import { readArticles, textOfHtml, type HelpArticle } from "./read-articles.ts";
import { renderErrorCodes, type ErrorCodeGroup } from "./render-error-codes.ts";
import { searchHelp, type HelpEntry } from "./search-help.ts";

/** A pasted address may be long; what is looked at is cut where it is used. */
const querySchema = z.object({ q: z.string().max(4000).optional() });

/** Help: articles beside this file, filled with this installation's names, and a section for every error code. */
export async function registerHelp(app: FastifyInstance, { config }: FeatureContext): Promise<void> {
  const { product } = config;
  const articles = await readArticles(config);
  const codes = renderErrorCodes(product.shortName);
  const entries = listEntries(articles, codes);
  const script = await readFile(new URL("help.js", import.meta.url), "utf8");
  const index = renderIndex(articles, product);
  const pages = new Map<string, string>([
    ...articles.map((article) => [article.name, renderArticle(article, product)] as const),
    ["error-codes", renderCodesPage(codes, product)],
  ]);

  app.get("/help", async (request, reply) => {
    const { q = "" } = querySchema.catch({}).parse(request.query);
    const query = q.trim();
    if (query === "") return sendHelp(reply, index);
    const search = searchHelp(entries, query, codesNamedIn(query));
    return sendHelp(reply, renderSearch(search, { query: query.slice(0, 100), product }), "no-store");
  });
  app.get("/help/assets/help.js", async (_request, reply) =>
    reply.header("cache-control", "max-age=300").type("text/javascript; charset=utf-8").send(script),
  );
  app.get<{ Params: { name: string } }>("/help/:name", async (request, reply) => {
    const page = pages.get(request.params.name);
    if (page === undefined) throw new RequestError("not_found");
    return sendHelp(reply, page);
  });
}

/** The codes of a pasted error text or address. Bare words are left to the search: `explain` sees more in them than is there. */
function codesNamedIn(query: string): string[] {
  if (!/[=:{\s]/.test(query)) return [];
  const { certainty, matches } = explain(query);
  return certainty === "unknown" || certainty === "no_error" ? [] : matches.map(({ entry }) => entry.code);
}

function listEntries(articles: readonly HelpArticle[], codes: readonly ErrorCodeGroup[]): HelpEntry[] {
  const ofArticles = articles.flatMap(({ name, title, alsoFoundBy, sections }) =>
    sections.map((section, index) => ({
      href: section.anchor === "" ? `/help/${name}` : `/help/${name}#${section.anchor}`,
      title: section.title,
      within: index === 0 ? "" : title,
      alsoFoundBy: index === 0 ? alsoFoundBy : "",
      text: textOfBody(section.html),
    })),
  );
  const ofCodes = codes.flatMap(({ title, sections }) =>
    sections.map((section) => ({
      href: `/help/error-codes#${section.anchor}`,
      title: section.title,
      within: `Error codes, ${title}`,
      alsoFoundBy: "",
      text: textOfBody(section.html),
      code: section.anchor,
    })),
  );
  return [...ofArticles, ...ofCodes];
}

/** Without the heading, which is searched as the title. */
function textOfBody(html: string): string {
  return textOfHtml(html.replace(/^<div class="heading">.*?<\/div>|^<h1>.*?<\/h1>/s, ""));
}

function sendHelp(reply: FastifyReply, page: string, cacheControl = "max-age=300"): FastifyReply {
  return reply
    .headers({ "content-security-policy": helpPagePolicy, "cache-control": cacheControl })
    .type("text/html; charset=utf-8")
    .send(page);
}
