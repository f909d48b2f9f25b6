import type { SalesforceAccessPage } from "@outrigger/api-contract";
import { findError } from "@outrigger/consent";

type Way = SalesforceAccessPage["ways"][number];

/** Causes that installing the app removes, or that nobody knows more of: the three ways, as at Microsoft's wall. */
const REMOVED_BY_INSTALLING = new Set([
  "OAUTH_APP_BLOCKED",
  "app_must_be_installed",
  "OAUTH_EC_APP_NOT_FOUND",
  "OAUTH_APPROVAL_ERROR_GENERIC",
  "session_not_valid_for_api",
]);

/** What an administrator can do about a cause, the narrowest first. */
export function waysOut(cause: string | null, productName: string): Way[] {
  if (cause === null || REMOVED_BY_INSTALLING.has(cause)) return installingWays(productName);
  const steps = findError(cause)?.steps ?? [];
  const fix: Way = { title: "What removes it", steps: [...steps], warning: null };
  return cause === "OAUTH_APP_ACCESS_DENIED" ? [fix, selfAuthorize(productName)] : [fix];
}

function installingWays(productName: string): Way[] {
  return [
    {
      title: "Install it for everybody",
      steps: [
        "Sign in to Salesforce as a System Administrator.",
        "Setup, Connected Apps OAuth Usage. An app of your org's own stands in External Client App Manager instead and needs no installation.",
        `Find ${productName}. If it says Unblock, choose that first; then choose Install.`,
        "Open its policies and set Permitted Users to Admin approved users are pre-authorized.",
        `Give it to the profiles or permission sets of the people who use ${productName}.`,
      ],
      warning: null,
    },
    {
      title: "Sign in first, as an administrator",
      steps: [
        `Not in the list? Sign in to ${productName} once with a user of the standard profile System Administrator, or of one with Approve Uninstalled Connected Apps.`,
        "The app then stands under Connected Apps OAuth Usage: choose Install.",
      ],
      warning: "Copies of the profile System Administrator do not have that permission by themselves.",
    },
    selfAuthorize(productName),
  ];
}

function selfAuthorize(productName: string): Way {
  return {
    title: "Let people allow it for themselves",
    steps: [
      `Install ${productName} as above, open its policies and set Permitted Users to All users may self-authorize.`,
    ],
    warning:
      "Everybody in your org may then allow this app for their own account. It does not widen what a person may see or change. Do not give people Approve Uninstalled Connected Apps instead: that counts for every app there is.",
  };
}
