import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { helpArticleNames, helpHrefOfCode, requestErrorCodes } from "@outrigger/api-contract";
import { errorCatalogue } from "@outrigger/consent";
import { expect, it } from "vitest";
import { demoSettings } from "../../commands/demo-settings.ts";
import { parseConfig } from "../../config.ts";
import { renderArticle, renderCodesPage, renderIndex } from "./help-pages.ts";
import { anchorsOf, readArticles } from "./read-articles.ts";
import { renderErrorCodes } from "./render-error-codes.ts";

const root = fileURLToPath(new URL("../../../../../", import.meta.url));
const hostile = `<b onclick="x">*Keel* & [Sons]</b>`;
const config = parseConfig({
  ...demoSettings({ sandboxUrl: "http://localhost:4000", smtpPort: 4025 }),
  DATABASE_URL: "postgres://localhost/none",
  TOKEN_KEYS: `test:${"A".repeat(43)}`,
  PRODUCT_NAME: hostile,
});
const articles = await readArticles(config);
const pages = new Map([
  ["/help", renderIndex(articles, config.product)],
  ["/help/error-codes", renderCodesPage(renderErrorCodes("Outrigger"), config.product)],
  ...articles.map((article) => [`/help/${article.name}`, renderArticle(article, config.product)] as const),
]);

function leadsSomewhere(href: string): boolean {
  const [path = "", anchor] = href.split("#");
  const page = pages.get(path);
  return page !== undefined && (anchor === undefined || page.includes(` id="${anchor}"`));
}

it("has a section for every code of the catalogue and every code of our own", () => {
  const codes = [...errorCatalogue.map(({ code }) => code), ...requestErrorCodes];
  expect(codes.length).toBeGreaterThan(100);
  expect(codes.filter((code) => !leadsSomewhere(helpHrefOfCode(code)))).toEqual([]);
});

it("gives no two headings of a page the same anchor", () => {
  for (const [path, page] of pages) {
    const anchors = [...page.matchAll(/ id="([^"]*)"/g)].map(([, anchor]) => anchor);
    expect([path, anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)]).toEqual([path, []]);
  }
});

it("leads every link inside help to a page and a heading that are there", () => {
  const links = [...pages].flatMap(([path, page]) =>
    [...page.matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => (href.startsWith("#") ? path + href : href)),
  );
  const inside = links.filter((href) => href.startsWith("/"));
  expect(inside.length).toBeGreaterThan(300);
  expect(inside.filter((href) => !leadsSomewhere(href))).toEqual([]);
});

it("leads every link from the screens to a page and a heading that are there", () => {
  const sources = ["apps", "packages", "e2e"]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
        join(folder, file),
      ),
    )
    .filter((file) => /\.tsx?$/.test(file) && !/node_modules|\.test\.ts|dist\//.test(file));
  const links = sources.flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    const written = [...text.matchAll(/["'`](\/help\/[a-z][\w#-]*)["'`]/g)].map(([, href = ""]) => href);
    const called = [...text.matchAll(/helpArticleHref\(\s*"([\w-]+)"(?:,\s*"([\w-]+)")?/g)].map(
      ([, article = "", heading]) => `/help/${article}${heading === undefined ? "" : `#${heading}`}`,
    );
    return [...written, ...called].map((href) => ({ file, href }));
  });
  expect(links.length).toBeGreaterThan(1);
  expect(links.filter(({ href }) => !leadsSomewhere(href))).toEqual([]);
});

it("lists every article in the index", () => {
  for (const name of helpArticleNames) expect(pages.get("/help")).toContain(`href="/help/${name}"`);
});

it("shows a hostile product name as text, and keeps it out of anchors", () => {
  for (const [path, page] of pages) {
    expect([path, page.includes("<b onclick"), page.includes("<em>Keel</em>")]).toEqual([path, false, false]);
  }
  expect(pages.get("/help/set-up-sync")).toContain("&lt;b onclick=");
  expect(anchorsOf("# A\n## If you use {{ product_name }}\n## If you use it\n## If you use it")).toEqual([
    "a",
    "if-you-use",
    "if-you-use-it",
    "if-you-use-it-2",
  ]);
});

it("sends what cannot be a code to the list of all", () => {
  for (const strange of ["", "javascript:alert(1)", `"><script>`, "x".repeat(200), "a b"]) {
    expect(helpHrefOfCode(strange)).toBe("/help/error-codes");
  }
});
