import { decide } from "../decide.ts";
import { readErrorText } from "../errors/read-error-text.ts";
import type { AuthorizationStage, Evidence, SeenPage } from "./evidence.ts";
import {
  asksForMore,
  cancelSignals,
  readCallbackSignals,
  readTokenErrorSignals,
} from "./read-answer-signals.ts";
import { compareProbes, readLeftSignIn, readProbe } from "./read-probe-signals.ts";
import { readSnapshotSignals } from "./read-snapshot-signals.ts";
import { readTenantSignals } from "./read-tenant-signals.ts";
import type { Signal } from "./signals.ts";
import { signalsFor } from "./signals.ts";
import { parseScopes } from "../parse-scopes.ts";
import { keyOf } from "../resolve-request.ts";

/** What Microsoft gave beside its answer; null where nothing was given. */
export type TechnicalDetails = {
  code: string | null;
  correlationId: string | null;
  timestamp: string | null;
};

/** The tenant id of all personal Microsoft accounts. */
const CONSUMERS_TENANT_ID = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** An authorization that is older than this and of which nothing came back has been left. */
const SILENCE_SECONDS = 600;

/** Everything that the evidence says about causes. */
export function collectSignals(evidences: readonly Evidence[]): Signal[] {
  // Nobody comes to the mailbox stage without having passed the sign-in.
  const stage = evidences.some(hasPassedSignIn) ? "mailbox" : "sign_in";
  return [
    ...evidences.flatMap((evidence) => readSignals(evidence, stage)),
    ...compareProbes(evidences),
    ...readLeftSignIn(evidences),
    ...settleDeclined(evidences),
  ];
}

function hasPassedSignIn(evidence: Evidence): boolean {
  if (evidence.kind === "probe") return evidence.stage === "sign_in" && evidence.result === "granted";
  return (
    evidence.kind === "callback" &&
    evidence.stage === "sign_in" &&
    evidence.parameters["code"] !== undefined &&
    evidence.parameters["error"] === undefined
  );
}

function readSignals(evidence: Evidence, likelyStage: AuthorizationStage): Signal[] {
  switch (evidence.kind) {
    case "callback":
      return [
        ...readCallbackSignals(evidence),
        ...(evidence.tenant ? readTenantSignals(evidence.tenant) : []),
      ];
    case "token_error":
      return readTokenErrorSignals(evidence.body);
    case "silence":
      return readSilence(evidence, likelyStage);
    case "window_closed":
      return cancelSignals(
        "the window was closed before Microsoft answered",
        (evidence.stage ?? likelyStage) === "mailbox",
      );
    case "probe":
      return readProbe(evidence);
    case "approval_workflow":
      return readWorkflow(evidence.isEnabled);
    case "tenant_reading":
      return readTenantSignals(evidence.case);
    case "tenant_snapshot":
      return readSnapshotSignals(evidence);
    case "user_answer":
      return readAnswer(evidence.saw);
    case "account":
      return readAccount(evidence);
    case "granted_scopes":
      return readGrantedScopes(evidence);
  }
}

function readSilence(
  { elapsedSeconds, stage }: Extract<Evidence, { kind: "silence" }>,
  likelyStage: AuthorizationStage,
): Signal[] {
  const restsOn = `nothing came back from Microsoft for ${Math.floor(elapsedSeconds / 60)} minutes`;
  const isMailboxStage = (stage ?? likelyStage) === "mailbox";
  // A person may still be typing a password; before the time is up, silence says little.
  if (elapsedSeconds < SILENCE_SECONDS) {
    return signalsFor(restsOn, { user_cancelled_sign_in: "weak", admin_approval_required: "weak" });
  }
  return cancelSignals(restsOn, isMailboxStage);
}

/** Where there is a form, nobody of the tenant sees the other wall, and a sent request comes back as a refusal. */
function readWorkflow(isEnabled: boolean): Signal[] {
  return isEnabled
    ? signalsFor("somebody of the organization was shown a form for approval requests", {
        approval_request_pending: "strong",
        admin_approval_required: "excludes",
      })
    : signalsFor("somebody of the organization met the wall without a form for approval requests", {
        approval_request_pending: "excludes",
      });
}

