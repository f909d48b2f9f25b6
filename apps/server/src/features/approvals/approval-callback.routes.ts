import type { AuthorizationAttempt, Approval } from "@outrigger/storage";
import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { RequestError } from "../../http/request-error.ts";
import { showErrorsAsPages } from "../../http/show-errors-as-pages.ts";
import { askToSignIn } from "../mailbox-connections/ask-to-sign-in.ts";
import type { FlowTools } from "../mailbox-connections/open-window.ts";
import { confirmAccess } from "../mailbox-connections/confirm-access.ts";
import { wakeWaiting } from "../mailbox-connections/connect-waiting.job.ts";
import { readAttemptFailure } from "../mailbox-connections/read-attempt-failure.ts";
import type { ApprovalEvidence } from "./approval-evidence.ts";
import { APPROVAL_COOKIE } from "./approval-links.routes.ts";

const RESULT_SECONDS = 3600;
/** Waiting people who are tried before the administrator sees the result; the others follow in the background. */
const TRIED_AT_ONCE = 5;

type LastReturn = NonNullable<ApprovalEvidence["lastReturn"]>["outcome"];

/** The reader is an administrator who was sent a link and knows no sidebar. */
const words = {
  title: "This approval cannot go on",
  sentences: {
    authorization_not_found:
      "This way back from Microsoft is not known here, or was used before. Open the link that you were sent once more.",
    authorization_expired: "This took too long. Open the link that you were sent once more.",
  },
} as const;

/** Where Microsoft's admin consent page sends the administrator back to. */
export function registerApprovalCallback(
  app: FastifyInstance,
  context: FeatureContext,
  tools: FlowTools,
): void {
  void app.register(async (scope) => {
    showErrorsAsPages(scope, context.config, words);
    registerCallback(scope, context, tools);
  });
}

function registerCallback(app: FastifyInstance, context: FeatureContext, tools: FlowTools): void {
  const { config, database } = context;
  app.get("/approval/callback", async (request, reply) => {
    const parameters = new URL(request.url, config.publicUrl).searchParams;
    const attempt = await claimAttempt(parameters, request.cookies[APPROVAL_COOKIE], context);
    const approval = await findAttemptApproval(attempt, context);
    const outcome = readReturn(parameters, approval);
    await finishAttempt({ attempt, parameters, outcome }, context);
    await rememberReturn(approval, outcome, context);
    if (outcome === "reported") {
      await tryWaiting(approval, tools);
      await wakeWaiting(approval, context);
    }
    const { token } = await database.approvalLinks.create(approval.organizationId, {
      approvalId: approval.id,
      purpose: "result",
      expiresAt: new Date(context.clock.now().getTime() + RESULT_SECONDS * 1000),
    });
    return (
      reply
        .header("cache-control", "no-store")
        .header("referrer-policy", "no-referrer")
        // `r=` tells the page that this token only shows: no buttons that the server would refuse.
        .redirect(`/approval#r=${token}`, 302)
    );
  });
}

async function claimAttempt(
  parameters: URLSearchParams,
  browserBinding: string | undefined,
  { database }: FeatureContext,
): Promise<AuthorizationAttempt> {
  const states = parameters.getAll("state");
  const state = states.length === 1 ? states[0] : undefined;
  if (!state) throw new RequestError("authorization_not_found");
  const claim = await database.authorizationAttempts.claim({
    kinds: ["microsoft_admin_consent"],
    state,
    browserBinding,
  });
  if (claim.outcome === "expired") throw new RequestError("authorization_expired");
  if (claim.outcome !== "claimed") throw new RequestError("authorization_not_found");
  return claim.attempt;
}

async function findAttemptApproval(
  attempt: AuthorizationAttempt,
  { database }: FeatureContext,
): Promise<Approval> {
  const { organizationId, approvalId } = attempt;
  const approval =
    organizationId && approvalId ? await database.approvals.findById(organizationId, approvalId) : undefined;
  if (!approval) throw new RequestError("authorization_not_found");
  return approval;
}

/**
 * `error` wins over `admin_consent=True`: Entra sends both with a refusal. A `tenant` proves nothing, as anybody can call
 * this address with any; a foreign one is worth a word to an administrator who took the wrong account.
 */
function readReturn(parameters: URLSearchParams, approval: Approval): LastReturn {
  if (parameters.has("error")) {
    const isDeclined = (parameters.get("error_description") ?? "").includes("AADSTS65004");
    return isDeclined ? "refused" : "not_allowed";
  }
  if (parameters.get("admin_consent")?.toLowerCase() !== "true") return "refused";
  const tenant = parameters.get("tenant")?.toLowerCase();
  return approval.tenantId !== null && tenant !== undefined && tenant !== approval.tenantId
    ? "other_tenant"
    : "reported";
}

async function finishAttempt(
  end: {
    readonly attempt: AuthorizationAttempt;
    readonly parameters: URLSearchParams;
    readonly outcome: LastReturn;
  },
  { database }: FeatureContext,
): Promise<void> {
  const { attempt, parameters, outcome } = end;
  const error = parameters.get("error");
  await database.authorizationAttempts.finish(
    attempt.id,
    outcome === "reported" ? "succeeded" : "refused",
    error === null
      ? {}
      : readAttemptFailure({
          outcome: "refused",
          error,
          errorSubcode: parameters.get("error_subcode") ?? undefined,
          description: parameters.get("error_description") ?? undefined,
        }),
  );
}

async function rememberReturn(
  approval: Approval,
  outcome: LastReturn,
  { clock, database }: FeatureContext,
): Promise<void> {
  const evidence: ApprovalEvidence = { lastReturn: { outcome, at: clock.now().toISOString() } };
  const { organizationId, id } = approval;
  const isReported = outcome === "reported" && approval.state === "open";
  if (isReported) await database.approvals.moveTo(organizationId, id, { state: "verifying", evidence });
  else await database.approvals.change(organizationId, id, { evidence });
  await database.approvalEvents.add(organizationId, { approvalId: id, kind: "came_back" });
}

/** The proof: a token for somebody who waits. Whoever has no session to ask with has to sign in once. */
async function tryWaiting(approval: Approval, tools: FlowTools): Promise<void> {
  const { mailboxConnections } = tools.database;
  const waiting = await mailboxConnections.listByApproval(approval.organizationId, approval.id);
  for (const connection of waiting.slice(0, TRIED_AT_ONCE)) {
    const finding = await confirmAccess(connection, tools);
    if (finding.outcome === "no_session") await askToSignIn(connection, tools);
  }
}
