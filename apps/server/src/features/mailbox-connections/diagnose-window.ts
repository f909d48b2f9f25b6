import type { Diagnosis as DescribedDiagnosis } from "@outrigger/api-contract";
import { diagnose, type AuthorizationStage, type DiagnosisNames, type Evidence } from "@outrigger/consent";
import type { AuthorizationAttempt, MailboxConnection } from "@outrigger/storage";
import { z } from "zod";
import { readAuthorizationId } from "./authorization-flow.ts";

/** What the user answered to the one question, as the connection keeps it. */
const answerSchema = z.object({
  saw: z.enum(["need_admin_approval", "approval_required", "permissions_requested", "other"]),
});

/**
 * Tells from everything on record why the last window at Microsoft ended without access. `attempts` are the user's, newest
 * first; null where there was no window.
 */
export function diagnoseWindow(
  connection: Pick<MailboxConnection, "diagnosis" | "microsoftUserId">,
  attempts: readonly AuthorizationAttempt[],
  names: DiagnosisNames,
): DescribedDiagnosis | null {
  const [latest] = attempts;
  if (!latest) return null;
  const technical = {
    code: latest.aadstsCode ?? null,
    at: (latest.finishedAt ?? latest.startedAt).toISOString(),
    correlationId: latest.correlationId ?? null,
  };
  if (latest.wireError === "other_identity") return { ...otherIdentity(names), technical };
  const evidences = listEvidence(connection, attemptsOfWindow(latest, attempts));
  const { certainty, causes, question, whoCanFix, sentence, nextStep } = diagnose(evidences, names);
  return {
    certainty,
    causes: causes.map(({ code }) => code),
    sentence,
    nextStep,
    whoCanFix,
    question: question ?? null,
    technical,
    leftBy: howLeft(latest),
  };
}

/** Both stages of the window that was left last, oldest first. */
function attemptsOfWindow(
  latest: AuthorizationAttempt,
  attempts: readonly AuthorizationAttempt[],
): AuthorizationAttempt[] {
  const windowId = readAuthorizationId(latest);
  return attempts.filter((attempt) => readAuthorizationId(attempt) === windowId).toReversed();
}

function listEvidence(
  connection: Pick<MailboxConnection, "diagnosis" | "microsoftUserId">,
  attempts: readonly AuthorizationAttempt[],
): Evidence[] {
  const evidences = attempts.flatMap(evidenceOf);
  const hasMailboxStage = attempts.some(({ kind }) => kind === "microsoft_mailbox");
  if (hasMailboxStage || connection.microsoftUserId !== null) {
    // The mailbox stage opens only after the sign-in stage has passed, in this window or before, and a silent token was refused.
    evidences.unshift(passedSignIn(attempts), { kind: "probe", result: "consent_required" });
  }
  const answer = answerSchema.safeParse(connection.diagnosis);
  if (answer.success) evidences.push({ kind: "user_answer", saw: answer.data.saw });
  return evidences;
}

function passedSignIn(attempts: readonly AuthorizationAttempt[]): Evidence {
  const scopes = attempts.find(({ kind }) => kind === "microsoft_sign_in")?.scopes ?? [];
  return {
    kind: "callback",
    parameters: { code: "received" },
    requestedScopes: scopes.join(" "),
    stage: "sign_in",
  };
}

function evidenceOf(attempt: AuthorizationAttempt): Evidence[] {
  const stage: AuthorizationStage = attempt.kind === "microsoft_mailbox" ? "mailbox" : "sign_in";
  switch (attempt.result) {
    case "refused":
      return [
        {
          kind: "callback",
          parameters: {
            error: attempt.wireError,
            error_subcode: attempt.errorSubcode,
            error_description: attempt.aadstsCode,
          },
          requestedScopes: attempt.scopes.join(" "),
          stage,
        },
      ];
    case "failed":
      return [
        { kind: "token_error", body: { error: attempt.wireError, error_description: attempt.aadstsCode } },
      ];
    case "closed":
      return [{ kind: "window_closed", stage }];
    case "expired":
      return [{ kind: "silence", elapsedSeconds: elapsedSeconds(attempt), stage }];
    case "succeeded":
    case "superseded":
    case null:
      return [];
  }
}

function elapsedSeconds({ startedAt, finishedAt, expiresAt }: AuthorizationAttempt): number {
  return Math.round(((finishedAt ?? expiresAt).getTime() - startedAt.getTime()) / 1000);
}

function howLeft({ result, aadstsCode, errorSubcode }: AuthorizationAttempt): DescribedDiagnosis["leftBy"] {
  if (result === "closed") return "closed_window";
  if (result === "expired") return "time_out";
  if (aadstsCode === "AADSTS65004") return "declined";
  return errorSubcode === "cancel" ? "return_link_or_cancel" : "error";
}

function otherIdentity({ product }: DiagnosisNames): Omit<DescribedDiagnosis, "technical"> {
  return {
    certainty: "certain",
    causes: ["other_identity"],
    sentence: "Somebody else signed in in that window, so nothing was connected for you.",
    nextStep: `If an administrator approved ${product ?? "the app"} there, you are connected without a click; otherwise start again with your own account.`,
    whoCanFix: [],
    question: null,
    leftBy: "error",
  };
}
