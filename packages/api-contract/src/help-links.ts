/** The help articles, by the last part of their address. */
export const helpArticleNames = [
  "need-admin-approval",
  "set-up-sync",
  "microsoft-pages",
  "personal-and-guest-accounts",
  "salesforce-does-not-let-me-in",
  "what-is-read-and-written",
  "approve-for-everybody",
  "approve-for-some",
  "still-blocked",
  "take-it-back",
  "approval-requests-at-microsoft",
  "assignment-and-conditional-access",
  "exchange-web-services",
  "salesforce-app-blocked",
  "salesforce-own-app",
  "salesforce-addresses",
  "own-registration",
  "running-it",
] as const;
export type HelpArticleName = (typeof helpArticleNames)[number];

/** The address of an article, or of one of its headings: the heading's words in lower case with hyphens. */
export function helpArticleHref(article: HelpArticleName, heading?: string): string {
  return heading === undefined ? `/help/${article}` : `/help/${article}#${heading}`;
}

/**
 * Where help explains a code: one of the catalogue of `consent` (`AADSTS65001`, `OAUTH_APP_BLOCKED`) or of our own
 * (`link_expired`). Never throws: what cannot be a code leads to the list of all.
 */
export function helpHrefOfCode(code: string): string {
  const anchor = code.trim().toLowerCase();
  return /^[a-z][a-z0-9_-]{0,79}$/.test(anchor) ? `/help/error-codes#${anchor}` : "/help/error-codes";
}
