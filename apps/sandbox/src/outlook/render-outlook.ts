import { html, type SafeHtml } from "../core/html.ts";
import type { DirectoryUser } from "../core/directory.ts";
import type { MailAddress, MailAttachment, MailFolder, MailMessage } from "../graph/mailbox.ts";
import type { Addin } from "./find-addin.ts";
import { initialsOf } from "./render-accounts.ts";

export const PAGE_SIZE = 100;

export interface OutlookView {
  user: DirectoryUser;
  folders: readonly (MailFolder & { unread: number })[];
  folder: MailFolder;
  rows: readonly MailMessage[];
  skip: number;
  total: number;
  message: MailMessage | undefined;
  attachments: readonly MailAttachment[];
  addin: Addin;
  now: Date;
}

/** The whole page; the browser's script replaces its `data-part` pieces by those of a newly fetched one. */
export function renderOutlook(view: OutlookView): string {
  const { user, addin, message } = view;
  const profile = JSON.stringify({
    displayName: user.displayName,
    emailAddress: user.mail,
    accountType: "office365",
    timeZone: "UTC",
  });
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>
          ${message ? `${subjectOf(message)} - ` : ""}${view.folder.displayName} - ${user.displayName} -
          Outlook
        </title>
        <link rel="stylesheet" href="/outlook/outlook.css" />
        <script src="/outlook/outlook.js" defer></script>
      </head>
      <body
        class="outlook"
        data-profile="${profile}"
        data-addin-origin="${addin.origin}"
        data-addin-url="${addin.taskPaneUrl}"
        data-addin-name="${addin.displayName}"
      >
        <header class="top">
          <strong>Outlook</strong>
          <span class="account">${user.displayName}</span>
          <form method="post" action="/outlook/sign-out"><button type="submit">Switch account</button></form>
        </header>
        <div class="columns" data-part="columns" data-reading="${message ? "true" : "false"}">
          <nav aria-label="Folders" data-part="folders">${renderFolders(view)}</nav>
          <section class="list" aria-label="Message list" data-part="list">${renderList(view)}</section>
          <main
            class="reading"
            data-part="reading"
            data-message="${message?.id ?? ""}"
            tabindex="-1"
            aria-label="Reading pane"
          >
            ${message ? renderReading(view, message) : renderNothingOpen()}
          </main>
          <aside class="addin" id="addin-pane" aria-label="${addin.displayName}" hidden>
            <header>
              <h2>${addin.displayName}</h2>
              <button type="button" data-action="close-addin" aria-label="Close ${addin.displayName}">
                ✕
              </button>
            </header>
          </aside>
        </div>
      </body>
    </html>`.text;
}

function renderFolders({ folders, folder: current }: OutlookView): SafeHtml {
  return html`<ul>
    ${folders.map(
      (folder) =>
        html`<li>
          <a
            href="/outlook?folder=${encodeURIComponent(folder.wellKnownName ?? folder.id)}"
            ${folder.id === current.id ? html`aria-current="page"` : ""}
            ><span>${folder.displayName}</span>${
              folder.unread > 0
                ? html`<span class="count" aria-label="${folder.unread} unread">${folder.unread}</span>`
                : ""
            }</a
          >
        </li>`,
    )}
  </ul>`;
}

function renderList({ folder, rows, skip, total, message: open, now }: OutlookView): SafeHtml {
  const folderKey = encodeURIComponent(folder.wellKnownName ?? folder.id);
  const isSent = folder.wellKnownName === "sentitems" || folder.wellKnownName === "drafts";
  return html`<header>
      <h1>${folder.displayName}</h1>
      <button type="button" data-action="refresh">Refresh</button>
    </header>
    ${total === 0 ? html`<p class="empty">Nothing in ${folder.displayName}.</p>` : ""}
    <ul>
      ${rows.map(
        (row) =>
          html`<li>
            <a
              href="/outlook?folder=${folderKey}&amp;message=${encodeURIComponent(row.id)}${skip > 0 ? `&skip=${skip}` : ""}"
              data-message="${row.id}"
              class="${row.isRead ? "read" : "unread"}"
              ${row.id === open?.id ? html`aria-current="true"` : ""}
            >
              <span class="from"
                >${row.isRead ? "" : html`<span class="hidden">Unread. </span>`}${otherParty(row, isSent)}</span
              >
              <time datetime="${row.receivedDateTime}">${shortTime(row.receivedDateTime, now)}</time>
              <span class="subject">${subjectOf(row)}</span>
              <span class="preview">${row.bodyPreview}</span>
            </a>
          </li>`,
      )}
    </ul>
    ${
      skip > 0
        ? html`<a class="more" href="/outlook?folder=${folderKey}&amp;skip=${Math.max(0, skip - PAGE_SIZE)}"
            >Newer</a
          >`
        : ""
    }
    ${
      skip + rows.length < total
        ? html`<a class="more" href="/outlook?folder=${folderKey}&amp;skip=${skip + PAGE_SIZE}">Older</a>`
        : ""
    }`;
}

function renderReading({ folder, addin, attachments }: OutlookView, message: MailMessage): SafeHtml {
  const sender = message.from ?? message.sender;
  return html`<div class="toolbar" role="toolbar" aria-label="Message actions">
      <a class="back" href="/outlook?folder=${encodeURIComponent(folder.wellKnownName ?? folder.id)}">Back</a>
      <button type="button" data-action="toggle-addin" aria-expanded="false" aria-controls="addin-pane">
        ${addin.displayName}
      </button>
    </div>
    <h2 class="title">${subjectOf(message)}</h2>
    <div class="envelope">
      <span class="avatar" aria-hidden="true">${initialsOf(sender?.name || sender?.address || "?")}</span>
      <div>
        <p class="sender">${nameAndAddress(sender)}</p>
        <p>To: ${message.toRecipients.map(nameAndAddress).join("; ") || "nobody"}</p>
        ${message.ccRecipients.length > 0 ? html`<p>Cc: ${message.ccRecipients.map(nameAndAddress).join("; ")}</p>` : ""}
        <p>
          <time datetime="${message.receivedDateTime}">${longTime(message.receivedDateTime)}</time>
        </p>
      </div>
    </div>
    ${
      attachments.length > 0
        ? html`<ul class="attachments" aria-label="Attachments">
            ${attachments.map(({ name, size }) => html`<li>${name} <span>${Math.ceil(size / 1024)} KB</span></li>`)}
          </ul>`
        : ""
    }
    <iframe
      class="body"
      title="Message body"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerpolicy="no-referrer"
      src="/outlook/messages/${encodeURIComponent(message.id)}/body"
    ></iframe>`;
}

function renderNothingOpen(): SafeHtml {
  return html`<p class="empty">Select an item to read. Nothing is selected.</p>`;
}

const subjectOf = (message: MailMessage): string => message.subject || "(No subject)";

function otherParty(message: MailMessage, isSent: boolean): string {
  if (!isSent) return message.from?.name || message.from?.address || "(No sender)";
  return message.toRecipients.map(({ name, address }) => name || address).join("; ") || "(No recipient)";
}

function nameAndAddress(address: MailAddress | undefined): string {
  if (!address) return "(No sender)";
  return address.name && address.name !== address.address
    ? `${address.name} <${address.address}>`
    : address.address;
}

function shortTime(at: string, now: Date): string {
  const isToday = at.slice(0, 10) === now.toISOString().slice(0, 10);
  return new Intl.DateTimeFormat("en-US", {
    timeZone: "UTC",
    ...(isToday ? { hour: "numeric", minute: "2-digit" } : { month: "short", day: "numeric" }),
  }).format(new Date(at));
}

function longTime(at: string): string {
  return new Intl.DateTimeFormat("en-US", { dateStyle: "full", timeStyle: "short", timeZone: "UTC" }).format(
    new Date(at),
  );
}
