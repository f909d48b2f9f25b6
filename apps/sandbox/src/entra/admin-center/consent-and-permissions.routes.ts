import { randomUUID } from "node:crypto";
import { z } from "zod";
import { directoryOf, type AdminConsentWorkflow, type Tenant } from "../../core/directory.ts";
import { applicationWriters, policyWriters, workflowWriters } from "../../graph/directory-roles.ts";
import { findResource, findScope, microsoftGraph } from "../permission-catalog.ts";
import { writeAudit } from "../write-audit.ts";
import { consentSettingsPage, consentSettingsPath } from "./consent-settings-page.ts";
import { consentWorkflowPage, consentWorkflowPath } from "./consent-workflow-page.ts";
import {
  classificationLevels,
  classificationsPage,
  classificationsPath,
  mostRequested,
  type ClassificationLevel,
} from "./permission-classifications-page.ts";
import {
  holdsRole,
  noticeOf,
  type Answer,
  type Notices,
  type PortalRequest,
  type PortalRoutes,
} from "./portal-routes.ts";
import { applyCustomPolicy, applyGroupOwnerConsent, applyUserConsentChoice } from "./user-consent-setting.ts";

const notices: Notices = {
  user_consent_saved: { text: "User consent settings were saved.", kind: "done" },
  workflow_saved: { text: "Admin consent settings were saved.", kind: "done" },
  classified: { text: "The permission was classified.", kind: "done" },
  unclassified: { text: "The classification was removed.", kind: "done" },
  choose: { text: "Choose one of the options. Nothing was saved.", kind: "problem" },
  no_reviewer: { text: "Choose at least one reviewer. Nothing was saved.", kind: "problem" },
  days: { text: "Enter a number of days from 1 to 60. Nothing was saved.", kind: "problem" },
  not_classifiable: {
    text: "That permission cannot be classified, as only administrators may consent to it. Nothing was saved.",
    kind: "problem",
  },
  no_policy_role: {
    text: "You do not have permission to change these settings. It takes a Privileged Role Administrator or a Global Administrator. Nothing was saved.",
    kind: "problem",
  },
  no_workflow_role: {
    text: "You do not have permission to change these settings. It takes a Global Administrator. Nothing was saved.",
    kind: "problem",
  },
  no_application_role: {
    text: "You do not have permission to classify permissions. It takes a Cloud Application Administrator or above. Nothing was saved.",
    kind: "problem",
  },
};

/** "Consent and permissions": user consent, the approval workflow, classifications. */
export function registerConsentAndPermissions({ get, post }: PortalRoutes): void {
  get(consentSettingsPath, (request) => ({
    page: consentSettingsPage(request.visit, request.tenant, noticeOf(request, notices)),
  }));
  post(consentSettingsPath, saveUserConsent);
  get(consentWorkflowPath, (request) => ({
    page: consentWorkflowPage({ ...request, notice: noticeOf(request, notices) }),
  }));
  post(consentWorkflowPath, saveWorkflow);
  get(classificationsPath, (request) => ({
    page: classificationsPage({
      ...request,
      level: readLevel(request.query["level"]) ?? "low",
      notice: noticeOf(request, notices),
    }),
  }));
  post(classificationsPath, (request) => classify(request, [request.form["permission"] ?? ""]));
  post(`${classificationsPath}/most-requested`, (request) =>
    classify(
      { ...request, form: { ...request.form, level: "low" } },
      mostRequested.map((value) => `${microsoftGraph.appId}/${value}`),
    ),
  );
  post(`${classificationsPath}/remove`, unclassify);
}

const userConsentSchema = z.object({
  userConsent: z
    .union([z.enum(["none", "low", "recommended", "legacy"]), z.string().regex(/^custom:/)])
    .optional(),
  groupOwnerConsent: z.enum(["disabled", "selected_groups", "all_groups"]).optional(),
});

function saveUserConsent(request: PortalRequest): Answer {
  const { tenant } = request;
  const say = (word: string) => ({ goTo: `${consentSettingsPath}?notice=${word}` });
  if (!holdsRole(request, policyWriters)) return say("no_policy_role");
  const parsed = userConsentSchema.safeParse(request.form);
  if (!parsed.success) return say("choose");
  const { userConsent, groupOwnerConsent } = parsed.data;
  const withUsers = applyChoice(tenant, userConsent);
  if (!withUsers) return say("choose");
  const changed =
    groupOwnerConsent === undefined ? withUsers : applyGroupOwnerConsent(withUsers, groupOwnerConsent);
  saveTenant(request, changed, "Update authorization policy");
  return say("user_consent_saved");
}

