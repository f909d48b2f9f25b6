import type { RemedyCode } from "@outrigger/api-contract";
import { defineMessages } from "@outrigger/ui";
import { countOf } from "../count-of.ts";

export const remediesMessagesOf = defineMessages({
  titleOf: (code: RemedyCode, product: string, tenant: string) =>
    ({
      grant_tenant_wide: `Approve ${product} for ${tenant}`,
      grant_pilot_users: `Approve ${product} for a pilot group`,
      custom_consent_policy: `Let people decide, for ${product} only`,
      assign_users: `Assign people to ${product}`,
      enable_app: `Switch ${product} on again`,
      enable_consent_workflow: "Let people ask on Microsoft's page",
    })[code],
  signedInAs: (name: string, tenant: string) => `Signed in at Microsoft as ${name}, for ${tenant}.`,
  until: "It ends by itself",
  signOut: "Sign out",
  endedTitle: "Your sign-in at Microsoft has ended",
  ended:
    "It lasts an hour at most and is kept nowhere. Open the link that you were sent once more, or begin again in the admin panel.",
  endedNothing: "Nothing is lost: what was changed stays changed, and is listed there.",
  signedOutTitle: "You are signed out",
  signedOut: "The sign-in was forgotten here. You can close this page.",
  risk: "Risk",
  riskOf: (risk: "least" | "moderate" | "broad") =>
    ({ least: "Low", moderate: "Moderate", broad: "High" })[risk],
  roleHeld: (roles: string) => `Your role is enough. (${roles})`,
  roleMissing: (roles: string) =>
    `None of your roles is enough for this. It takes one of: ${roles}. You can look at the change; Microsoft will refuse to make it.`,
  roleUnknown: (roles: string) =>
    `Microsoft does not tell us your roles. It takes one of: ${roles}. If yours is not enough, it refuses and nothing changes.`,
  choosePeople: "Who is it for?",
  chooseReviewers: "Who answers the requests?",
  reviewersHint: "They need a role that may approve, too.",
  waitingPeople: "Waiting for it",
  search: "Find somebody by name or address",
  searchHint: "Type at least two letters.",
  noneFound: "Nobody by that name.",
  chosen: (count: number) => `${countOf(count, "person", "people")} chosen`,
  chooseSomebody: "Choose at least one person.",
  show: "Show the exact change",
  chooseOthers: "Choose other people",
  reading: "Reading your settings…",
  changeTitle: "What will change",
  changedTitle: "What was changed",
  setting: "Setting",
  before: "Now",
  was: "Before",
  after: "After",
  nothingToDo: "Everything is as wanted already: there is nothing to change.",
  requests: (count: number) => `The exact ${countOf(count, "request", "requests")} to Microsoft Graph`,
  apply: "Apply",
  applying: "Applying…",
  lookAgain: "Look at it anew",
  checklist: "What happened so far",
  stepApplied: (done: number) => `Carried out at Microsoft: ${countOf(done, "request", "requests")}`,
  stepVerified: "Read back: it stands as wanted",
  stepConnected: (connected: number, all: number) =>
    all === 0
      ? "Nobody was waiting for it"
      : `${connected} of ${countOf(all, "waiting person", "waiting people")} connected`,
  stepSignIn: (count: number) =>
    `${countOf(count, "person has", "people have")} to sign in once; they were told`,
  done: "Done",
  pending: "Not yet",
  failed: "No",
  failedTitle: "It did not come to its end",
  tryAgain: "Try again",
  undo: "Undo",
  undoing: "Undoing…",
  undoText: "Restores exactly what stood there before, and leaves what others have changed since.",
  undoneTitle: "It was taken back",
  undone: (name: string) => `Undone by ${name}.`,
  doneTitle: "Done. Nothing else has to be done here.",
  mayClose: "You can close this page. Everything is in the audit log.",
  earlier: "Changed here before",
  madeBy: (name: string) => `by ${name}`,
  stateOf: (state: "previewed" | "applied" | "verified" | "undone" | "failed") =>
    ({
      previewed: "Looked at",
      applied: "Carried out",
      verified: "Carried out and confirmed",
      undone: "Taken back",
      failed: "Not finished",
    })[state],
  open: "Open",
});
