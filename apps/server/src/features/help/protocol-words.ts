/** OAuth's own error words (RFC 6749 §4.1.2.1 and §5.2, OpenID Connect Core §3.1.2.6): what each may stand for. */
export const protocolWords: readonly {
  readonly word: string;
  readonly title: string;
  readonly meaning: string;
  /** Codes of the catalogue that it may stand for. */
  readonly mayBe: readonly string[];
  readonly steps: readonly string[];
}[] = [
  {
    word: "access_denied",
    title: "The window was left without access",
    meaning:
      "Somebody chose Cancel or Deny, followed the link back from Need admin approval, or was refused.",
    mayBe: ["AADSTS90094", "AADSTS65004", "salesforce_denied"],
    steps: [
      "Remember which page was shown last; the sidebar asks for it.",
      "Go on as that page's section says.",
    ],
  },
  {
    word: "consent_required",
    title: "A permission is not granted",
    meaning: "Microsoft was asked without a window, and something that was asked is granted to nobody.",
    mayBe: ["AADSTS65001", "AADSTS65004"],
    steps: ["Choose Set up sync in the sidebar once: Microsoft then shows who may decide."],
  },
  {
    word: "interaction_required",
    title: "Microsoft wants to show a page",
    meaning:
      "A second factor, a device, a policy or a consent is missing, and none of them can be had in silence.",
    mayBe: ["AADSTS50076", "AADSTS53003", "AADSTS65001"],
    steps: ["Choose Set up sync in the sidebar and follow Microsoft's pages."],
  },
  {
    word: "login_required",
    title: "Nobody is signed in at Microsoft in this browser",
    meaning: "A question without a window needs a session that is not there.",
    mayBe: ["AADSTS50058"],
    steps: ["Choose Set up sync in the sidebar and sign in."],
  },
  {
    word: "invalid_grant",
    title: "The stored sign-in does not count any more",
    meaning: "It ended, was revoked or replaced, or a grant that it needs is gone.",
    mayBe: ["AADSTS50173", "AADSTS700082", "AADSTS65001", "refresh_token_expired"],
    steps: ["Sign in again, once. If it comes back at once, give your administrator the code beside it."],
  },
  {
    word: "invalid_client",
    title: "The app was not accepted",
    meaning: "The app's secret is wrong or has expired, or the app is not known there.",
    mayBe: ["AADSTS7000215", "AADSTS7000222", "AADSTS700016", "invalid_client_id"],
    steps: ["The operator compares id, secret and address in the settings with the registration."],
  },
  {
    word: "invalid_scope",
    title: "A permission that was asked is not accepted",
    meaning: "It is misspelled, belongs to another API, or is not among the app's own.",
    mayBe: ["AADSTS70011", "AADSTS650053", "scope_not_allowed"],
    steps: ["The operator compares what is asked with the registration."],
  },
  {
    word: "unauthorized_client",
    title: "The app may not be used here",
    meaning: "The app is not known in this organization, is switched off, or is made for another one.",
    mayBe: ["AADSTS700016", "AADSTS7000112"],
    steps: ["An administrator looks for the app under Enterprise applications; see the sections below."],
  },
  {
    word: "invalid_request",
    title: "The request was not understood",
    meaning: "A parameter is missing or has a value that the other side does not know.",
    mayBe: ["AADSTS900144", "AADSTS90014", "AADSTS90023"],
    steps: ["Start again from the sidebar. If it stays, give the operator the code beside it."],
  },
  {
    word: "other_identity",
    title: "Somebody else signed in",
    meaning: "The window came back with another person than the one whose mailbox is to be connected.",
    mayBe: [],
    steps: [
      "An administrator approved in your window? Then it counts, and you are connected by yourself.",
      "Otherwise choose Set up sync and sign in with the account of your own mailbox.",
    ],
  },
  {
    word: "network_error",
    title: "The other side could not be reached",
    meaning: "The server got no answer from Microsoft or Salesforce.",
    mayBe: [],
    steps: [
      "Try again in a few minutes.",
      "If it stays, the operator checks the server's way out to the internet.",
    ],
  },
];