/** Undefined for a policy that the tenant does not have. */
function applyChoice(tenant: Tenant, choice: string | undefined): Tenant | undefined {
  switch (choice) {
    case undefined:
      return tenant;
    case "none":
    case "low":
    case "recommended":
    case "legacy":
      return applyUserConsentChoice(tenant, choice);
    default:
      return applyCustomPolicy(tenant, choice.slice("custom:".length));
  }
}

function saveWorkflow(request: PortalRequest): Answer {
  const { visit, tenant, form } = request;
  const say = (word: string) => ({ goTo: `${consentWorkflowPath}?notice=${word}` });
  if (!holdsRole(request, workflowWriters)) return say("no_workflow_role");
  const isEnabled = form["isEnabled"] === "yes";
  if (!isEnabled && form["isEnabled"] !== "no") return say("choose");
  const reviewerIds = Object.keys(form)
    .filter((name) => name.startsWith("reviewer-"))
    .map((name) => name.slice("reviewer-".length))
    .filter((id) => directoryOf(visit.context).users.get(id)?.tenantId === tenant.id);
  const before = tenant.adminConsentWorkflow;
  const hasReviewer = reviewerIds.length > 0 || (before.reviewerQueries ?? []).length > 0;
  if (isEnabled && !hasReviewer) return say("no_reviewer");
  const days = Number(form["requestDurationInDays"] ?? "30");
  if (!Number.isInteger(days) || days < 1 || days > 60) return say("days");
  const adminConsentWorkflow: AdminConsentWorkflow = {
    ...before,
    isEnabled,
    reviewerIds,
    notifyReviewers: form["notifyReviewers"] === "yes",
    remindersEnabled: form["remindersEnabled"] === "yes",
    requestDurationInDays: days,
    version: (before.version ?? 0) + 1,
  };
  saveTenant(request, { ...tenant, adminConsentWorkflow }, "Update admin consent request policy");
  return say("workflow_saved");
}

function classify(request: PortalRequest, permissions: readonly string[]): Answer {
  const { tenant, form } = request;
  const level = readLevel(form["level"]);
  const say = (word: string) => ({ goTo: `${classificationsPath}?level=${level ?? "low"}&notice=${word}` });
  if (!holdsRole(request, applicationWriters)) return say("no_application_role");
  const refs = permissions.map(readPermission);
  if (!level || refs.includes(undefined)) return say("not_classifiable");
  const added = refs.filter((ref) => ref !== undefined);
  const others = tenant.classifications.filter(
    (entry) => !added.some((ref) => ref.resourceAppId === entry.resourceAppId && ref.value === entry.value),
  );
  const classifications = [...others, ...added.map((ref) => ({ ...ref, classification: level }))];
  saveTenant(request, { ...tenant, classifications }, "Update service principal");
  return say("classified");
}

function unclassify(request: PortalRequest): Answer {
  const { tenant, form } = request;
  const level = readLevel(form["level"]) ?? "low";
  const say = (word: string) => ({ goTo: `${classificationsPath}?level=${level}&notice=${word}` });
  if (!holdsRole(request, applicationWriters)) return say("no_application_role");
  const ref = readPermission(form["permission"] ?? "");
  const classifications = tenant.classifications.filter(
    (entry) => entry.resourceAppId !== ref?.resourceAppId || entry.value !== ref.value,
  );
  saveTenant(request, { ...tenant, classifications }, "Update service principal");
  return say("unclassified");
}

/** `<app id>/<scope>`; undefined for what does not exist or only administrators may consent to. */
function readPermission(text: string): { resourceAppId: string; value: string } | undefined {
  const [appId = "", value = ""] = text.split("/");
  const resource = findResource(appId);
  const scope = resource && findScope(resource, value);
  return resource && scope?.type === "User"
    ? { resourceAppId: resource.appId, value: scope.value }
    : undefined;
}

function readLevel(text: string | undefined): ClassificationLevel | undefined {
  return classificationLevels.find((level) => level === text);
}

function saveTenant({ visit, user }: PortalRequest, tenant: Tenant, activityDisplayName: string): void {
  const { context } = visit;
  context.store.transaction(() => {
    directoryOf(context).tenants.put(tenant);
    const act = { tenant, user, correlationId: randomUUID() };
    writeAudit(context, act, {
      activityDisplayName,
      operationType: "Update",
      category: "Policy",
      targetResources: [],
    });
  });
}
