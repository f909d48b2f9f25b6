import type { Config } from "../../config.ts";
import { escapeHtml } from "../../http/escape-html.ts";
import { renderPlainPage } from "../../http/plain-page.ts";
import { helpAudiences, type HelpAudience } from "./help-articles.ts";
import { helpStyle } from "./help-style.ts";
import type { HelpArticle, HelpSection } from "./read-articles.ts";
import type { ErrorCodeGroup } from "./render-error-codes.ts";
import { renderHeading } from "./render-heading.ts";
import type { HelpSearch } from "./search-help.ts";

type Product = Config["product"];

export function renderIndex(articles: readonly HelpArticle[], product: Product): string {
  const groups = Object.entries(helpAudiences).map(([audience, title]) => {
    const own = articles.filter((article) => article.audience === audience);
    return articleGroup(
      audience,
      title,
      own.map(listedArticle).join("") + (audience === "everybody" ? codesItem : ""),
    );
  });
  return helpPage({
    title: "Help",
    product,
    body: `<h1>${escapeHtml(product.productName)} help</h1><p role="status" class="quiet" data-filter-status></p><div data-filter>${groups.join("")}</div>`,
  });
}

const codesItem = `<li data-filter-item><a href="/help/error-codes">Error codes</a><p>Every code and error text of Microsoft, Salesforce and this product: what it means, who must act, and the steps.</p></li>`;

function articleGroup(audience: string, title: string, items: string): string {
  return `<section data-filter-group>${renderHeading({ depth: 2, anchor: `for-${audience}`, html: escapeHtml(title), title })}<ul class="articles">${items}</ul></section>`;
}

function listedArticle({ name, title, lead }: HelpArticle): string {
  return `<li data-filter-item><a href="/help/${name}">${escapeHtml(title)}</a><p>${escapeHtml(lead)}</p></li>`;
}

export function renderArticle(article: HelpArticle, product: Product): string {
  const [beginning, ...rest] = article.sections;
  const contents = rest.filter(({ depth }) => depth === 2);
  const body = `${beginning?.html ?? ""}${contents.length < 3 ? "" : contentsOf(contents)}${rest.map(({ html }) => `<section>${html}</section>`).join("")}`;
  return helpPage({ title: article.title, product, body: `${body}${moreFor(article.audience)}` });
}

function contentsOf(sections: readonly HelpSection[]): string {
  const items = sections.map(
    ({ anchor, title }) => `<li><a href="#${escapeHtml(anchor)}">${escapeHtml(title)}</a></li>`,
  );
  return `<nav class="contents" aria-label="On this page"><strong>On this page</strong><ul>${items.join("")}</ul></nav>`;
}

function moreFor(audience: HelpAudience): string {
  return `<hr><p><a href="/help#for-${audience}">More ${escapeHtml(helpAudiences[audience].replace(/^F/, "f"))}</a> · <a href="/help/error-codes">Error codes</a></p>`;
}

export function renderCodesPage(groups: readonly ErrorCodeGroup[], product: Product): string {
  const links = groups.map(
    ({ anchor, title, sections }) =>
      `<li><a href="#${anchor}">${escapeHtml(title)}</a> (${sections.length})</li>`,
  );
  const body = groups.map(
    ({ anchor, title, lead, sections }) =>
      `<div data-filter-group>${renderHeading({ depth: 2, anchor, html: escapeHtml(title), title })}<p>${escapeHtml(lead)}</p>${sections
        .map(({ html }) => `<section data-filter-item>${html}</section>`)
        .join("")}</div>`,
  );
  return helpPage({
    title: "Error codes",
    product,
    body: `<h1>Error codes</h1><p>What each code means, who must act, and the steps. Paste a code, an error text or the address of an error page into the search field to find its section.</p>
<nav class="contents" aria-label="On this page"><strong>On this page</strong><ul>${links.join("")}</ul></nav>
<p role="status" class="quiet" data-filter-status></p><div data-filter>${body.join("")}</div>`,
  });
}

export function renderSearch(
  { hits, words }: HelpSearch,
  { query, product }: { readonly query: string; readonly product: Product },
): string {
  const items = hits.map(
    ({ entry, excerpt }) =>
      `<li><a href="${escapeHtml(entry.href)}">${markWords(entry.title, words)}</a>${
        entry.within === "" ? "" : ` <span class="quiet">in ${escapeHtml(entry.within)}</span>`
      }<p>${markWords(excerpt, words)}</p></li>`,
  );
  const said =
    hits.length === 0
      ? `Nothing was found. Try one telling word, a code, or <a href="/help">look through all articles</a>.`
      : `${hits.length === 1 ? "One place" : `${hits.length} places`} for “${escapeHtml(query)}”`;
  return helpPage({
    title: `Search: ${query}`,
    query,
    product,
    body: `<h1>Search in help</h1><p role="status">${said}</p><ul class="articles hits">${items.join("")}</ul>`,
  });
}

/** Escapes first and marks afterwards, piece by piece, so that no mark falls into an entity. */
function markWords(text: string, words: readonly string[]): string {
  if (words.length === 0) return escapeHtml(text);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${words.join("|")})`, "giu");
  return text
    .split(pattern)
    .map((piece, index) => (index % 2 === 1 ? `<mark>${escapeHtml(piece)}</mark>` : escapeHtml(piece)))
    .join("");
}

function helpPage(page: {
  readonly title: string;
  readonly product: Product;
  readonly body: string;
  readonly query?: string | undefined;
}): string {
  return renderPlainPage({
    title: page.title,
    productName: page.product.productName,
    extraStyle: helpStyle,
    headerEnd: `<form class="search" role="search" action="/help" method="get"><input type="search" name="q" aria-label="Search in help" placeholder="Words, a code or an error text" maxlength="2000" value="${escapeHtml(page.query ?? "")}"><button type="submit">Search</button></form>`,
    body: `${page.body}<p class="said" role="status" data-said></p><script src="/help/assets/help.js" defer></script>`,
  });
}
