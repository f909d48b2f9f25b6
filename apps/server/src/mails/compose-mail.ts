import { escapeHtml } from "../http/escape-html.ts";
import { oneLine } from "./one-line.ts";

const SUBJECT_LENGTH_MAX = 120;

/** What a mail says, whoever it is for; strangers' words may stand in every part. */
export interface MailContent {
  readonly subject: string;
  /** Paragraphs on top; line breaks within one are kept. */
  readonly opening: readonly string[];
  readonly facts: readonly { readonly term: string; readonly lines: readonly string[] }[];
  /** The one thing to do. */
  readonly action: { readonly label: string; readonly url: string };
  readonly closing: readonly string[];
}

export interface ComposedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The same words as plain text and as HTML without pictures, scripts or addresses besides the action's own. */
export function composeMail(content: MailContent): ComposedMail {
  return {
    subject: oneLine(content.subject, SUBJECT_LENGTH_MAX),
    text: composeText(content),
    html: composeHtml(content),
  };
}

function composeText({ opening, facts, action, closing }: MailContent): string {
  const factLines = facts.map(({ term, lines }) =>
    [`${term}:`, ...lines.map((line) => `  ${oneLine(line, 600)}`)].join("\n"),
  );
  const parts = [...opening, ...factLines, `${action.label}:\n${action.url}`, ...closing];
  return `${parts.join("\n\n")}\n`;
}

function composeHtml({ subject, opening, facts, action, closing }: MailContent): string {
  const paragraph = (text: string): string =>
    `<p style="margin:0 0 12px">${escapeHtml(text).replaceAll(/\r\n|\r|\n/g, "<br>")}</p>`;
  const rows = facts.map(
    ({ term, lines }) =>
      `<tr><th align="left" valign="top" style="padding:4px 16px 4px 0;font-weight:600">${escapeHtml(term)}</th>` +
      `<td valign="top" style="padding:4px 0">${lines.map((line) => escapeHtml(oneLine(line, 600))).join("<br>")}</td></tr>`,
  );
  const url = escapeHtml(action.url);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(oneLine(subject, SUBJECT_LENGTH_MAX))}</title></head>
<body style="margin:0;padding:16px;font:15px/1.5 'Segoe UI',system-ui,sans-serif"><div style="max-width:640px">
${opening.map(paragraph).join("\n")}
<table role="presentation" style="border-collapse:collapse;margin:0 0 16px;font:inherit">${rows.join("\n")}</table>
<p style="margin:0 0 16px"><a href="${url}" style="display:inline-block;padding:10px 18px;background:#0f548c;color:#ffffff;text-decoration:none;border-radius:4px;font-weight:600">${escapeHtml(action.label)}</a></p>
<p style="margin:0 0 12px;font-size:13px">${url}</p>
${closing.map(paragraph).join("\n")}
</div></body></html>
`;
}
