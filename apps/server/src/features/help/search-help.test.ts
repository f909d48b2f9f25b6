import { describe, expect, it } from "vitest";
import { searchHelp, type HelpEntry } from "./search-help.ts";

const entries: HelpEntry[] = [
  entry({
    href: "/help/a",
    title: "Connect your mailbox",
    text: "Choose Set up sync and sign in to Microsoft.",
  }),
  entry({ href: "/help/b", title: "Take an approval back", text: "Revoke permission in the portal." }),
  entry({
    href: "/help/c",
    title: "Addresses",
    text: "The mailbox is somewhere in this long text about addresses.",
  }),
  entry({
    href: "/help/error-codes#aadsts90094",
    title: "AADSTS90094: Need admin approval",
    text: "Only an administrator decides.",
    code: "aadsts90094",
  }),
];

function entry(parts: Partial<HelpEntry>): HelpEntry {
  return { href: "/help", title: "", within: "", alsoFoundBy: "", text: "", ...parts };
}

function hrefs(query: string, codes?: string[]): string[] {
  return searchHelp(entries, query, codes).hits.map(({ entry }) => entry.href);
}

describe("searchHelp", () => {
  it("puts a word of the title before the same word in the text", () => {
    expect(hrefs("mailbox")).toEqual(["/help/a", "/help/c"]);
  });

  it("finds a code by its name in any letter case and by its number alone", () => {
    for (const query of ["AADSTS90094", "aadsts90094", "90094"]) {
      expect(hrefs(query)[0]).toBe("/help/error-codes#aadsts90094");
    }
  });

  it("puts what a pasted error names first, whatever words stand around it", () => {
    expect(hrefs("mailbox sync portal permission", ["AADSTS90094"])[0]).toBe("/help/error-codes#aadsts90094");
  });

  it("leaves out sections with some of the words where another has all", () => {
    expect(hrefs("revoke permission")).toEqual(["/help/b"]);
    expect(hrefs("mailbox zebra")).toEqual(["/help/a", "/help/c"]);
  });

  it("finds beginnings of words, and nothing in the middle of one", () => {
    expect(hrefs("approv")).toEqual(["/help/b", "/help/error-codes#aadsts90094"].toSorted());
    expect(hrefs("proval")).toEqual([]);
  });

  it("looks for words that tell nothing apart only when there are no others", () => {
    expect(searchHelp(entries, "how do i take it back").words).toEqual(["take", "back"]);
    expect(searchHelp(entries, "what is this").words).toEqual(["what", "is", "this"]);
  });

  it.each(["", "   ", "(((", "\\(?:[", "x".repeat(10_000), "<script>", "💥", "%00"])("bears %j", (query) => {
    expect(searchHelp(entries, query).hits).toEqual([]);
  });

  it("cuts its excerpt between words and around what was found", () => {
    const text = `${"before ".repeat(100)}needle ${"after ".repeat(100)}`;
    const [hit] = searchHelp([entry({ title: "T", text })], "needle").hits;
    expect(hit?.excerpt).toMatch(/^… before .*needle after .* …$/);
    expect(hit?.excerpt.length).toBeLessThan(240);
  });
});
