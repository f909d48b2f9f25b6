import type { HelpArticleName } from "@outrigger/api-contract";

/** Whom an article is written for; the index is grouped by it, in this order. */
export const helpAudiences = {
  everybody: "For everybody",
  microsoft: "For Microsoft 365 administrators",
  salesforce: "For Salesforce administrators",
  operators: "For operators",
} as const;
export type HelpAudience = keyof typeof helpAudiences;

/** Each article's readers, in the order of the index, and words by which it shall be found though it does not use them. */
export const helpArticles: Readonly<
  Record<HelpArticleName, { readonly audience: HelpAudience; readonly alsoFoundBy?: string }>
> = {
  "need-admin-approval": {
    audience: "everybody",
    alsoFoundBy: "blocked consent permission refused AADSTS90094 AADSTS90095 AADSTS65001",
  },
  "set-up-sync": { audience: "everybody", alsoFoundBy: "start begin connect mailbox install" },
  "microsoft-pages": { audience: "everybody", alsoFoundBy: "screen window choose button accept cancel" },
  "personal-and-guest-accounts": { audience: "everybody", alsoFoundBy: "outlook.com hotmail live b2b" },
  "salesforce-does-not-let-me-in": { audience: "everybody", alsoFoundBy: "sign in error page waiting" },
  "what-is-read-and-written": { audience: "everybody", alsoFoundBy: "privacy security scopes permissions" },
  "approve-for-everybody": {
    audience: "microsoft",
    alsoFoundBy: "tenant-wide grant adminconsent powershell graph azure cli",
  },
  "approve-for-some": {
    audience: "microsoft",
    alsoFoundBy: "pilot group test principal permissionGrantPolicy",
  },
  "still-blocked": { audience: "microsoft", alsoFoundBy: "approved granted does not work replaced narrowed" },
  "take-it-back": { audience: "microsoft", alsoFoundBy: "revoke remove delete uninstall" },
  "approval-requests-at-microsoft": {
    audience: "microsoft",
    alsoFoundBy: "admin consent workflow reviewer AADSTS90095 justification",
  },
  "assignment-and-conditional-access": {
    audience: "microsoft",
    alsoFoundBy: "AADSTS50105 AADSTS53003 AADSTS50076 mfa device compliant",
  },
  "exchange-web-services": { audience: "microsoft", alsoFoundBy: "EWS EwsAllowedAppIDs ews_disabled" },
  "salesforce-app-blocked": {
    audience: "salesforce",
    alsoFoundBy: "OAUTH_APP_BLOCKED connected apps usage uninstalled install unblock approve",
  },
  "salesforce-own-app": {
    audience: "salesforce",
    alsoFoundBy: "ECA consumer key callback external client app",
  },
  "salesforce-addresses": {
    audience: "salesforce",
    alsoFoundBy: "ip restricted relaxation frozen login range",
  },
  "own-registration": {
    audience: "operators",
    alsoFoundBy: "entra app registration client secret redirect uri",
  },
  "running-it": { audience: "operators", alsoFoundBy: "self-host install settings smtp backup" },
};
