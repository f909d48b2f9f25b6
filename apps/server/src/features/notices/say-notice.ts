import type { NoticeKind } from "@outrigger/api-contract";

export interface NoticeWords {
  /** What happened. */
  readonly sentence: string;
  /** What helps, and who can do it. */
  readonly nextStep: string;
}

/** What the words need to know. */
export interface NoticeFacts {
  readonly kind: NoticeKind;
  readonly subject: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const ROLES = "A Cloud Application Administrator is enough.";

/** A notice for people who look after the product: the state of the world, not of the program. */
export function sayNotice(facts: NoticeFacts, names: { tenant: string; product: string }): NoticeWords {
  const { tenant, product } = names;
  const { before, after } = facts;
  const whom = facts.subject === "" ? "" : " for one person";
  switch (facts.kind) {
    case "grant_revoked":
      return {
        sentence: `${tenant} no longer grants ${product} the permissions that it had${whom}.`,
        nextStep: `Ask the Microsoft 365 administrator to approve ${product} again. ${ROLES}`,
      };
    case "grant_narrowed":
      return {
        sentence: `${tenant} grants ${product} fewer permissions than before${whom}: ${listOf(missing(before, after))} ${missing(before, after).length === 1 ? "is" : "are"} gone.`,
        nextStep: `Ask the Microsoft 365 administrator to approve ${product} again, or choose less under Permissions. ${ROLES}`,
      };
    case "app_disabled":
      return {
        sentence: `${product} is switched off in ${tenant}: nobody there can sign in to it.`,
        nextStep: `In the Entra admin center, under Properties of ${product}, “Enabled for users to sign-in” has to be Yes. ${ROLES}`,
      };
    case "assignment_required":
      return {
        sentence: `${tenant} lets only assigned people use ${product} now.`,
        nextStep: `Assign the people who use it in the Entra admin center, or set “Assignment required?” to No. ${ROLES}`,
      };
    case "consent_policy_changed":
      return {
        sentence: `${tenant} changed which apps people may allow by themselves: from ${policies(before)} to ${policies(after)}.`,
        nextStep: "What is granted stays. Posture shows what people who are not connected yet will see now.",
      };
    case "workflow_off":
      return {
        sentence: `${tenant} switched off requests for approval: people at the wall can no longer ask from Microsoft's page.`,
        nextStep: `They can still ask from ${product}. A Global Administrator can switch requests on again.`,
      };
    case "secret_expires":
      return {
        sentence: `The secret ${listOf(before)} of ${product}'s registration ends on ${dayOf(after)}. After that nobody can connect.`,
        nextStep: "Make a new secret in the registration and set MICROSOFT_CLIENT_SECRET before that day.",
      };
    case "secret_expired":
      return {
        sentence: `The secret of ${product}'s registration has expired: Microsoft refuses every sign-in.`,
        nextStep: "Make a new secret in the registration and set MICROSOFT_CLIENT_SECRET.",
      };
    case "consent_requests_waiting":
      return {
        sentence: `Requests for ${product} wait for a reviewer in ${tenant}'s Entra admin center (${listOf(after)}).`,
        nextStep: "A reviewer who may also grant permissions approves them under Admin consent requests.",
      };
    case "watch_ended":
      return {
        sentence: `Nobody watches ${tenant}'s settings any more: Microsoft no longer takes the sign-in of ${listOf(before)}.`,
        nextStep: "An administrator signs in once more under Posture, or you stop watching there.",
      };
  }
}

function missing(before: readonly string[], after: readonly string[]): string[] {
  return before.filter((entry) => !after.includes(entry));
}

function policies(ids: readonly string[]): string {
  return ids.length === 0 ? "nothing at all" : listOf(ids);
}

function dayOf([date = ""]: readonly string[]): string {
  return date.slice(0, 10);
}

function listOf(entries: readonly string[]): string {
  return new Intl.ListFormat("en").format(entries);
}
