import { helpHrefOfCode, type SalesforceExplanation } from "@outrigger/api-contract";
import { explain, findError, type ErrorEntry, type ErrorQuestion } from "@outrigger/consent";

const SALESFORCE_ADMINISTRATOR = "Salesforce administrator";

/** Where the words alone leave it open at Salesforce: what each choice stands for, as a text to explain again. */
const ANSWER_BY_CAUSE: Readonly<Record<string, string>> = {
  admin_approval_required: "AADSTS90094",
  approval_request_pending: "AADSTS90095",
  user_declined: "AADSTS65004",
};

const WHICH_GRANT: ErrorQuestion = {
  text: "Which words stand beside invalid_grant?",
  choices: [
    { label: "expired access/refresh token", cause: "refresh_token_expired" },
    { label: "ip restricted", cause: "ip_restricted" },
    { label: "Audience validation failed", cause: "audience_validation_failed" },
    { label: "inactive user", cause: "inactive_user" },
  ],
};

/**
 * What an error page, its address or its text means, told to somebody who signs in with Salesforce. Rather asks or says
 * that it does not know than names a wrong row. Pure: nothing of the text is kept.
 */
export function explainSalesforceText(text: string): SalesforceExplanation {
  const { certainty, matches, question } = explain(text);
  if (certainty === "no_error") return say("no_error", undefined);
  const own = matches.map(({ entry }) => entry).filter(({ vendor }) => vendor === "salesforce");
  const [first] = own;
  const settled = settleByPlace(text);
  if (settled) return say("certain", settled);
  if (first === undefined) {
    const [foreign] = matches;
    return foreign ? say("other_vendor", foreign.entry) : unknownPage(text);
  }
  // At Salesforce alone, invalid_grant stands for four things; what others mean by it does not matter here.
  if (matches.length > 1 && own.length === 1 && first.code === "refresh_token_expired") {
    return say("ambiguous", undefined, WHICH_GRANT);
  }
  if (question !== null) return say("ambiguous", undefined, question);
  return certainty === "certain" || certainty === "likely"
    ? say("certain", first)
    : say("unknown", undefined);
}

/** An address tells more than its words where it is one that only Salesforce's answer to this sign-in has. */
function settleByPlace(text: string): ErrorEntry | undefined {
  const isOwnCallback = /\/sign-in\/salesforce\/callback\?/.test(text);
  if (isOwnCallback && /[?&]error=access[_-]denied\b/.test(text)) return findError("salesforce_denied");
  const isErrorPage = /RemoteAccessErrorPage\.apexp/i.test(text);
  const hasDescription = /[?&]error_description=[^&\s]/.test(text);
  if (isErrorPage && !hasDescription && /[?&]error=invalid_scope\b/.test(text))
    return findError("scope_not_allowed");
  return undefined;
}

/** Salesforce's error page with words that nobody has written down yet, or nothing of Salesforce's at all. */
function unknownPage(text: string): SalesforceExplanation {
  const generic = findError("OAUTH_APPROVAL_ERROR_GENERIC");
  const isErrorPage = /RemoteAccessErrorPage\.apexp|authorize you because of an OAuth error/i.test(text);
  return isErrorPage && generic?.question
    ? say("ambiguous", undefined, generic.question)
    : say("unknown", undefined);
}

function say(
  certainty: SalesforceExplanation["certainty"],
  entry: ErrorEntry | undefined,
  question?: ErrorQuestion,
): SalesforceExplanation {
  const words = entry ?? WORDS[certainty];
  return {
    certainty,
    code: entry?.code ?? null,
    title: words.title,
    meaning: words.meaning,
    whoMustAct: entry?.whoMustAct ?? [],
    steps: entry?.steps ?? [],
    isAdministratorNeeded: isAdministratorNeeded(certainty, entry),
    help: entry ? helpHrefOfCode(entry.code) : "/help/salesforce-does-not-let-me-in",
    question: question
      ? {
          text: question.text,
          choices: question.choices.map(({ label, cause }) => ({
            label,
            answer: ANSWER_BY_CAUSE[cause] ?? cause,
          })),
        }
      : null,
  };
}

/** Whoever owns the app is an administrator of Salesforce, too, where the app is the org's own. */
function isAdministratorNeeded(certainty: SalesforceExplanation["certainty"], entry?: ErrorEntry): boolean {
  if (entry === undefined) return certainty === "unknown" || certainty === "ambiguous";
  return (
    entry.vendor === "salesforce" && entry.whoMustAct.some((role) => role !== "the user" && role !== "nobody")
  );
}

const WORDS: Readonly<Record<SalesforceExplanation["certainty"], { title: string; meaning: string }>> = {
  certain: { title: "", meaning: "" },
  other_vendor: { title: "", meaning: "" },
  ambiguous: {
    title: "This can mean several things",
    meaning: "The words alone do not tell them apart. Your answer does.",
  },
  unknown: {
    title: "We do not know this error",
    meaning: `Send the page to your ${SALESFORCE_ADMINISTRATOR} together with the link; the ways out are mostly the same.`,
  },
  no_error: {
    title: "This is no error",
    meaning: "Salesforce let you in. Close its window and sign in again from here.",
  },
};
