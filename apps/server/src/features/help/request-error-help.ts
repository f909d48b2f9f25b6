import type { RequestErrorCode } from "@outrigger/api-contract";
import { defaultMessages } from "../../http/request-error.ts";

interface RequestErrorHelp {
  readonly title: string;
  readonly whoMustAct: string;
  readonly steps: readonly string[];
  readonly whatNotToDo?: string;
}

const USER = "You";
const OPERATOR = "The operator of this installation";
const ADMINISTRATOR = "You, or an administrator of your organization";

/** What to do about our own codes; what each means is said in `defaultMessages`. */
const helpOfCode: Readonly<Partial<Record<RequestErrorCode, RequestErrorHelp>>> = {
  invalid_input: {
    title: "Something in the request is missing or wrong",
    whoMustAct: USER,
    steps: [
      "Correct the fields that the message names and send it again.",
      "A script: compare the call with the API's description; unknown fields are refused, too.",
    ],
  },
  not_signed_in: {
    title: "You are not signed in",
    whoMustAct: USER,
    steps: [
      "Sign in with Salesforce in the sidebar or in the admin panel.",
      "Do again what you wanted to do.",
    ],
  },
  administrator_session_required: {
    title: "Nobody is signed in at Microsoft as an administrator",
    whoMustAct: "The Microsoft 365 administrator",
    steps: [
      "Open the link that you were sent once more, or begin again in the admin panel.",
      "Sign in at Microsoft. It lasts an hour at most and is kept nowhere.",
    ],
  },
  administrator_other_tenant: {
    title: "This account belongs to another organization at Microsoft",
    whoMustAct: "The Microsoft 365 administrator",
    steps: [
      "Begin again, and choose an account of the organization whose people wait.",
      "Use a private window where the browser keeps choosing the other account.",
    ],
  },
  administrator_account_unsuitable: {
    title: "This is a guest or a personal account",
    whoMustAct: "An administrator with a work account of the organization itself",
    steps: ["Sign in with a work account of the organization.", "Forward the link to somebody who has one."],
  },
  administrator_role_missing: {
    title: "Microsoft refused: the role is not enough",
    whoMustAct: "Somebody with one of the roles that the page names",
    steps: [
      "Look at the roles beside the change: any one of them is enough.",
      "Activate the role first where your organization lends roles for a time (Privileged Identity Management).",
      "Forward the link to somebody who has it.",
    ],
    whatNotToDo: "Do not give anybody Global Administrator for this where a lesser role is named.",
  },
  forbidden: {
    title: "You are not allowed to do this",
    whoMustAct: "An administrator of your organization",
    steps: [
      "Ask a person whose Salesforce profile may modify all data: such people are the administrators here.",
      "Somebody just became one: sign out and in again.",
    ],
  },
  not_found: {
    title: "This does not exist, or it is not yours to see",
    whoMustAct: USER,
    steps: [
      "Check the address for a typing error.",
      "Go back to where you came from and reload: it may have been removed.",
    ],
  },
  conflict: {
    title: "This does not fit the present state",
    whoMustAct: ADMINISTRATOR,
    steps: [
      "Reload the page: somebody else may have been faster.",
      "Where the message names Microsoft or Salesforce, do what it says there first.",
    ],
  },
  too_many_requests: {
    title: "Too many tries in a short time",
    whoMustAct: USER,
    steps: ["Wait a minute and try again."],
    whatNotToDo: "Do not keep pressing: every try counts again.",
  },
  authorization_not_found: {
    title: "This sign-in is not known here",
    whoMustAct: USER,
    steps: [
      "Close the window and start again from the sidebar.",
      "Finish in the same browser in which you started. A link of somebody else's sign-in cannot be used.",
    ],
  },
  authorization_expired: {
    title: "This sign-in took too long",
    whoMustAct: USER,
    steps: [
      "Close the window and start again from the sidebar.",
      "You were waiting for an approval? Nothing is lost; it goes on by itself.",
    ],
  },
  authorization_refused: {
    title: "The sign-in was refused",
    whoMustAct: ADMINISTRATOR,
    steps: [
      "Look for the code of Microsoft or Salesforce on the same page and find it below: it tells what was refused.",
      "Start again from the sidebar. If it ends here again, give your administrator that code.",
    ],
  },
  handoff_invalid: {
    title: "This one-time code was used before or is too old",
    whoMustAct: USER,
    steps: ["Sign in again from the sidebar. The code passes between two windows and lives for a minute."],
  },
  link_invalid: {
    title: "This link is not complete or not known",
    whoMustAct: "The person who received the link",
    steps: [
      "Copy the whole link again: mail programs cut long ones.",
      "Ask the person who sent it for a new one. Nothing was granted.",
    ],
  },
  link_expired: {
    title: "This link is too old",
    whoMustAct: "The person who sent the link",
    steps: [
      "Open the sidebar and choose Copy the link again.",
      "Nothing was granted by the old link, and it cannot be used any more.",
    ],
  },
  link_revoked: {
    title: "This link was withdrawn",
    whoMustAct: "The person who sent the link",
    steps: [
      "Ask that person why; a new link can be made in the sidebar or under Approvals in the admin panel.",
    ],
  },
  outside_permission_tier: {
    title: "Your organization has not asked for this permission",
    whoMustAct: "An administrator of your organization",
    steps: [
      "Choose a wider permission tier under Permissions in the admin panel; what is new has to be approved once.",
      "Or go on without this feature: everything else works.",
    ],
  },
  mailbox_not_connected: {
    title: "The mailbox is not connected",
    whoMustAct: USER,
    steps: [
      "Open the menu of the sidebar and choose Set up sync.",
      "Save to Salesforce works for the open mail meanwhile.",
    ],
  },
  crm_not_connected: {
    title: "Salesforce is not connected",
    whoMustAct: USER,
    steps: [
      "Choose Sign in with Salesforce in the sidebar, once.",
      "It comes back? Ask your Salesforce administrator to look at the app's policies.",
    ],
    whatNotToDo:
      "Do not sign in many times: of a person's approvals for one app, Salesforce ends the oldest at the sixth.",
  },
  vendor_unavailable: {
    title: "Microsoft or Salesforce does not answer at the moment",
    whoMustAct: "Nobody",
    steps: ["Wait a few minutes. What was to be saved is tried again by itself."],
  },
  internal_error: {
    title: "Something went wrong on our side",
    whoMustAct: OPERATOR,
    steps: [
      "Try again once.",
      "If it stays, give your operator the request id. It finds the failure in the server's log.",
    ],
  },
};

/** What a code's message says in its first sentence is its title where nothing more is written down. */
export function explainRequestError(code: RequestErrorCode): RequestErrorHelp {
  const [title = code, ...steps] = defaultMessages[code].split(/(?<=\.)\s/);
  return helpOfCode[code] ?? { title: title.replace(/\.$/, ""), whoMustAct: USER, steps };
}
