import { directoryOf } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import { listConsentRequests } from "./consent-requests/consent-requests.ts";
import { entraRecords } from "./entra-records.ts";

const SHOWN_ROWS = 100;

/** The directory as `GET /_sandbox/state` shows it: no secret, no code, no token, no session. */
export function describeEntraState(context: SandboxContext) {
  const directory = directoryOf(context);
  const records = entraRecords(context);
  return {
    tenants: directory.tenants.all(),
    users: directory.users.all().slice(0, SHOWN_ROWS * 10),
    apps: directory.applications.all().map(({ secrets, ...app }) => ({
      ...app,
      secretKeyIds: secrets.map((secret) => secret.keyId),
    })),
    servicePrincipals: directory.servicePrincipals.all(),
    grants: directory.grants.all(),
    consentRequests: directory.tenants.all().flatMap(({ id }) => listConsentRequests(context, id)),
    refreshTokens: records.refreshTokens.size,
    signIns: records.signIns.all().slice(-SHOWN_ROWS),
    directoryAudits: records.audits.all().slice(-SHOWN_ROWS),
    settings: records.settings(),
  };
}
