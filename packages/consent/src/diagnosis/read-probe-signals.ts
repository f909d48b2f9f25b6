import type { CauseCode } from "./causes.ts";
import type { AuthorizationStage, Evidence, ProbeResult } from "./evidence.ts";
import type { Signal } from "./signals.ts";
import { signalsFor } from "./signals.ts";

type Probe = Extract<Evidence, { kind: "probe" }>;

/** A silent request that would tell the causes apart, and what each of its ends would mean. */
export type DiagnosticProbe = {
  stage: AuthorizationStage;
  text: string;
  tells: { result: ProbeResult; cause: CauseCode | null }[];
};

const TELLS: Readonly<Record<ProbeResult, CauseCode | null>> = {
  granted: null,
  consent_required: "admin_approval_required",
  login_required: "session_expired",
  interaction_required: "conditional_access",
};

/** What a silent request shows: `consent_required` no grant, `login_required` no session, `interaction_required` a policy. */
export function readProbe({ result, stage = "mailbox" }: Probe): Signal[] {
  const scopes = stage === "mailbox" ? "" : " for the sign-in permissions";
  const restsOn = `a silent request${scopes} ended with ${result}`;
  switch (result) {
    case "granted":
      return signalsFor(restsOn, stage === "mailbox" ? NOTHING_LEFT : { session_expired: "excludes" });
    case "consent_required":
      return signalsFor(restsOn, { admin_approval_required: "medium", session_expired: "excludes" });
    case "login_required":
      return signalsFor(restsOn, { session_expired: "medium" });
    case "interaction_required":
      return signalsFor(restsOn, { mfa_required: "medium", conditional_access: "medium" });
  }
}

const NOTHING_LEFT: Parameters<typeof signalsFor>[1] = {
  admin_approval_required: "excludes",
  approval_request_pending: "excludes",
  user_declined: "excludes",
  user_cancelled_sign_in: "excludes",
  granted_but_incomplete: "excludes",
  session_expired: "excludes",
};

/** The sign-in permissions pass and the mailbox ones do not: the person can sign in, and a policy keeps the mailbox out. */
export function compareProbes(evidences: readonly Evidence[]): Signal[] {
  const ended = (stage: AuthorizationStage, result: ProbeResult) =>
    evidences.some(
      (evidence) =>
        evidence.kind === "probe" && (evidence.stage ?? "mailbox") === stage && evidence.result === result,
    );
  if (!ended("sign_in", "granted") || !ended("mailbox", "consent_required")) return [];
  return signalsFor("the sign-in permissions are granted and the mailbox permissions are not", {
    admin_approval_required: "strong",
    user_cancelled_sign_in: "excludes",
  });
}

/**
 * A bare cancel at the sign-in stage, and a silent sign-in just after it: whoever met the wall there had signed in, so that
 * a session stands and a grant is missing; whoever left the account picker has no session.
 */
export function readLeftSignIn(evidences: readonly Evidence[]): Signal[] {
  const isLeft = evidences.some(
    (evidence) =>
      evidence.kind === "callback" &&
      evidence.stage === "sign_in" &&
      evidence.parameters["error_subcode"] === "cancel",
  );
  if (!isLeft) return [];
  return evidences.flatMap((evidence) => {
    if (evidence.kind !== "probe" || evidence.stage !== "sign_in") return [];
    const restsOn = `a silent sign-in after the sign-in was left ended with ${evidence.result}`;
    switch (evidence.result) {
      case "granted":
        return signalsFor(restsOn, {
          user_cancelled_sign_in: "strong",
          admin_approval_required: "excludes",
          approval_request_pending: "excludes",
          user_declined: "excludes",
        });
      case "consent_required":
        return signalsFor(restsOn, {
          admin_approval_required: "strong",
          user_cancelled_sign_in: "excludes",
        });
      case "login_required":
        return signalsFor(restsOn, { user_cancelled_sign_in: "strong" });
      case "interaction_required":
        return [];
    }
  });
}

/** The silent request that is still worth making; undefined where all of them were made. */
export function proposeProbe(evidences: readonly Evidence[]): DiagnosticProbe | undefined {
  const isMade = evidences.some(
    (evidence) => evidence.kind === "probe" && (evidence.stage ?? "mailbox") === "mailbox",
  );
  if (isMade) return undefined;
  const results: ProbeResult[] = ["granted", "consent_required", "login_required", "interaction_required"];
  return {
    stage: "mailbox",
    text: "Ask for the mailbox permissions silently (prompt=none, or with the refresh token) and see how it ends.",
    tells: results.map((result) => ({ result, cause: TELLS[result] })),
  };
}
