import { findError } from "./error-catalogue.ts";
import type { ErrorEntry, ErrorQuestion } from "./error-entry.ts";
import type { ErrorReading } from "./read-error-text.ts";
import { readErrorText } from "./read-error-text.ts";
import { salesforceErrors } from "./salesforce-errors.ts";

/**
 * `certain`: the vendor named it. `likely`: recognised by words or by the kind of error. `ambiguous`: it can mean
 * several things, and `question` tells them apart. `unknown`: not in the catalogue. `no_error`: an answer of success.
 */
export type ExplanationCertainty = "certain" | "likely" | "ambiguous" | "unknown" | "no_error";

export type Explanation = {
  certainty: ExplanationCertainty;
  form: ErrorReading["form"];
  /** Likeliest first; empty when unknown. */
  matches: { entry: ErrorEntry; because: string }[];
  question: ErrorQuestion | null;
  /** One sentence for whoever asked. */
  sentence: string;
  correlationId: string | null;
  traceId: string | null;
  timestamp: string | null;
};

type Finding = Pick<Explanation, "certainty" | "matches" | "question">;

/**
 * Explains an AADSTS code or number, an error text, a callback address, a token answer or a Salesforce error. It rather
 * says that it does not know, or asks, than name a wrong cause. Never throws.
 */
export function explain(text: string): Explanation {
  const reading = readErrorText(text);
  const finding = findCause(reading);
  return {
    ...finding,
    form: reading.form,
    sentence: summarize(finding, reading),
    correlationId: reading.correlationId,
    traceId: reading.traceId,
    timestamp: reading.timestamp,
  };
}

function findCause(reading: ErrorReading): Finding {
  return (
    byAadsts(reading) ??
    byCatalogueName(reading) ??
    byCancelledCallback(reading) ??
    bySalesforceWords(reading) ??
    byMicrosoftWords(reading) ??
    byOAuthError(reading) ??
    bySuccess(reading) ?? { certainty: "unknown", matches: [], question: null }
  );
}

function byAadsts({ aadstsNumbers }: ErrorReading): Finding | undefined {
  if (aadstsNumbers.length === 0) return undefined;
  const matches = aadstsNumbers.flatMap((number) => {
    const entry = findError(number);
    return entry ? [{ entry, because: `AADSTS${number} is named` }] : [];
  });
  const [first] = matches;
  if (!first) return { certainty: "unknown", matches: [], question: null };
  const question = first.entry.question ?? null;
  // Two codes in one text may belong to two attempts; which one is current the text does not say.
  const certainty = question ? "ambiguous" : matches.length === 1 ? "certain" : "likely";
  return { certainty, matches, question };
}

function byCatalogueName({ form, words }: ErrorReading): Finding | undefined {
  const entry = form === "text" ? findError(words) : undefined;
  if (!entry) return undefined;
  const question = entry.question ?? null;
  return {
    certainty: question ? "ambiguous" : "certain",
    matches: [{ entry, because: "it is the name of the error" }],
    question,
  };
}

/** The wall and a cancelled sign-in return exactly the same (azure-docs issue 41053). */
function byCancelledCallback({ parameters }: ErrorReading): Finding | undefined {
  const isCancelled = parameters["error"] === "access_denied" && parameters["error_subcode"] === "cancel";
  const entry = isCancelled ? findError("cancelled_without_code") : undefined;
  if (!entry) return undefined;
  return {
    certainty: "ambiguous",
    matches: [
      { entry, because: "access_denied with error_subcode=cancel" },
      ...candidates([["90094", "the link back from Need admin approval returns this"]]),
    ],
    question: entry.question ?? null,
  };
}

function bySalesforceWords({ words }: ErrorReading): Finding | undefined {
  const found = salesforceErrors.find(({ patterns }) => patterns.some((pattern) => pattern.test(words)));
  if (!found) return undefined;
  const question = found.entry.question ?? null;
  return {
    certainty: question ? "ambiguous" : "certain",
    matches: [{ entry: found.entry, because: "it carries Salesforce's words for it" }],
    question,
  };
}

/** Titles and sentences of Microsoft's pages, and Exchange's X-EWS-Policy-Reason. */
const MICROSOFT_WORDS: readonly (readonly [RegExp, string])[] = [
  [/ews is disabled for this user or tenant/, "ews_disabled"],
  [/ews is blocked by policy for this user or tenant/, "ews_blocked_by_policy"],
  [/user declined to consent/, "65004"],
  [/need admin approval|that only an admin can grant/, "90094"],
  [/approval required|enter justification for requesting this app|request approval/, "90095"],
  [/has not consented to use the application/, "65001"],
];

