import { expect, test } from "vitest";
import { htmlToText } from "./html-to-text.ts";

test.each([
  ["<p>Hello <b>you</b></p>", "Hello you"],
  [
    "<html><head><title>x</title><style>p {}</style></head><body><p>a</p><p>b<br>c</p></body></html>",
    "a\r\nb\r\nc",
  ],
  ["a &amp; b &lt;c&gt; &#228;&#xE9; &unknown; &#0;", "a & b <c> äé &unknown; &#0;"],
  ["<!-- hidden <p> -->shown", "shown"],
  ["<SCRIPT>alert(1)</SCRIPT >after", "after"],
  ["a < b", "a"],
  ["one\n   two", "one two"],
  ["<style>never closed", ""],
])("reads %j", (html, text) => {
  expect(htmlToText(html)).toBe(text);
});

test.each(["<", "<style", "<!--", "&#", "<p>", "<head>"])("stays quick on a megabyte of %s", (piece) => {
  const started = performance.now();
  htmlToText(piece.repeat(1_000_000 / piece.length));
  expect(performance.now() - started).toBeLessThan(2_000);
});
