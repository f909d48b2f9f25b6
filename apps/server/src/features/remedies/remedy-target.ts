import type { RemedyCode } from "@outrigger/api-contract";
import { findResource, parseScopes } from "@outrigger/consent";
import {
  assignmentChange,
  bindChange,
  consentPolicyChange,
  consentWorkflowChange,
  enableAppChange,
  grantChange,
  MICROSOFT_GRAPH,
  type BoundChange,
} from "@outrigger/microsoft";
import { z } from "zod";

const personSchema = z.object({ id: z.string(), displayName: z.string() });

/** What a change aims at; kept with it, so that its undo and its words aim at the same. */
export const remedyTargetSchema = z.object({
  appId: z.string(),
  appName: z.string(),
  /** As they are asked at Microsoft. */
  scopes: z.array(z.string()),
  people: z.array(personSchema),
});
export type RemedyTarget = z.infer<typeof remedyTargetSchema>;

export function buildChange(code: RemedyCode, target: RemedyTarget): BoundChange {
  const { appId, appName, people } = target;
  switch (code) {
    case "grant_tenant_wide":
      return bindChange(grantChange({ appId, resources: groupByResource(target.scopes) }));
    case "grant_pilot_users":
      return bindChange(grantChange({ appId, resources: groupByResource(target.scopes), people }));
    case "custom_consent_policy":
      return bindChange(consentPolicyChange({ appId, appName, scopes: graphScopes(target.scopes) }));
    case "assign_users":
      return bindChange(assignmentChange({ appId, people }));
    case "enable_app":
      return bindChange(enableAppChange({ appId }));
    case "enable_consent_workflow":
      return bindChange(consentWorkflowChange({ reviewers: people }));
  }
}

/** With the OpenID scopes: users may be prompted for them otherwise. */
function groupByResource(scopes: readonly string[]) {
  const { permissions } = parseScopes(scopes.join(" "));
  return [...Map.groupBy(permissions, ({ resourceAppId }) => resourceAppId)].map(([appId, group]) => ({
    appId,
    name: findResource(appId)?.displayName ?? appId,
    scopes: group.map(({ value }) => value),
  }));
}

function graphScopes(scopes: readonly string[]): string[] {
  return groupByResource(scopes).find(({ appId }) => appId === MICROSOFT_GRAPH)?.scopes ?? [];
}
