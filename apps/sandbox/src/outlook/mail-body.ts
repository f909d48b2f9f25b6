import { html } from "../core/html.ts";
import type { MailAttachment, MailMessage } from "../graph/mailbox.ts";

/**
 * Mail is written by strangers: no scripts, no forms, nothing loaded from elsewhere (which would tell the sender
 * that it was read), an origin of its own. Links open in new windows, which have no way back.
 */
export const mailBodyHeaders = {
  "content-security-policy":
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
} as const;

const shownImageTypes = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** The document for the reading pane's frame; `attachments` supply the pictures that the mail shows inside its body. */
export function renderMailBody(message: MailMessage, attachments: readonly MailAttachment[]): string {
  const style =
    "<style>html{color-scheme:light}body{margin:16px;font:15px/1.45 'Segoe UI',system-ui,sans-serif;color:#242424;background:#fff;overflow-wrap:anywhere}img{max-width:100%}</style>";
  const opening = `<!doctype html><html lang="en"><head><meta charset="utf-8"><base target="_blank"><title>Message body</title>${style}</head><body>`;
  if (message.body.contentType === "text") {
    return `${opening}<div style="white-space:pre-wrap">${html`${message.body.content}`.text}</div></body></html>`;
  }
  return `${opening}${withInlinePictures(message.body.content, attachments)}</body></html>`;
}

function withInlinePictures(content: string, attachments: readonly MailAttachment[]): string {
  const pictures = new Map(
    attachments
      .filter(
        (attachment) => attachment.contentId && shownImageTypes.has(attachment.contentType.toLowerCase()),
      )
      .map((attachment) => [attachment.contentId?.replace(/^<|>$/g, ""), attachment]),
  );
  return content.replaceAll(/cid:([^"'\s)>]+)/gi, (whole, contentId: string) => {
    const picture = pictures.get(contentId);
    return picture ? `data:${picture.contentType.toLowerCase()};base64,${picture.contentBase64}` : whole;
  });
}
