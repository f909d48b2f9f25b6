import type { Diagnosis as DescribedDiagnosis } from "@outrigger/api-contract";
import { diagnose, type AuthorizationStage, type DiagnosisNames, type Evidence } from "@outrigger/consent";
import type { AuthorizationAttempt, MailboxConnection } from "@outrigger/storage";
import { z } from "zod";
import { decideTurn } from "./decide-turn.ts";
import { foreignAccounts } from "./judge-identity.ts";
import { evidenceOfProbe, readSilentProbe } from "./silent-probe.ts";
import { readAuthorizationId, readWindowContext } from "./window-context.ts";

/** The tenant of all personal Microsoft accounts (ID token claims reference, `tid`). */
const CONSUMERS_TENANT_ID = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** What the user answered to the one question, as the connection keeps it. */
const answerSchema = z.object({
  saw: z.enum(["need_admin_approval", "approval_required", "permissions_requested", "other"]),
  at: z.iso.datetime().optional(),
  codes: z.array(z.string()).optional(),
  isPersonalAccount: z.boolean().optional(),
});

/** Reads what the connection keeps of the person's answer; undefined for none. */
export function readPersonsAnswer({
  diagnosis,
}: Pick<MailboxConnection, "diagnosis">): z.infer<typeof answerSchema> | undefined {
  return answerSchema.safeParse(diagnosis).data;
}

type DiagnosedConnection = Pick<
  MailboxConnection,
  "diagnosis" | "microsoftUserId" | "tenantId" | "lastProbe"
>;

export interface DiagnosisContext extends DiagnosisNames {
  /** Whether the tenant shows a form for approval requests, where somebody has seen it. */
  readonly hasApprovalWorkflow?: boolean | undefined;
}

/**
 * Tells from everything on record why the last window at Microsoft ended without access. `attempts` are the user's, newest
 * first; null where there was no window.
 */
export function diagnoseWindow(
  connection: DiagnosedConnection,
  attempts: readonly AuthorizationAttempt[],
  context: DiagnosisContext,
): DescribedDiagnosis | null {
  const latest = attempts.find((attempt) => readWindowContext(attempt).probe === undefined);
  if (!latest) return null;
  const window = attemptsOfWindow(latest, attempts);
  const evidences = listEvidence(connection, { attempts: window, context });
  const found = isOtherAccount(latest)
    ? otherAccount({ latest, window, connection }, context)
    : describeCauses(evidences, context);
  const probe = readSilentProbe(connection);
  const technical = {
    code: latest.aadstsCode ?? probe?.aadstsCode ?? null,
    at: (latest.finishedAt ?? latest.startedAt).toISOString(),
    correlationId: latest.correlationId ?? probe?.correlationId ?? null,
  };
  return { ...found, turn: decideTurn(found), technical, leftBy: howLeft(latest) };
}

type Findings = Omit<DescribedDiagnosis, "technical" | "turn" | "leftBy">;

