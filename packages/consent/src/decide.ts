import type { ConsentCase } from "./consent-case.ts";
import type { DecideOptions, ResolvedDecideOptions } from "./decide-options.ts";
import { resolveOptions } from "./decide-options.ts";
import type { Decision } from "./decision.ts";
import { findDirectoryRole } from "./directory-roles.ts";
import { isEws, isUnhindered, judgeCase } from "./judge-case.ts";
import { isRisky } from "./judge-user-consent.ts";
import { listRemedies } from "./remedies.ts";
import type { ResolvedRequest } from "./resolve-request.ts";
import { resolveRequest } from "./resolve-request.ts";

/**
 * What Entra does with a request for permissions: the page or answer the person gets, every gate that fails, and the
 * changes that would help, least privilege first. Pure. Rules: "Application consent experience", "Configure user
 * consent"; where Microsoft's order is not documented, `options` chooses. Input from outside goes through
 * `parseConsentCase` first.
 */
export function decide(input: ConsentCase, options: DecideOptions = {}): Decision {
  const resolved = resolveOptions(options);
  const request = resolveRequest(input);
  const { outcome, aadsts, blockers } = judgeCase(input, request, resolved);
  const isPrompt = outcome === "consent_prompt";
  return {
    outcome,
    organizationCheckbox: isPrompt && offersCheckbox(input, resolved),
    tenantWide: isPrompt && input.request.endpoint === "adminconsent",
    aadsts,
    missing: request.missing,
    addedOnFirstConsent: request.addedOnFirstConsent,
    warnings: listWarnings(input, request, resolved, outcome),
    blockers,
    remedies: isUnhindered({ outcome }) ? [] : listRemedies(input, { request, blockers, options: resolved }),
  };
}

function listWarnings(
  input: ConsentCase,
  request: ResolvedRequest,
  options: ResolvedDecideOptions,
  outcome: Decision["outcome"],
): Decision["warnings"] {
  const warnings: Decision["warnings"] = [];
  if (outcome === "consent_prompt" && isRisky(input, request.requested)) warnings.push("risky_app");
  if (isUnhindered({ outcome }) && options.isEwsRetired && request.requested.some(isEws))
    warnings.push("ews_retired");
  return warnings;
}

function offersCheckbox(input: ConsentCase, options: ResolvedDecideOptions): boolean {
  if (input.request.endpoint === "adminconsent") return false;
  const held = input.user.directoryRoles.map((role) => findDirectoryRole(role)?.templateId);
  return options.checkboxRoles.some((role) => held.includes(role.templateId));
}
