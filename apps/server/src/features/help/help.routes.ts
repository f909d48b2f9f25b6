import { readdir, readFile } from "node:fs/promises";
import type { FastifyInstance, FastifyReply } from "fastify";
import { Marked } from "marked";
import type { Config } from "../../config.ts";
import { escapeHtml } from "../../http/escape-html.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";
import { renderPlainPage } from "../../http/plain-page.ts";
import { plainPagePolicy } from "../../http/security-headers.ts";

interface Article {
  readonly name: string;
  readonly title: string;
  /** The first paragraph's first sentence, as text. */
  readonly lead: string;
  readonly html: string;
}

/** Help articles: Markdown files beside this one, filled with this installation's names and rendered once at start. */
export async function registerHelp(app: FastifyInstance, { config }: FeatureContext): Promise<void> {
  const articles = await readArticles(config);
  const list = articles
    .map(
      ({ name, title, lead }) =>
        `<li><a href="/help/${name}">${escapeHtml(title)}</a><p>${escapeHtml(lead)}</p></li>`,
    )
    .join("");
  const index = {
    name: "",
    title: "Help",
    lead: "",
    html: `<h1>${escapeHtml(config.product.productName)} help</h1><ul class="articles">${list}</ul>`,
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
      // A wide table scrolls in a box of its own; the page stays as wide as its window.
      const html = marked
        .parse(filled, { async: false })
        .replaceAll("<table>", '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>')
        .replaceAll("</table>", "</table></div>");
      return { name: file.replace(/\.md$/, ""), title, lead: readLead(filled), html };
    }),
  );
}

function readLead(markdown: string): string {
  const paragraph = markdown.split(/\n{2,}/).find((block) => !block.startsWith("#")) ?? "";
  const text = paragraph.replaceAll(/[*_`]/g, "").replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1");
  return /^.*?[.?!](?=\s|$)/s.exec(text)?.[0] ?? text;
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
    .type("text/html; charset=utf-8")
    .send(renderPlainPage({ title, productName: product.productName, body: html }));
}
