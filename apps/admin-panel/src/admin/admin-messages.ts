import { defineMessages } from "@outrigger/ui";

export const adminMessagesOf = defineMessages({
  signInTitle: (product: string) => `Sign in to manage ${product}`,
  signInWho: (product: string) =>
    `For the people who look after ${product} in your organization: its Salesforce administrators. You sign in at Salesforce; we never see your password.`,
  signIn: "Sign in with Salesforce",
  signInNothing: "If you do nothing, everybody's sync goes on as it is.",
  signInSidebar: (product: string) =>
    `Looking for your own mail and records? They are in the ${product} sidebar in Outlook.`,
  signInApproval:
    "Microsoft 365 administrator with a link to approve the app? Open that link; it needs no account here.",
  forbiddenTitle: (name: string) => `${name} may not open the admin panel`,
  forbiddenWhy: (organization: string) =>
    `The admin panel is open to the Salesforce administrators of ${organization}: users whose profile has the permission Modify All Data. Yours does not.`,
  forbiddenNext:
    "Ask a Salesforce administrator for what you need, or, if you should be one, ask them to change your profile and sign in again.",
  useOtherAccount: "Sign in as somebody else",
  signOut: "Sign out",
  accountMenu: (name: string) => `Account of ${name}`,
  navigation: "Admin panel",
  openNavigation: "Open the menu",
  closeNavigation: "Close the menu",
  skipToContent: "Skip to the content",
  help: "Help",
  overview: "Overview",
  users: "Users",
  approvals: "Approvals",
  posture: "Posture",
  salesforceAccess: "Salesforce",
  permissions: "Permissions",
  issues: "Issues",
  runs: "Runs",
  audit: "Audit",
  registration: "App registration",
  settings: "Settings",
  notFoundTitle: "There is no page at this address",
  notFound: "It may have moved. The overview shows the way to everything.",
  toOverview: "To the overview",
});
