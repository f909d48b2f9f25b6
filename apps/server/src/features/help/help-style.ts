/** What help pages need beyond the style of every plain page. */
export const helpStyle = `
header{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;justify-content:space-between}
.search{display:flex;gap:8px;flex:1 1 16rem;min-width:0;max-width:28rem}
.search input{flex:1;width:100%;min-width:0;min-height:44px;padding:8px 12px;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--quiet);border-radius:4px}
.search button,.copy-link{min-height:44px;min-width:44px;font:inherit;color:var(--link);background:none;border:1px solid transparent;border-radius:4px;cursor:pointer;text-decoration:none}
.search button{padding:8px 16px;border-color:var(--line);font-weight:600}
.heading{display:flex;align-items:start;gap:4px;margin-top:20px}
.heading h2,.heading h3,.heading h4{margin:0;padding-block:8px;min-width:0}
.heading :target{text-decoration:underline 3px var(--link);text-underline-offset:6px}
h2,h3,h4{scroll-margin-top:16px}
.copy-link{display:inline-flex;align-items:center;justify-content:center;flex:none;color:var(--quiet)}
.copy-link:hover,.copy-link:focus-visible{color:var(--link)}
.contents{margin:0 0 24px;padding:12px 16px;border:1px solid var(--line);border-radius:4px}
.contents ul{margin:4px 0 0;padding-inline-start:20px}
.hits p{margin:4px 0 0}
.warning p{margin:4px 0}
mark{background:#fff3b0;color:#242424;border-radius:2px}
.warning{margin:12px 0;padding:0 16px;border-inline-start:4px solid #bc4b09}
.facts{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:4px 16px}
.facts dd{margin:0}
.said{position:fixed;inset-block-end:16px;inset-inline-start:50%;transform:translateX(-50%);padding:8px 16px;border-radius:4px;background:var(--ink);color:var(--paper)}
.said:empty{display:none}
[hidden]{display:none!important}
@media (max-width:480px){.facts{grid-template-columns:1fr}.facts dd{margin:0 0 8px}}
@media print{header,.copy-link,.contents,.said{display:none}body,main{background:#fff;color:#000;border:0;margin:0;padding:0;max-width:none}section,li,tr{break-inside:avoid}h1,h2,h3{break-after:avoid}}
`;
