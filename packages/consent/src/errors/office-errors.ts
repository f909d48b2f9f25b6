import type { ErrorGroup, ErrorQuestion } from "./error-entry.ts";
import { APP_OWNER, USER } from "./error-entry.ts";

const DIALOG = "learn.microsoft.com/office/dev/add-ins/develop/dialog-handle-errors-events";
const LEGACY_TOKENS =
  "learn.microsoft.com/office/dev/add-ins/outlook/faq-nested-app-auth-outlook-legacy-tokens";

/** A closed window says nothing; the last page in it says all. */
const LAST_PAGE: ErrorQuestion = {
  text: "What was the heading of the last page in that window?",
  choices: [
    { label: "Need admin approval", cause: "admin_approval_required" },
    { label: "Approval required", cause: "approval_request_pending" },
    { label: "Permissions requested", cause: "user_declined" },
    { label: "Only the sign-in page", cause: "user_cancelled_sign_in" },
    { label: "An empty page, or the window closed by itself", cause: "dialog_cut_off" },
  ],
};

/** What the add-in sees of a sign-in: Office's dialog, the sign-in library, the retired Exchange tokens. */
export const officeErrors: readonly ErrorGroup[] = [
  {
    titles: { office_dialog_12006: "The sign-in window was closed" },
    meaning:
      "Office's dialog event 12006. Microsoft's wall leaves the window open until the person closes it, so this may be the wall; it also fires when a page answers with Cross-Origin-Opener-Policy: same-origin.",
    whereShown: ["client"],
    whoMustAct: [],
    steps: [
      "Ask which page stood there last.",
      "If the window closed by itself, make the dialog's own pages send Cross-Origin-Opener-Policy: unsafe-none.",
    ],
    whatNotToDo: ["Do not tell the person that they cancelled."],
    source: DIALOG,
    question: LAST_PAGE,
  },
  {
    titles: { user_cancelled: "The sign-in library reports that the window was closed" },
    meaning:
      "MSAL cannot see what was in the window. Need admin approval sends nothing back, so a blocked person who closes it looks the same as one who changed their mind.",
    whereShown: ["client"],
    whoMustAct: [],
    steps: ["Ask which page stood there last; with mail permissions Need admin approval is likeliest."],
    whatNotToDo: ["Do not tell the person that they cancelled."],
    source: "learn.microsoft.com/entra/msal/javascript/browser/errors",
    question: LAST_PAGE,
  },
  {
    titles: {
      office_dialog_12002: "The sign-in window could not load its page",
      office_dialog_12003: "The sign-in window was led to an address without https",
    },
    meaning: "A page or redirect in Office's dialog does not exist, cannot be reached, or is not https.",
    whereShown: ["client"],
    whoMustAct: [APP_OWNER],
    steps: ["Open the dialog's start page and every redirect by hand; all must answer over https."],
    whatNotToDo: ["Do not take it for a refusal: Microsoft was perhaps never reached."],
    source: DIALOG,
  },
  {
    titles: {
      office_dialog_12004: "The sign-in window's first page is on another domain than the add-in",
      office_dialog_12005: "The sign-in window's first page is not https",
    },
    meaning:
      "Office refuses the address given to displayDialogAsync: it must be https and on the add-in's own domain.",
    whereShown: ["client"],
    whoMustAct: [APP_OWNER],
    steps: ["Open a page of the add-in's own domain over https first, and redirect to Microsoft from there."],
    whatNotToDo: ["Do not open Microsoft's address directly, nor in a frame: its pages refuse framing."],
    source: DIALOG,
  },
  {
    titles: { office_dialog_12007: "A sign-in window is open already" },
    meaning: "An add-in can have one dialog at a time.",
    whereShown: ["client"],
    whoMustAct: [USER],
    steps: ["Finish or close the window that is open, then try again."],
    whatNotToDo: [],
    source: DIALOG,
  },
  {
    titles: {
      office_dialog_12009: "The person chose Ignore when Office asked to open the window",
      office_dialog_12011: "The browser blocks the sign-in window",
    },
    meaning: "The window never opened, so Microsoft was not asked at all.",
    whereShown: ["client"],
    whoMustAct: [USER],
    steps: ["Choose Allow when Office asks; allow pop-ups for Outlook's address in the browser."],
    whatNotToDo: ["Do not ask an administrator for consent: nobody has been asked yet."],
    source: DIALOG,
  },
  {
    titles: {
      office_9017: "Outlook's legacy Exchange tokens are switched off",
      office_9018: "Outlook gives this add-in no legacy Exchange token",
    },
    meaning:
      "The calls getCallbackTokenAsync and getUserIdentityTokenAsync are off in Exchange Online for everybody since 2025; they still work against Exchange Server.",
    whereShown: ["client"],
    whoMustAct: [APP_OWNER],
    steps: [
      "Use nested app authentication and Microsoft Graph in Exchange Online.",
      "Keep the legacy tokens for Exchange Server only.",
    ],
    whatNotToDo: ["Do not ask the administrator to switch them on again: there are no more exemptions."],
    source: LEGACY_TOKENS,
  },
];
