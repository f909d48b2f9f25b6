import { causeOfAadsts } from "../diagnosis/cause-of-aadsts.ts";
import { errorCatalogue, findError } from "./error-catalogue.ts";
import type { ErrorEntry, ErrorQuestion } from "./error-entry.ts";
import { explainOAuthError } from "./explain-oauth-error.ts";
import type { ErrorReading } from "./read-error-text.ts";
import { readErrorText } from "./read-error-text.ts";
import { recogniseNames } from "./recognise-names.ts";
import { recogniseOfficeNumber, recogniseWords } from "./recognise-words.ts";
import { salesforceErrors } from "./salesforce-errors.ts";
import { summarizeFinding } from "./summarize-finding.ts";

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

/** What was found, before it is put into a sentence. */
export type Finding = Pick<Explanation, "certainty" | "matches" | "question">;

/**
 * Explains an AADSTS code or number, an error text or page, a callback address, a form body, a header line, a token
 * answer, an error of Graph, Office or Salesforce. It rather says that it does not know, or asks, than name a wrong
 * cause. Never throws, and repeats nothing of the input but ids and times.
 */
export function explain(text: string): Explanation {
  const reading = readErrorText(text);
  const finding = findCause(reading);
  return {
    ...finding,
    form: reading.form,
    sentence: summarizeFinding(finding, reading),
    correlationId: reading.correlationId,
    traceId: reading.traceId,
    timestamp: reading.timestamp,
  };
}

function findCause(reading: ErrorReading): Finding {
  return (
    byAadsts(reading) ??
    byCancelledCallback(reading) ??
    bySalesforceWords(reading) ??
    byMicrosoftWords(reading) ??
    byName(reading) ??
    byOAuthError(reading) ??
    bySuccess(reading) ?? { certainty: "unknown", matches: [], question: null }
  );
}

function byAadsts(reading: ErrorReading): Finding | undefined {
  const numbers = reading.aadstsNumbers.filter((number) => findError(number) !== undefined);
  const [first, ...others] = numbers;
  if (first === undefined) return byCutNumber(reading);
  const matches = candidates(numbers.map((number) => [number, `AADSTS${number} is named`]));
  if (others.length > 0) return severalNumbers(numbers, matches);
  const cut = byCutNumber(reading);
  if (cut) return cut;
  // At the administrator's link there is no request form whose Back to app would return the same code.
  if (first === "65004" && isAdminConsent(reading)) {
    const declined = candidates([["admin_consent_declined", "AADSTS65004 came from the admin consent link"]]);
    return { certainty: "likely", matches: [...declined, ...matches], question: null };
  }
  const question = matches[0]?.entry.question ?? null;
  return { certainty: question ? "ambiguous" : "certain", matches, question };
}

/** Numbers of one cause leave no doubt about it; several may belong to several attempts. */
function severalNumbers(numbers: readonly string[], matches: Finding["matches"]): Finding {
  const causes = new Set(numbers.map((number) => causeOfAadsts(number) ?? number));
  if (causes.size === 1) return { certainty: "likely", matches, question: null };
  return {
    certainty: "ambiguous",
    matches,
    question: {
      text: "Which of these numbers does the newest, complete error show?",
      choices: matches.map(({ entry }) => ({
        label: `${entry.code}: ${entry.title}`,
        cause: causeOfAadsts(entry.code.slice("AADSTS".length)) ?? entry.code,
      })),
    },
  };
}

/** A number at the very end of a cut text stands for every number that begins like it. */
function byCutNumber({ isNumberCut, aadstsNumbers }: ErrorReading): Finding | undefined {
  const digits = aadstsNumbers.at(-1);
  if (!isNumberCut || digits === undefined) return undefined;
  const numbers = errorCatalogue.flatMap(({ code }) =>
    code.startsWith(`AADSTS${digits}`) ? [code.slice("AADSTS".length)] : [],
  );
  if (numbers.length === 0 || (numbers.length === 1 && numbers[0] === digits)) return undefined;
  return severalNumbers(
    numbers,
    candidates(numbers.map((number) => [number, "the number is cut off and may have been this one"])),
  );
}

