import type { DirectoryRole } from "./directory-roles.ts";
import { GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR } from "./directory-roles.ts";

/** What Microsoft's documentation leaves open, and the time. All have the documented or likeliest default. */
export type DecideOptions = {
  /** Only EWS depends on it: blocked from 2026-10-01, off from 2027-04-01. Left out: blocked. */
  now?: Date | undefined;
  /** Entra's pages check assignment before consent, yet the assignment error has been seen only after it. */
  assignmentCheck?: "before_consent" | "after_consent" | undefined;
  /** Whether one policy must allow the whole request, or each permission may be allowed by another policy. */
  policiesJudge?: "whole_request" | "each_permission" | undefined;
  /** Who is offered "Consent on behalf of your organization" in an ordinary sign-in; older texts: the Global Administrator only (§2.2). */
  checkboxRoles?: readonly DirectoryRole[] | undefined;
};

export type ResolvedDecideOptions = {
  isEwsRetired: boolean;
  assignmentCheck: "before_consent" | "after_consent";
  policiesJudge: "whole_request" | "each_permission";
  checkboxRoles: readonly DirectoryRole[];
};

// From this day Exchange Online refuses EWS unless the tenant allowed the app beforehand ("Control access to EWS in Exchange").
const EWS_BLOCKED_FROM = Date.parse("2026-10-01T00:00:00Z");

export function resolveOptions(options: DecideOptions): ResolvedDecideOptions {
  return {
    isEwsRetired: options.now === undefined || options.now.getTime() >= EWS_BLOCKED_FROM,
    assignmentCheck: options.assignmentCheck ?? "before_consent",
    policiesJudge: options.policiesJudge ?? "whole_request",
    checkboxRoles: options.checkboxRoles ?? [PRIVILEGED_ROLE_ADMINISTRATOR, GLOBAL_ADMINISTRATOR],
  };
}
