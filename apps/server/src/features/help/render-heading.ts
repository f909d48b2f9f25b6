import { escapeHtml } from "../../http/escape-html.ts";

/** A heading and, where it has an anchor, the link to it; the page's script turns the link into a copy button. */
export function renderHeading(heading: {
  readonly depth: number;
  /** Empty: it cannot be linked to. */
  readonly anchor: string;
  /** Safe HTML. */
  readonly html: string;
  readonly title: string;
}): string {
  const { depth, anchor, html, title } = heading;
  if (anchor === "") return `<h${depth}>${html}</h${depth}>`;
  const id = escapeHtml(anchor);
  return `<div class="heading"><h${depth} id="${id}">${html}</h${depth}><a class="copy-link" href="#${id}" aria-label="Link to this section: ${escapeHtml(title)}">#</a></div>`;
}
