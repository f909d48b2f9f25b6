import { createHash } from "node:crypto";
import { html, SafeHtml } from "../../core/html.ts";

/** A page as it goes out: its title also names it in `POST /_sandbox/authorize`. */
export interface RenderedPage {
  readonly title: string;
  /** The AADSTS code that the page stands for, where it stands for one. */
  readonly aadsts: string | null;
  readonly document: SafeHtml;
}

const style = new SafeHtml(`
:root { color-scheme: light; --blue: #0067b8; --line: #d6d6d6; --quiet: #595959; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; align-items: center;
  justify-content: center; gap: 16px; padding: 16px; font: 15px/1.35 "Segoe UI", system-ui, sans-serif; color: #1b1b1b;
  background: linear-gradient(135deg, #e9f1f8, #f4f0ea 60%, #e6ecf2); }
main { width: 100%; max-width: 440px; padding: 36px 40px; background: #fff; box-shadow: 0 2px 6px rgb(0 0 0 / 20%); }
.brand { margin: 0 0 16px; color: #525252; font-weight: 600; font-size: 17px; }
.identity { margin: 0 0 12px; overflow-wrap: anywhere; }
h1 { margin: 0 0 12px; font-size: 24px; line-height: 1.2; font-weight: 600; }
h2 { margin: 0 0 12px; font-size: 16px; font-weight: 600; }
p { margin: 0 0 12px; overflow-wrap: anywhere; }
a { color: var(--blue); }
ul { list-style: none; margin: 0 0 12px; padding: 0; }
.app { display: flex; gap: 12px; align-items: center; margin-bottom: 12px; }
.app span[aria-hidden] { flex: none; width: 40px; height: 40px; display: grid; place-items: center; background: var(--blue); color: #fff; font-size: 20px; }
.app strong { display: block; }
.badge { color: #0f6cbd; font-weight: 600; }
.unverified { color: #8a3707; font-weight: 600; }
.quiet { color: var(--quiet); font-size: 13px; }
.notice { padding: 8px 12px; border-left: 4px solid #c50f1f; background: #fdf3f4; }
.warning { padding: 8px 12px; border-left: 4px solid #bc4b09; background: #fdf6f0; }
.actions { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 8px; margin: 20px 0 12px; }
button { font: inherit; min-height: 36px; min-width: 108px; padding: 4px 12px; border: 1px solid transparent; cursor: pointer; background: #e6e6e6; color: #1b1b1b; }
button.primary { background: var(--blue); color: #fff; }
button.account { width: 100%; padding: 10px 8px; text-align: left; background: #fff; border-bottom: 1px solid var(--line); }
button.account:hover { background: #f2f2f2; }
button.account small { display: block; color: var(--quiet); overflow-wrap: anywhere; }
button:focus-visible, a:focus-visible, input:focus-visible, textarea:focus-visible, summary:focus-visible { outline: 2px solid #000; outline-offset: 2px; }
details { border-bottom: 1px solid var(--line); padding: 8px 0; }
summary { cursor: pointer; }
details p { margin: 6px 0 0 18px; color: var(--quiet); }
label.check { display: flex; gap: 8px; align-items: flex-start; margin: 12px 0; }
label.field { display: block; margin: 12px 0 4px; }
input[type=text], textarea { font: inherit; width: 100%; padding: 6px 8px; border: 1px solid #767676; }
textarea { min-height: 84px; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 12px; font-size: 13px; color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
footer { font-size: 12px; color: #404040; text-align: center; }
@media (max-width: 400px) { main { padding: 24px 20px; } body { justify-content: flex-start; } }
`);

/** The only script of these pages: it sends the answer of `response_mode=form_post` on. */
const submitScript = "document.forms[0].submit();";

// Written outside `html`: the policy allows exactly these texts, so no formatter may add a blank to them.
const styleTag = new SafeHtml(`<style>${style.text}</style>`);
const scriptTag = new SafeHtml(`<script>${submitScript}</script>`);

const digest = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** No script but the one above, no frame around the sign-in, nothing loaded from elsewhere. */
export const pageHeaders: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "content-security-policy": `default-src 'none'; style-src ${digest(style.text)}; script-src ${digest(submitScript)}; base-uri 'none'; frame-ancestors 'none'`,
};

/** A centred card with Microsoft's title as its heading. */
export function pageFrame(title: string, body: SafeHtml): SafeHtml {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${styleTag}
      </head>
      <body>
        <main>
          <p class="brand">Microsoft</p>
          ${body}
        </main>
        <footer>Sandbox: an imitation for trials and tests. Nothing here reaches Microsoft.</footer>
      </body>
    </html>`;
}

/** Carries an answer to the application by a form that sends itself; without script a button does. */
export function formPostPage(action: string, parameters: Readonly<Record<string, string>>): SafeHtml {
  const fields = Object.entries(parameters).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Working...</title>
      </head>
      <body>
        <form method="post" action="${action}">
          ${fields}
          <noscript>
            <p>Script is disabled. Press the button to go on.</p>
            <button>Continue</button>
          </noscript>
        </form>
        ${scriptTag}
      </body>
    </html>`;
}