function byMicrosoftWords({ words }: ErrorReading): Finding | undefined {
  const found = MICROSOFT_WORDS.find(([pattern]) => pattern.test(words));
  const entry = found ? findError(found[1]) : undefined;
  if (!entry) return undefined;
  const question = entry.question ?? null;
  return {
    certainty: question ? "ambiguous" : "likely",
    matches: [{ entry, because: "it carries the words of Microsoft's page" }],
    question,
  };
}

const WHO_ANSWERED: ErrorQuestion = {
  text: "Who answered, and what was on the page before?",
  choices: [
    { label: "Microsoft: Need admin approval", cause: "admin_approval_required" },
    { label: "Microsoft: Approval required", cause: "approval_request_pending" },
    { label: "Microsoft: Permissions requested, and I chose Cancel", cause: "user_declined" },
    { label: "Salesforce, and I chose Deny", cause: "salesforce_denied" },
  ],
};

const INTERACTION: ErrorQuestion = {
  text: "What does Microsoft show when you sign in again by hand?",
  choices: [
    { label: "A second factor", cause: "mfa_required" },
    { label: "A page that refuses the device or place", cause: "conditional_access" },
    { label: "Need admin approval or Permissions requested", cause: "admin_approval_required" },
  ],
};

const DESCRIPTION: ErrorQuestion = {
  text: "Which words follow in the error's description?",
  choices: [
    { label: "has not consented to use the application", cause: "admin_approval_required" },
    { label: "expired or revoked", cause: "session_expired" },
    { label: "multi-factor authentication", cause: "mfa_required" },
  ],
};

/** Bare OAuth errors: what each may stand for. `certain` only where the specification leaves one meaning. */
const OAUTH_ERRORS: Readonly<Record<string, { codes: readonly string[]; question: ErrorQuestion | null }>> = {
  login_required: { codes: ["50058"], question: null },
  consent_required: { codes: ["65001", "65004"], question: null },
  interaction_required: { codes: ["50076", "53003", "65001"], question: INTERACTION },
  access_denied: { codes: ["90094", "65004", "salesforce_denied"], question: WHO_ANSWERED },
  permission_denied: { codes: ["65004"], question: null },
  invalid_grant: { codes: ["50173", "65001", "refresh_token_expired"], question: DESCRIPTION },
};

const SUBERRORS: Readonly<Record<string, readonly string[]>> = {
  consent_required: ["65001"],
  basic_action: ["50076"],
  message_only: ["53003"],
  bad_token: ["50173", "70043"],
};

function byOAuthError({ form, parameters, words }: ErrorReading): Finding | undefined {
  const suberror = own(SUBERRORS, parameters["suberror"] ?? "");
  if (suberror) {
    return {
      certainty: "likely",
      matches: candidates(suberror.map((code) => [code, `suberror=${parameters["suberror"]}`])),
      question: null,
    };
  }
  const error = parameters["error"] ?? (form === "text" ? words : "");
  const known = own(OAUTH_ERRORS, error);
  if (!known) return undefined;
  return {
    certainty: known.question ? "ambiguous" : "likely",
    matches: candidates(known.codes.map((code) => [code, `error=${error} may mean it`])),
    question: known.question,
  };
}

function bySuccess({ parameters }: ErrorReading): Finding | undefined {
  if (parameters["error"] !== undefined) return undefined;
  const isSuccess = parameters["code"] !== undefined || parameters["admin_consent"]?.toLowerCase() === "true";
  return isSuccess ? { certainty: "no_error", matches: [], question: null } : undefined;
}

function candidates(list: readonly (readonly [string, string])[]): Explanation["matches"] {
  return list.flatMap(([code, because]) => {
    const entry = findError(code);
    return entry ? [{ entry, because }] : [];
  });
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function summarize({ certainty, matches, question }: Finding, reading: ErrorReading): string {
  const first = matches[0]?.entry;
  switch (certainty) {
    case "no_error":
      return "This is an answer of success; it is not proof of a grant until a token or the list of grants confirms it.";
    case "certain":
    case "likely":
      return first ? `${first.title}. ${first.meaning}` : "";
    case "ambiguous":
      return `This alone does not tell the cause. ${question?.text ?? ""}`.trim();
    case "unknown": {
      const [number] = reading.aadstsNumbers;
      return number === undefined
        ? "This is not an error we know."
        : `AADSTS${number} is not in the catalogue; Microsoft describes it at https://login.microsoftonline.com/error?code=${number}.`;
    }
  }
}