function isAdminConsent({ parameters, address }: ErrorReading): boolean {
  return parameters["admin_consent"] !== undefined || address.endsWith("/adminconsent");
}

/** The wall and a cancelled sign-in return exactly the same (azure-docs issue 41053). */
function byCancelledCallback({ parameters }: ErrorReading): Finding | undefined {
  const isCancelled =
    parameters["error"]?.toLowerCase() === "access_denied" &&
    parameters["error_subcode"]?.toLowerCase() === "cancel";
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

function bySalesforceWords({ words, form, address }: ErrorReading): Finding | undefined {
  const found =
    salesforceErrors.find(({ patterns }) => patterns.some((pattern) => pattern.test(words))) ??
    ([address, words].some((text) => text.includes("remoteaccesserrorpage"))
      ? salesforceErrors.find(({ entry }) => entry.code === "OAUTH_APPROVAL_ERROR_GENERIC")
      : undefined);
  if (!found) return undefined;
  const question = found.entry.question ?? null;
  const isNamed = form !== "text" || words.includes(found.entry.code.toLowerCase());
  return {
    certainty: question ? "ambiguous" : isNamed ? "certain" : "likely",
    matches: [{ entry: found.entry, because: "it carries Salesforce's words for it" }],
    question,
  };
}

function byMicrosoftWords(reading: ErrorReading): Finding | undefined {
  const found = recogniseWords(reading);
  if (!found) return undefined;
  const matches = candidates(found.codes.map((code) => [code, "it carries Microsoft's words for it"]));
  const question = found.question ?? matches[0]?.entry.question ?? null;
  return { certainty: question ? "ambiguous" : found.certainty, matches, question };
}

/** Graph's, Exchange's and Office's own names and numbers. */
function byName(reading: ErrorReading): Finding | undefined {
  const names = recogniseNames(reading);
  const number = names.length === 0 ? recogniseOfficeNumber(reading) : undefined;
  const matches = candidates([...names, number ?? ""].map((code) => [code, "it is the name of the error"]));
  const [first, second] = matches;
  if (first === undefined) return undefined;
  const question = second === undefined ? (first.entry.question ?? null) : whichName(matches);
  return { certainty: question ? "ambiguous" : "certain", matches, question };
}

function whichName(matches: Finding["matches"]): ErrorQuestion {
  return {
    text: "Which of these does the newest, complete error name?",
    choices: matches.map(({ entry }) => ({ label: `${entry.code}: ${entry.title}`, cause: entry.code })),
  };
}

function byOAuthError(reading: ErrorReading): Finding | undefined {
  const found = explainOAuthError(reading);
  // A number that we do not know would tell the cause; the error's name beside it must not be guessed from.
  const isTold = reading.aadstsNumbers.length > 0 && found?.codes.length !== 1;
  if (!found || isTold) return undefined;
  const matches = candidates(found.codes.map((code) => [code, found.because]));
  const question = found.question ?? (matches.length === 1 ? matches[0]?.entry.question : undefined) ?? null;
  return { certainty: question ? "ambiguous" : "likely", matches, question };
}

function bySuccess({ form, parameters }: ErrorReading): Finding | undefined {
  if (form !== "callback" || parameters["error"] !== undefined) return undefined;
  const hasToken = ["code", "id_token", "access_token"].some((name) => parameters[name] !== undefined);
  const isSuccess = hasToken || parameters["admin_consent"]?.toLowerCase() === "true";
  return isSuccess ? { certainty: "no_error", matches: [], question: null } : undefined;
}

function candidates(list: readonly (readonly [string, string])[]): Finding["matches"] {
  return list.flatMap(([code, because]) => {
    const entry = findError(code);
    return entry ? [{ entry, because }] : [];
  });
}
