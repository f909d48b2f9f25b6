import { nameAll } from "../judge-user-consent.ts";
import { parseScopes } from "../parse-scopes.ts";
import { permissionKey } from "../permissions.ts";
import type { AppCredential } from "./tenant-details.ts";
import type { TenantSnapshot } from "./tenant-snapshot.ts";

export type ObservationCode =
  | "credential_expired"
  | "credential_expires"
  | "admin_consented_for_self_only"
  | "request_waits"
  | "sign_ins_refused"
  | "registration_lacks_permission";

/** Something that logs, requests or the registration prove; the gates themselves are the finding's `blocker`. */
export type TenantObservation = { code: ObservationCode; sentence: string };

const DAY_MS = 24 * 60 * 60 * 1000;
/** From this many days on an expiring secret is worth a word. */
const EXPIRY_DAYS = 30;
/** What Entra answers at the wall; other refusals have causes of their own. */
const WALL_CODES = new Set([90094, 90095, 90093, 900941, 900981, 65001]);

/** Pure: `now` left out tells nothing about expiry. */
export function observeTenant(
  snapshot: TenantSnapshot,
  scope: string,
  now: Date | undefined,
): TenantObservation[] {
  return [
    ...(now === undefined ? [] : observeCredentials(snapshot, now)),
    ...observeForgottenCheckbox(snapshot, scope),
    ...observeRequests(snapshot),
    ...observeSignIns(snapshot),
    ...observeRegistration(snapshot, scope),
  ];
}

/** Whole days until the end, negative once it has passed; undefined where it is not told. */
export function daysLeft({ endsAt }: AppCredential, now: Date): number | undefined {
  const end = Date.parse(endsAt);
  return Number.isNaN(end) ? undefined : Math.floor((end - now.getTime()) / DAY_MS);
}

/** Old secrets stay listed after their successors: only the one that lasts longest counts. */
export function lastingCredential(
  credentials: readonly AppCredential[],
  now: Date,
): AppCredential | undefined {
  const dated = credentials.filter((credential) => daysLeft(credential, now) !== undefined);
  return dated.toSorted((a, b) => Date.parse(b.endsAt) - Date.parse(a.endsAt))[0];
}

function observeCredentials({ details, app }: TenantSnapshot, now: Date): TenantObservation[] {
  const last = lastingCredential(details.credentials, now);
  const days = last && daysLeft(last, now);
  if (last === undefined || days === undefined || days >= EXPIRY_DAYS) return [];
  const name = last.displayName === "" ? "" : ` “${last.displayName}”`;
  const what = `The last ${last.kind}${name} of ${app.displayName}'s registration`;
  return days < 0
    ? [
        {
          code: "credential_expired",
          sentence: `${what} has expired: nobody can connect until there is a new one.`,
        },
      ]
    : [{ code: "credential_expires", sentence: `${what} expires in ${countOf(days, "day")}.` }];
}

/**
 * The classic: an administrator accepted, but left the box for the organization unticked. Only where what that person holds now is
 * what everybody is asked for: administrators consent for themselves to other things, too.
 */
function observeForgottenCheckbox(
  { details, grants, app }: TenantSnapshot,
  scope: string,
): TenantObservation[] {
  if (grants.some(({ consentType }) => consentType === "AllPrincipals")) return [];
  const asked = parseScopes(scope).permissions.filter(
    ({ value }) => value.includes(".") && value !== "User.Read",
  );
  const row = details.events.find(
    ({ activity, isSuccess, isAdminConsent, isForEverybody, byId }) =>
      activity === "consent" &&
      isSuccess &&
      isAdminConsent === true &&
      isForEverybody === false &&
      grants.some(
        ({ principalId, scope: held }) =>
          principalId === byId &&
          parseScopes(held).permissions.some(({ value }) => asked.some((wanted) => wanted.value === value)),
      ),
  );
  if (row === undefined) return [];
  const sentence = `${row.by || "An administrator"} approved ${app.displayName} for that account alone: the box “Consent on behalf of your organization” was not ticked, so everybody else is still blocked.`;
  return [{ code: "admin_consented_for_self_only", sentence }];
}

function observeRequests({ details }: TenantSnapshot): TenantObservation[] {
  const open = details.requests.filter(({ status }) => status === "InProgress");
  if (open.length === 0) return [];
  const sentence = `${countOf(open.length, "request")} for approval ${open.length === 1 ? "waits" : "wait"} for a reviewer in the Entra admin center.`;
  return [{ code: "request_waits", sentence }];
}

function observeSignIns({ details }: TenantSnapshot): TenantObservation[] {
  const walls = details.refusedSignIns.filter(({ errorCode }) => WALL_CODES.has(errorCode));
  if (walls.length === 0) return [];
  const people = new Set(walls.map(({ who }) => who.toLowerCase())).size;
  const codes = [...new Set(walls.map(({ errorCode }) => `AADSTS${errorCode}`))].join(", ");
  const sentence = `The sign-in log shows ${countOf(walls.length, "attempt")} of ${countOf(people, "person", "people")} that ended at the wall (${codes}).`;
  return [{ code: "sign_ins_refused", sentence }];
}

/** The admin center's grant covers the static list alone. */
function observeRegistration({ details, app }: TenantSnapshot, scope: string): TenantObservation[] {
  const { registered } = details;
  if (registered === null) return [];
  const listed = new Set(registered.map(({ resourceAppId, value }) => permissionKey(resourceAppId, value)));
  const lacking = parseScopes(scope).permissions.filter(
    ({ resourceAppId, value }) => !listed.has(permissionKey(resourceAppId, value)),
  );
  if (lacking.length === 0) return [];
  const sentence = `${nameAll(lacking)} is not in ${app.displayName}'s registration, so a grant in the admin center would leave it out.`;
  return [{ code: "registration_lacks_permission", sentence }];
}

function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
