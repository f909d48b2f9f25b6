import type { OpenOrg } from "../org.ts";
import { createRecord } from "../records/write-record.ts";
import { endAllSessions } from "./approvals.ts";
import { oauthStoreOf, policyOf, type AppPolicy, type SalesforceApp } from "./oauth-store.ts";

export type PolicyChange = Partial<
  Pick<AppPolicy, "present" | "installed" | "blocked" | "permittedUsers" | "approvedUserIds" | "tokenRefusal">
>;

/** Changes what an org has decided about an app. Blocking ends what runs; the ConnectedApplication row follows the installation. */
export function changePolicy(opened: OpenOrg, app: SalesforceApp, change: PolicyChange): AppPolicy {
  const { store } = opened;
  const policy: AppPolicy = { ...policyOf(store, opened.org.id, app.id), ...change };
  oauthStoreOf(store).policies.put(policy);
  // A removed app's approvals stay: their refresh is told app_not_found, and works again once the app is back.
  if (change.blocked === true) endAllSessions(opened, app.id);

  const rows = opened.rows("ConnectedApplication");
  const row = rows.find((candidate) => candidate.values["Name"] === app.name);
  const entry = opened.catalogue.find("ConnectedApplication");
  const adminApprovedOnly = policy.permittedUsers === "admin_approved_users";
  if (row && !(policy.installed && policy.present)) rows.delete(row.id);
  else if (row) {
    rows.put({ ...row, values: { ...row.values, OptionsAllowAdminApprovedUsersOnly: adminApprovedOnly } });
  } else if (entry && policy.installed && policy.present) {
    const [firstUser] = opened.rows("User").all();
    createRecord({ opened, userId: firstUser?.id ?? opened.org.id, asSystem: true }, entry, {
      Name: app.name,
      OptionsAllowAdminApprovedUsersOnly: adminApprovedOnly,
    });
  }
  return policy;
}