function readAnswer(saw: SeenPage): Signal[] {
  const restsOn = "the person said which page Microsoft showed";
  switch (saw) {
    case "need_admin_approval":
      return signalsFor(restsOn, { admin_approval_required: "testified" });
    case "approval_required":
      return signalsFor(restsOn, { approval_request_pending: "testified" });
    case "permissions_requested":
      return signalsFor(restsOn, { user_declined: "testified" });
    case "other":
      return signalsFor("the person saw none of Microsoft's consent pages", {
        admin_approval_required: "excludes",
        approval_request_pending: "excludes",
        user_declined: "excludes",
        user_cancelled_sign_in: "weak",
      });
  }
}

function readAccount(evidence: Extract<Evidence, { kind: "account" }>): Signal[] {
  const tenantId = evidence.tenantId.toLowerCase();
  if (tenantId === CONSUMERS_TENANT_ID) {
    return signalsFor("the account is in Microsoft's tenant of personal accounts", {
      personal_account: "certain",
    });
  }
  if (evidence.isGuest === true) {
    return signalsFor("the account is a guest", { guest: "certain" });
  }
  const expected = evidence.expectedTenantId?.toLowerCase();
  if (expected === undefined || expected === tenantId) return [];
  return signalsFor("the account's organization is not the expected one", { wrong_tenant: "certain" });
}

function readGrantedScopes(evidence: Extract<Evidence, { kind: "granted_scopes" }>): Signal[] {
  const granted = new Set(parseScopes(evidence.granted).permissions.map(keyOf));
  const lacking = parseScopes(evidence.requestedScopes).permissions.filter(
    (permission) => asksForMore(permission.value) && !granted.has(keyOf(permission)),
  );
  if (lacking.length === 0) return [];
  const names = lacking.map((permission) => permission.value).join(", ");
  return signalsFor(`the token lacks ${names}`, { granted_but_incomplete: "certain" });
}

/** AADSTS65004 stands for a declined prompt and for a sent request; whether the tenant has a request form tells them apart. */
function settleDeclined(evidences: readonly Evidence[]): Signal[] {
  const isDeclined = evidences.some(
    (evidence) =>
      evidence.kind === "callback" &&
      evidence.endpoint !== "adminconsent" &&
      /AADSTS65004/i.test(evidence.parameters["error_description"] ?? ""),
  );
  if (!isDeclined) return [];
  return evidences.flatMap((evidence) => {
    const reading =
      evidence.kind === "tenant_reading"
        ? evidence.case
        : evidence.kind === "callback"
          ? evidence.tenant
          : undefined;
    if (!reading) return [];
    if (!reading.tenant.adminConsentWorkflow.isEnabled) {
      return signalsFor("the organization has no form for approval requests", {
        approval_request_pending: "excludes",
      });
    }
    // Who is shown the request form cannot have declined a prompt.
    return decide(reading).outcome === "approval_request"
      ? signalsFor("the organization shows this person a request form, not a prompt", {
          approval_request_pending: "certain",
          user_declined: "excludes",
        })
      : [];
  });
}

/** Code and correlation id of the newest answer that has them. */
export function readTechnicalDetails(evidences: readonly Evidence[]): TechnicalDetails {
  for (const evidence of evidences.toReversed()) {
    const text = answerText(evidence);
    if (text === undefined) continue;
    const { aadstsNumbers, correlationId, timestamp, parameters } = readErrorText(text);
    const [number] = aadstsNumbers;
    const code = number === undefined ? (parameters["error"] ?? null) : `AADSTS${number}`;
    if (code !== null) return { code, correlationId, timestamp };
  }
  return { code: null, correlationId: null, timestamp: null };
}

function answerText(evidence: Evidence): string | undefined {
  if (evidence.kind === "callback") return JSON.stringify(evidence.parameters);
  if (evidence.kind !== "token_error") return undefined;
  return typeof evidence.body === "string" ? evidence.body : (JSON.stringify(evidence.body) ?? "");
}
