import type { CauseCode } from "./causes.ts";
import { causeTexts } from "./causes.ts";
import type { Evidence, SeenPage } from "./evidence.ts";
import { fillInNames, type DiagnosisNames } from "./fill-in-names.ts";
import { proposeProbe, type DiagnosticProbe } from "./read-probe-signals.ts";
import { weighCauses } from "./weigh-causes.ts";
import { collectSignals, readTechnicalDetails, type TechnicalDetails } from "./collect-signals.ts";

export type DiagnosisCertainty = "certain" | "likely" | "ambiguous";

export type Cause = {
  code: CauseCode;
  /** 1 is the likeliest. */
  rank: number;
  /** What it rests on, in words. */
  restsOn: string[];
};

export type Diagnosis = {
  certainty: DiagnosisCertainty;
  /** Likeliest first. Empty where nothing is wrong, or nothing is known. */
  causes: Cause[];
  /** The one question whose answer would settle it. */
  question?: { text: string; choices: { value: SeenPage; label: string }[] } | undefined;
  /** Where nobody has seen a page that could be asked about: the silent request that would settle it. */
  probe?: DiagnosticProbe | undefined;
  /** Role names; empty where the person can act alone. */
  whoCanFix: string[];
  /** One plain sentence: what happened. */
  sentence: string;
  /** One plain sentence: what comes next. */
  nextStep: string;
  /** As Microsoft gave them; for the folded part below the words. */
  technical: TechnicalDetails;
};

/**
 * Infers why a connection stands still from everything known about it, in any order. A vendor's code or the tenant's
 * settings make it certain; silence and a bare cancel only likely, and then one question is offered.
 */
export function diagnose(evidences: readonly Evidence[], names: DiagnosisNames = {}): Diagnosis {
  const weighed = weighCauses(collectSignals(evidences));
  const { causes } = weighed;
  const certainty = causes.length === 0 && hasPassed(evidences) ? "certain" : weighed.certainty;
  const fill = (text: string): string => fillInNames(text, names);
  const isOpen = certainty !== "certain" && !hasAnswered(evidences);
  const question = isOpen && mayHaveSeenPage(evidences) ? ask(causes) : undefined;
  const probe = isOpen && question === undefined ? proposeProbe(evidences) : undefined;
  const [first] = causes;
  return {
    certainty,
    causes,
    ...(question ? { question } : {}),
    ...(probe ? { probe } : {}),
    whoCanFix: first ? causeTexts[first.code].whoCanFix.map(fill) : [],
    sentence: fill(describe(certainty, causes, evidences)),
    nextStep: fill(nextStep(causes, question !== undefined && certainty === "ambiguous", evidences)),
    technical: readTechnicalDetails(evidences),
  };
}

const CHOICES: { value: SeenPage; label: string }[] = [
  { value: "need_admin_approval", label: "Need admin approval" },
  { value: "approval_required", label: "Approval required" },
  { value: "permissions_requested", label: "Permissions requested" },
  { value: "other", label: "Something else" },
];

const SETTLED_BY_PAGE: readonly CauseCode[] = [
  "admin_approval_required",
  "approval_request_pending",
  "user_declined",
  "user_cancelled_sign_in",
];

function ask(causes: readonly Cause[]): Diagnosis["question"] {
  const isSettledByPage = causes.some((cause) => SETTLED_BY_PAGE.includes(cause.code));
  if (!isSettledByPage) return undefined;
  return { text: "What was the heading of the last page you saw at Microsoft?", choices: CHOICES };
}

/** Token answers and readings come about without a window; asking which page was in it would be senseless. */
function mayHaveSeenPage(evidences: readonly Evidence[]): boolean {
  return (
    evidences.length === 0 ||
    evidences.some(({ kind }) => ["callback", "silence", "window_closed"].includes(kind))
  );
}

function hasAnswered(evidences: readonly Evidence[]): boolean {
  return evidences.some((evidence) => evidence.kind === "user_answer");
}

function describe(
  certainty: DiagnosisCertainty,
  causes: readonly Cause[],
  evidences: readonly Evidence[],
): string {
  const [first, second] = causes.map((cause) => causeTexts[cause.code].clause);
  if (first === undefined) {
    return hasPassed(evidences)
      ? "Nothing stands in the way."
      : "Microsoft did not say why the connection stopped.";
  }
  if (certainty === "certain") return `${capitalize(first)}.`;
  if (certainty === "likely" || second === undefined) return `Most likely, ${first}.`;
  return `Microsoft did not say why: perhaps ${first}, or ${second}.`;
}

function nextStep(causes: readonly Cause[], isAsked: boolean, evidences: readonly Evidence[]): string {
  const [first] = causes;
  if (first === undefined) return hasPassed(evidences) ? "Nothing to do." : "Start again.";
  return isAsked
    ? "Say which page you saw, so that the right person can be asked."
    : causeTexts[first.code].nextStep;
}

/** The last thing known is that the mailbox stage passed, or that a silent request was granted. */
function hasPassed(evidences: readonly Evidence[]): boolean {
  return evidences.some(
    (evidence) =>
      (evidence.kind === "probe" && evidence.stage !== "sign_in" && evidence.result === "granted") ||
      (evidence.kind === "callback" &&
        evidence.stage === "mailbox" &&
        evidence.parameters["error"] === undefined &&
        evidence.parameters["code"] !== undefined),
  );
}

function capitalize(clause: string): string {
  return clause.startsWith("{{") ? clause : clause.charAt(0).toUpperCase() + clause.slice(1);
}