function describeCauses(evidences: readonly Evidence[], names: DiagnosisNames): Findings {
  const { certainty, causes, question, whoCanFix, sentence, nextStep } = diagnose(evidences, names);
  return {
    certainty,
    causes: causes.map(({ code }) => code),
    sentence,
    nextStep,
    whoCanFix,
    question: question ?? null,
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
  connection: DiagnosedConnection,
  {
    attempts,
    context,
  }: { readonly attempts: readonly AuthorizationAttempt[]; readonly context: DiagnosisContext },
): Evidence[] {
  const evidences = attempts.flatMap((attempt) => evidenceOf(attempt, connection));
  const hasMailboxStage = attempts.some(({ kind }) => kind === "microsoft_mailbox");
  if (hasMailboxStage || connection.microsoftUserId !== null) {
    // The mailbox stage opens only after the sign-in stage has passed, in this window or before, and a silent token was refused.
    evidences.unshift(passedSignIn(attempts), evidenceOfProbe(readSilentProbe(connection)));
  }
  if (context.hasApprovalWorkflow !== undefined) {
    evidences.push({ kind: "approval_workflow", isEnabled: context.hasApprovalWorkflow });
  }
  return [...evidences, ...evidenceOfAnswer(connection)];
}

function evidenceOfAnswer(connection: DiagnosedConnection): Evidence[] {
  const answer = readPersonsAnswer(connection);
  if (!answer) return [];
  const { saw, codes = [], isPersonalAccount = false } = answer;
  const words = [...codes, ...(isPersonalAccount ? ["live.com"] : [])].join(" ");
  return [
    { kind: "user_answer", saw },
    ...(codes.length === 0 ? [] : [{ kind: "token_error", body: words } as const]),
  ];
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

function evidenceOf(attempt: AuthorizationAttempt, { tenantId }: DiagnosedConnection): Evidence[] {
  const stage: AuthorizationStage = attempt.kind === "microsoft_mailbox" ? "mailbox" : "sign_in";
  if (readWindowContext(attempt).probe !== undefined) return evidenceOfSilentSignIn(attempt);
  // An answer that came too late still tells how the window was left.
  const isAnswered = attempt.result === "expired" && attempt.wireError !== undefined;
  switch (isAnswered ? "refused" : attempt.result) {
    case "refused":
      return [callbackOf(attempt, stage)];
    case "failed":
      return [evidenceOfFailure(attempt, tenantId)];
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

function callbackOf(attempt: AuthorizationAttempt, stage: AuthorizationStage): Evidence {
  return {
    kind: "callback",
    parameters: {
      error: attempt.wireError,
      error_subcode: attempt.errorSubcode,
      error_description: attempt.aadstsCode,
    },
    requestedScopes: attempt.scopes.join(" "),
    stage,
  };
}

function evidenceOfFailure(
  { wireError, aadstsCode }: AuthorizationAttempt,
  tenantId: string | null,
): Evidence {
  const own = tenantId ?? "";
  if (wireError === "personal_account") return { kind: "account", tenantId: CONSUMERS_TENANT_ID };
  if (wireError === "guest") return { kind: "account", tenantId: own, isGuest: true };
  if (wireError === "wrong_tenant") return { kind: "account", tenantId: "another", expectedTenantId: own };
  return { kind: "token_error", body: { error: wireError, error_description: aadstsCode } };
}

/** `prompt=none` for the sign-in scopes: a missing grant, a missing session, or another gate by its code. */
function evidenceOfSilentSignIn(attempt: AuthorizationAttempt): Evidence[] {
  const { result, wireError, aadstsCode } = attempt;
  if (result === "succeeded" && readWindowContext(attempt).probe === "cause") {
    return [{ kind: "probe", result: "granted", stage: "sign_in" }];
  }
  if (result !== "refused") return [];
  const isGrantMissing = wireError === "consent_required" || aadstsCode === "AADSTS65001";
  if (isGrantMissing) return [{ kind: "probe", result: "consent_required", stage: "sign_in" }];
  if (wireError === "login_required") return [{ kind: "probe", result: "login_required", stage: "sign_in" }];
  if (aadstsCode !== undefined) return [callbackOf(attempt, "sign_in")];
  return [{ kind: "probe", result: "interaction_required", stage: "sign_in" }];
}

function elapsedSeconds({ startedAt, finishedAt, expiresAt }: AuthorizationAttempt): number {
  return Math.round(((finishedAt ?? expiresAt).getTime() - startedAt.getTime()) / 1000);
}

function howLeft({
  result,
  wireError,
  aadstsCode,
  errorSubcode,
}: AuthorizationAttempt): DescribedDiagnosis["leftBy"] {
  if (result === "closed") return "closed_window";
  if (result === "expired" && wireError === undefined) return "time_out";
  if (aadstsCode === "AADSTS65004") return "declined";
  return errorSubcode === "cancel" ? "return_link_or_cancel" : "error";
}

function isOtherAccount({ wireError }: AuthorizationAttempt): boolean {
  return wireError === foreignAccounts[0];
}

/** Never whose account it was: it is nobody's business whom an administrator is. */
interface LeftWindow {
  readonly latest: AuthorizationAttempt;
  readonly window: readonly AuthorizationAttempt[];
  readonly connection: DiagnosedConnection;
}

/** At the mailbox stage the person's own silent token was refused before: the wall still stands, whoever came by. */
function otherAccount({ latest, window, connection }: LeftWindow, names: DiagnosisNames): Findings {
  const product = names.product ?? "the app";
  const found: Findings = {
    certainty: "certain",
    causes: ["other_identity"],
    sentence:
      "Another account was used in that window than that of your mailbox, so nothing was connected for you.",
    nextStep: `If an administrator approved ${product} there, you are connected without a click; otherwise start again with your own account.`,
    whoCanFix: [],
    question: null,
  };
  if (latest.kind !== "microsoft_mailbox") return found;
  const wall = describeCauses(
    [
      passedSignIn(window),
      evidenceOfProbe(readSilentProbe(connection)),
      { kind: "window_closed", stage: "mailbox" },
    ],
    names,
  );
  return {
    ...found,
    whoCanFix: wall.whoCanFix,
    nextStep: `If an administrator approved ${product} there for everybody, you are connected without a click; otherwise send an administrator the link.`,
  };
}
