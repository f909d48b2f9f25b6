import { readdir, readFile } from "node:fs/promises";
import type { FastifyInstance, FastifyReply } from "fastify";
import { Marked } from "marked";
import type { Config } from "../../config.ts";
import { escapeHtml } from "../../http/escape-html.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";
import { plainPagePolicy } from "../../http/security-headers.ts";

interface Article {
  readonly name: string;
  readonly title: string;
  readonly html: string;
}

/** Help articles: Markdown files beside this one, filled with this installation's names and rendered once at start. */
export async function registerHelp(app: FastifyInstance, { config }: FeatureContext): Promise<void> {
  const articles = await readArticles(config);
  const list = articles
    .map(({ name, title }) => `<li><a href="/help/${name}">${escapeHtml(title)}</a></li>`)
    .join("");
  const index = {
    name: "",
    title: "Help",
    html: `<h1>${escapeHtml(config.product.productName)} help</h1><ul>${list}</ul>`,
  };

  app.get("/help", async (_request, reply) => sendArticle(reply, index, config));
  app.get<{ Params: { name: string } }>("/help/:name", async (request, reply) => {
    const article = articles.find(({ name }) => name === request.params.name);
    if (article === undefined) throw new RequestError("not_found");
    return sendArticle(reply, article, config);
  });
}

async function readArticles(config: Config): Promise<Article[]> {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith(".md")).toSorted();
  const marked = new Marked({ gfm: true });
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(new URL(file, import.meta.url), "utf8");
      const filled = fillPlaceholders(text, config);
      const title = /^# (.+)$/m.exec(filled)?.[1] ?? file;
      return { name: file.replace(/\.md$/, ""), title, html: marked.parse(filled, { async: false }) };
    }),
  );
}

/** `{{ product_name }}` and its like; escaped, as Markdown passes HTML through. */
function fillPlaceholders(text: string, { product, microsoft, publicUrl }: Config): string {
  const values: Readonly<Record<string, string>> = {
    product_name: product.productName,
    short_name: product.shortName,
    company_name: product.companyName,
    client_id: microsoft.clientId,
    entra_url: microsoft.entraUrl,
    public_url: publicUrl,
  };
  return text.replaceAll(/\{\{\s*([a-z_]+)\s*\}\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`A help article uses the unknown placeholder ${whole}.`);
    return escapeHtml(value);
  });
}

function sendArticle(reply: FastifyReply, { title, html }: Article, { product }: Config): FastifyReply {
  return reply
    .headers({ "content-security-policy": plainPagePolicy, "cache-control": "max-age=300" })
    .type("text/html; charset=utf-8").send(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(title)} – ${escapeHtml(product.productName)}</title>
<style>body{font:16px/1.6 "Segoe UI",system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse}td,th{border:1px solid color-mix(in srgb,currentColor 30%,transparent);padding:.3rem .6rem;text-align:left;vertical-align:top}
code{overflow-wrap:anywhere}</style></head>
<body><nav><a href="/help">Help</a></nav><main>${html}</main></body></html>`);
}
