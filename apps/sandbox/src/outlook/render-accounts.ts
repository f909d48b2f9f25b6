import { html } from "../core/html.ts";
import type { DirectoryUser } from "../core/directory.ts";

/** "Pick an account": signing in to the sandbox is choosing one. */
export function renderAccounts(
  companies: readonly { company: string; users: readonly DirectoryUser[] }[],
): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Pick an account - Outlook</title>
        <link rel="stylesheet" href="/outlook/outlook.css" />
      </head>
      <body class="accounts">
        <main>
          <h1>Pick an account</h1>
          <p>to open its mailbox in the sandbox's Outlook</p>
          <form method="post" action="/outlook/account">
            ${companies.map(
              ({ company, users }) =>
                html`<section aria-label="${company}">
                  <h2>${company}</h2>
                  <ul>
                    ${users.map(
                      (user) =>
                        html`<li>
                          <button name="account" value="${user.id}" type="submit">
                            <span class="avatar" aria-hidden="true">${initialsOf(user.displayName)}</span>
                            <span class="who"
                              ><strong>${user.displayName}</strong><span>${user.userPrincipalName}</span
                              ><span>${user.directoryRoles[0] ?? user.jobTitle}</span></span
                            >
                          </button>
                        </li>`,
                    )}
                  </ul>
                </section>`,
            )}
          </form>
        </main>
      </body>
    </html>`.text;
}

export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  return ((words[0]?.[0] ?? "?") + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : "")).toUpperCase();
}
