import { describe, expect, it } from "vitest";
import { htmlToText } from "./html-to-text.ts";

describe("htmlToText", () => {
  it.each([
    ["<p>One</p><p>Two<br>Three</p>", "One\nTwo\nThree"],
    ["<ul><li>a</li><li>b</li></ul>", "- a\n- b"],
    ["a &amp; b &#8364;5 &#x1F389; &nbsp;x", "a & b €5 🎉 x"],
    ["&lt;script&gt;", "<script>"],
    ["<style>p{}</style><script>alert(1)</script>Hi<!-- no -->", "Hi"],
    ["<STYLE>never closed", ""],
    ["&#xD800;&#0;&unknown;", "&unknown;"],
    ["1 < 2 and 3 > 2", "1 < 2 and 3 > 2"],
  ])("reads %j as %j", (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it("takes hostile input in linear time", () => {
    const hostile = ["<style ", "<!-- ", "<a ", "&#", "<script></scrip "].map((part) => part.repeat(100_000));
    const start = performance.now();
    for (const html of hostile) htmlToText(html);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
