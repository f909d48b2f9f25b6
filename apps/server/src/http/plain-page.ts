import { escapeHtml } from "./escape-html.ts";

export interface PlainPage {
  /** As text; it is escaped here. */
  readonly title: string;
  readonly productName: string;
  /** Safe HTML. */
  readonly body: string;
  /** Safe HTML at the end of the page's header. */
  readonly headerEnd?: string | undefined;
  readonly extraStyle?: string | undefined;
}

// The colours keep 4.5:1 in both schemes (WCAG 2.2 §1.4.3); they are those of the panel.
const style = `
:root{color-scheme:light dark;--ground:#fafafa;--paper:#fff;--ink:#242424;--quiet:#616161;--line:#d1d1d1;--link:#0f548c}
@media (prefers-color-scheme:dark){:root{--ground:#141414;--paper:#1f1f1f;--ink:#f5f5f5;--quiet:#adadad;--line:#525252;--link:#8dc0f0}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.6 "Segoe UI",system-ui,sans-serif;color:var(--ink);background:var(--ground)}
header{padding:12px 16px;background:var(--paper);border-bottom:1px solid var(--line)}
header a{color:inherit;font-weight:600;text-decoration:none}
header a:hover{text-decoration:underline}
main{max-width:48rem;margin:24px auto 64px;padding:24px 32px;background:var(--paper);border:1px solid var(--line);border-radius:8px;overflow-wrap:anywhere}
h1{margin:0 0 16px;font-size:1.6rem;line-height:1.25}
h2{margin:32px 0 8px;font-size:1.2rem}
h3{margin:24px 0 8px;font-size:1rem}
a{color:var(--link)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
li{margin:4px 0}
.action{display:inline-block;padding:10px 16px;border-radius:4px;background:#0f548c;color:#fff;font-weight:600;text-decoration:none}
.quiet,details{color:var(--quiet)}
.articles{list-style:none;padding:0}
.articles li{margin:0;padding:12px 0;border-top:1px solid var(--line)}
.articles a{font-weight:600}
.articles p{margin:4px 0 0;color:var(--quiet)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
td,th{border:1px solid var(--line);padding:6px 10px;text-align:start;vertical-align:top}
code,pre{font:14px/1.5 ui-monospace,Consolas,monospace}
pre{overflow-x:auto;padding:12px;border:1px solid var(--line);border-radius:4px}
details{margin-top:32px}
dt{font-weight:600}
dd{margin:0 0 8px}
@media (max-width:480px){main{margin:0;border:0;border-radius:0;padding:16px}}
`;

/** A page that needs no script: help, and errors in a window of a vendor's sign-in. */
export function renderPlainPage({ title, productName, body, headerEnd, extraStyle }: PlainPage): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – ${escapeHtml(productName)}</title>
<style>${style}${extraStyle ?? ""}</style></head>
<body><header><a href="/help">${escapeHtml(productName)} help</a>${headerEnd ?? ""}</header><main>${body}</main></body></html>`;
}
