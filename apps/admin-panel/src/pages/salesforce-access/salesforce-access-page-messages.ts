import { defineMessages } from "@outrigger/ui";

export const salesforcePageMessagesOf = defineMessages({
  title: "Salesforce",
  lead: "Whether Salesforce lets your people in, who asked for it, and what the app has to look like.",
  diagnose: "Diagnose Salesforce",
  diagnosing: "Reading your org",
  diagnoseLead:
    "Reads with your own rights what decides whether people can use the app. Nothing is changed in Salesforce.",
  findings: "What was found",
  fine: "Fine",
  problem: "To fix",
  hint: "Worth a look",
  unknown: "Not readable",
  moreInHelp: (title: string) => `Help: ${title}`,
  requests: "Requests to a Salesforce administrator",
  requestsEmptyTitle: "Nobody has asked yet",
  requestsEmpty:
    "A request appears when somebody is kept out by Salesforce and asks an administrator from the sidebar. It is listed here once it is known to belong to your org.",
  askedBy: (name: string) => `Asked by ${name}`,
  askedByUnnamed: "Asked by somebody",
  asked: "Asked",
  cause: "Cause",
  causeUnknown: "Not known",
  open: "Waiting for an answer",
  administrator_done: "Said to be done",
  declined: "Declined",
  connected: "Works",
  withdrawn: "Withdrawn",
  expired: "Expired",
  ownApp: "An app of your own org",
  ownAppLead:
    "An External Client App that your org owns is never “not installed”. Compare these facts character by character.",
  setup: "Set it up",
  policies: "Policies",
  setting: "Setting",
  value: "Value",
  why: "Why",
  checkApp: "Compare with Salesforce",
  testSignIn: "Test the sign-in",
  testSignInHint:
    "Signs you in once more, in this window. Do it rarely: the sixth approval of a person ends the oldest.",
});
