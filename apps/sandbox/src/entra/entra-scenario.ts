import { directoryOf } from "../core/directory.ts";
import type { ScenarioSection } from "../core/part.ts";
import { entraRecords } from "./entra-records.ts";
import { entraScenarioSchema, entraScenarioShape } from "./entra-scenario.schema.ts";
import {
  given,
  mergeApplication,
  mergeGrant,
  mergeGroup,
  mergeServicePrincipal,
  mergeTenant,
  mergeUser,
  tenantOf,
  userOf,
} from "./merge-directory.ts";
import { mergeConsentRequests } from "./consent-requests/merge-consent-requests.ts";
import { mergeSignInConditions } from "./sign-in-conditions/merge-sign-in-conditions.ts";

/** The directory's sections of a scenario: what is named is changed, what is new is added, the rest stays. */
export const entraScenario: ScenarioSection = {
  shape: entraScenarioShape,
  merge: (raw, context) => {
    const sections = entraScenarioSchema.parse(raw);
    for (const tenant of sections.tenants ?? []) mergeTenant(context, tenant);
    for (const { tenant, ...policy } of sections.policies ?? []) {
      directoryOf(context).tenants.put({ ...tenantOf(context, tenant), ...given(policy) });
    }
    for (const user of sections.users ?? []) mergeUser(context, user);
    for (const { user, directoryRoles } of sections.roles ?? []) {
      directoryOf(context).users.put({ ...userOf(context, user), directoryRoles });
    }
    for (const group of sections.groups ?? []) mergeGroup(context, group);
    for (const { tenant, ...account } of sections.partnerAccounts ?? []) {
      directoryOf(context).partnerAccounts.put({ ...account, tenantId: tenantOf(context, tenant).id });
    }
    for (const app of sections.apps ?? []) mergeApplication(context, app);
    for (const principal of sections.servicePrincipals ?? []) mergeServicePrincipal(context, principal);
    for (const grant of sections.grants ?? []) mergeGrant(context, grant);
    mergeSignInConditions(raw, context);
    mergeConsentRequests(raw, context);
    if (sections.entraSettings) entraRecords(context).changeSettings(given(sections.entraSettings));
  },
};
