import { readFile } from "node:fs/promises";
import { helpArticleNames, type HelpArticleName } from "@outrigger/api-contract";
import { Marked, type Token, type Tokens } from "marked";
import type { Config } from "../../config.ts";
import { escapeHtml } from "../../http/escape-html.ts";
import { helpArticles, type HelpAudience } from "./help-articles.ts";
import { renderHeading } from "./render-heading.ts";

/** A piece of help that can be linked to and found: a heading and what stands under it. */
export interface HelpSection {
  /** Of the heading; empty for an article's beginning. */
  readonly anchor: string;
  /** As text. */
  readonly title: string;
  /** Safe HTML, heading included. */
  readonly html: string;
  readonly depth: number;
}

export interface HelpArticle {
  readonly name: HelpArticleName;
  readonly title: string;
  /** The first paragraph's first sentence, as text. */
  readonly lead: string;
  readonly audience: HelpAudience;
  readonly alsoFoundBy: string;
  readonly sections: readonly HelpSection[];
}

/** Reads the Markdown files of `articles/` and fills them with this installation's names. */
export async function readArticles(config: Config): Promise<HelpArticle[]> {
  return Promise.all(
    helpArticleNames.map(async (name) => {
      const text = await readFile(new URL(`articles/${name}.md`, import.meta.url), "utf8");
      const filled = fillPlaceholders(text, config);
      const { audience, alsoFoundBy = "" } = helpArticles[name];
      const sections = readSections(filled, anchorsOf(text));
      return {
        name,
        title: sections[0]?.title ?? name,
        lead: readLead(filled),
        audience,
        alsoFoundBy,
        sections,
      };
    }),
  );
}

/** The anchors of a Markdown text's headings, in order; made from the raw text, so that no installation's names get in. */
export function anchorsOf(markdown: string): string[] {
  const taken = new Map<string, number>();
  return headingsOf(new Marked({ gfm: true }).lexer(markdown)).map(({ text }) => {
    const slug = slugOf(text);
    const count = (taken.get(slug) ?? 0) + 1;
    taken.set(slug, count);
    return count === 1 ? slug : `${slug}-${count}`;
  });
}

function slugOf(heading: string): string {
  return heading
    .replaceAll(/\{\{[^}]*\}\}/g, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
}

function headingsOf(tokens: readonly Token[]): Tokens.Heading[] {
  return tokens.filter((token): token is Tokens.Heading => token.type === "heading");
}

function readSections(markdown: string, anchors: readonly string[]): HelpSection[] {
  const marked = new Marked({ gfm: true });
  const sections: HelpSection[] = [];
  let body: Token[] = [];
  const tokens = marked.lexer(markdown);
  const headings = headingsOf(tokens);
  const render = (part: Token[]) => wrapTables(marked.parser(part));
  let current: Tokens.Heading | undefined;
  const close = () => {
    if (current === undefined) return;
    const index = headings.indexOf(current);
    const words = marked.parseInline(current.text, { async: false });
    const title = textOfHtml(words);
    const anchor = index === 0 ? "" : (anchors[index] ?? "");
    const heading = renderHeading({ depth: current.depth, anchor, html: words, title });
    sections.push({ anchor, title, html: heading + render(body), depth: current.depth });
  };
  for (const token of tokens) {
    if (token.type === "heading") {
      close();
      current = headings[sections.length];
      body = [];
    } else body.push(token);
  }
  close();
  return sections;
}

/** A wide table scrolls in a box of its own; the page stays as wide as its window. */
function wrapTables(html: string): string {
  return html
    .replaceAll("<table>", '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>')
    .replaceAll("</table>", "</table></div>");
}

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

/** The words of safe HTML, for searching and for names. */
export function textOfHtml(html: string): string {
  return (
    html
      // Words in a mark keep touching what follows them; blocks do not.
      .replaceAll(/<\/?(?:a|b|code|em|mark|strong)\b[^>]*>/g, "")
      .replaceAll(/<[^>]*>/g, " ")
      .replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity)
      .replaceAll(/\s+/g, " ")
      .trim()
  );
}

function readLead(markdown: string): string {
  const paragraph = markdown.split(/\n{2,}/).find((block) => !block.startsWith("#")) ?? "";
  const text = textOfHtml(new Marked().parseInline(paragraph, { async: false }));
  return /^.*?[.?!](?=\s|$)/.exec(text)?.[0] ?? text;
}

/** `{{ product_name }}` and its like; escaped, as Markdown passes HTML through. */
function fillPlaceholders(text: string, { product, microsoft, salesforce, publicUrl }: Config): string {
  const values: Readonly<Record<string, string>> = {
    product_name: product.productName,
    short_name: product.shortName,
    company_name: product.companyName,
    client_id: microsoft.clientId,
    entra_url: microsoft.entraUrl,
    login_url: microsoft.loginUrl,
    consumer_key: salesforce.clientId,
    salesforce_login_url: salesforce.loginUrl,
    public_url: publicUrl,
  };
  return text.replaceAll(/\{\{\s*([a-z_]+)\s*\}\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`A help article uses the unknown placeholder ${whole}.`);
    // A name may hold what Markdown would read as a mark.
    return escapeHtml(value).replaceAll(/[*_`[\]|~\\]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  });
}
