import type { SandboxContext } from "../core/part.ts";
import { oauthStoreOf, policyOf } from "./oauth/oauth-store.ts";
import { apiCallsUsed, openOrg, orgsOf } from "./org.ts";

/** Counts per org, for `GET /_sandbox/state`: no row, no address, no token. */
export function describeSalesforceState(context: SandboxContext): unknown {
  const { apps, families } = oauthStoreOf(context.store);
  return {
    orgs: orgsOf(context.store)
      .all()
      .map((org) => {
        const opened = openOrg(context, org);
        return {
          id: org.id,
          key: org.key,
          name: org.name,
          emailMessage: org.emailMessageEnabled,
          m365KeyField: org.m365KeyField,
          apiCallsUsed: apiCallsUsed(opened),
          approvals: families.filter((family) => family.orgId === org.id).length,
          apps: apps.all().map((app) => {
            const { present, installed, blocked, permittedUsers } = policyOf(context.store, org.id, app.id);
            return { clientId: app.id, name: app.name, present, installed, blocked, permittedUsers };
          }),
          records: Object.fromEntries(
            opened.catalogue
              .all()
              .map(({ schema }) => [
                schema.name,
                opened.rows(schema.name).filter((row) => row.values["IsDeleted"] !== true).length,
              ]),
          ),
        };
      }),
  };
}
