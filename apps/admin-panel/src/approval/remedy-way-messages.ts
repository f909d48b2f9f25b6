import type { RemedyCode } from "@outrigger/api-contract";
import { defineMessages } from "@outrigger/ui";

export const remedyWayMessagesOf = defineMessages({
  titleOf: (code: RemedyCode) =>
    ({
      grant_tenant_wide: "Approve for everybody, and see the exact change first",
      grant_pilot_users: "Approve for a pilot group",
      custom_consent_policy: "Allow people to decide, for this app only",
      assign_users: "Assign people, where only assigned people may sign in",
      enable_app: "Switch the app on again",
      enable_consent_workflow: "Let people ask on Microsoft's own page",
    })[code],
  textOf: (code: RemedyCode) =>
    ({
      grant_tenant_wide: "The same permissions for everybody, granted through Microsoft Graph.",
      grant_pilot_users:
        "You choose people; they are granted the permissions, and everybody else stays as they are.",
      custom_consent_policy:
        "A consent policy that names this app and exactly these permissions. All other rules stay. Each person then agrees once for their own mailbox.",
      assign_users: "For tenants that require an assignment. It grants no permission by itself.",
      enable_app: "For an app that was switched off: nobody can sign in to it, whatever is granted.",
      enable_consent_workflow:
        "Switches the admin consent workflow on, with reviewers whom you name. It concerns every app.",
    })[code],
  rolesOf: (code: RemedyCode) =>
    ({
      grant_tenant_wide: "Cloud Application Administrator is enough.",
      grant_pilot_users: "Cloud Application Administrator is enough.",
      custom_consent_policy: "It takes a Privileged Role Administrator or Global Administrator.",
      assign_users: "Cloud Application Administrator is enough.",
      enable_app: "Cloud Application Administrator is enough.",
      enable_consent_workflow: "It takes a Global Administrator.",
    })[code],
  hint: "You sign in at Microsoft, see the exact change, and decide then. If Microsoft offers “Consent on behalf of your organization” there, leave it empty: what it asks is for you alone.",
  signIn: "Sign in and see the exact change",
  opening: "Opening Microsoft…",
});
