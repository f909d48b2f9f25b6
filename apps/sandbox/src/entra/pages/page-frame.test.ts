import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { html } from "../../core/html.ts";
import { formPostPage, pageFrame, pageHeaders } from "./page-frame.ts";

test("the security policy allows the style and the script that the pages carry, to the letter", () => {
  const policy = pageHeaders["content-security-policy"] ?? "";
  const style = /<style>([\s\S]*?)<\/style>/.exec(pageFrame("Title", html`<h1>Title</h1>`).text)?.[1] ?? "";
  const script = /<script>([\s\S]*?)<\/script>/.exec(formPostPage("https://app.example", {}).text)?.[1] ?? "";
  expect(style).not.toBe("");
  expect(script).not.toBe("");
  for (const text of [style, script]) {
    expect(policy).toContain(`sha256-${createHash("sha256").update(text).digest("base64")}`);
  }
});
