import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutHtml } from "./cut-html.ts";
import { cutText } from "./cut-text.ts";

describe("cutText", () => {
  it("never splits a surrogate pair, keeps within the length and gives up one unit at most", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 40 });
    fc.assert(
      fc.property(text, fc.nat({ max: 50 }), (whole, max) => {
        const cut = cutText(whole, max);
        expect(cut.isWellFormed()).toBe(whole.isWellFormed());
        expect(whole.startsWith(cut)).toBe(true);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut.length).toBeGreaterThanOrEqual(Math.min(whole.length, max) - 1);
      }),
    );
  });

  it("cuts before an emoji that does not fit", () => {
    expect(cutText("ab🎉", 3)).toBe("ab");
  });
});

describe("cutHtml", () => {
  it("closes what it leaves open and stays within the length", () => {
    const html = `<div><p><b>${"x".repeat(100)}</b></p></div>`;
    const cut = cutHtml(html, 60);
    expect(cut.length).toBeLessThanOrEqual(60);
    expect(cut).toMatch(/^<div><p><b>x+<\/b><\/p><\/div>$/);
  });

  it("drops inline pictures before it cuts text", () => {
    const html = `<p>Hello</p><img src="data:image/png;base64,${"A".repeat(500)}"><p>Bye</p>`;
    expect(cutHtml(html, 100)).toBe('<p>Hello</p><img src=""><p>Bye</p>');
  });

  it("never ends inside a tag", () => {
    const html = '<p>one</p><a href="https://customer.example/long/path">two</a>';
    for (let max = 0; max < html.length; max += 1) {
      const cut = cutHtml(html, max);
      expect(cut.length).toBeLessThanOrEqual(max);
      expect(cut.lastIndexOf("<")).toBeLessThanOrEqual(cut.lastIndexOf(">"));
    }
  });
});
