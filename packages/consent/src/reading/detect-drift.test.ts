import { describe, expect, test } from "vitest";
import { POLICIES } from "../testing/build-consent-case.ts";
import { detectDrift, isUndone, type Drift } from "./detect-drift.ts";
import { readTenantReading } from "./read-tenant-reading.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const policy = (list: readonly string[]) => ({
  defaultUserRolePermissions: { permissionGrantPoliciesAssigned: list },
});
const grant = (scope: string, principalId: string | null = null) => ({
  consentType: principalId === null ? "AllPrincipals" : "Principal",
  principalId,
  resourceId: "graph",
  scope,
});
const principal = { accountEnabled: true, appRoleAssignmentRequired: false };
const refused = { error: { code: "Authorization_RequestDenied" } };
const request = (status: string) => ({
  id: "r",
  userConsentRequests: [{ id: "1", status, createdBy: { user: { displayName: "Adele" } } }],
});
const secret = (days: number) => ({
  passwordCredentials: [
    {
      keyId: "key",
      displayName: "prod",
      endDateTime: new Date(NOW.getTime() + days * 86_400_000 + 1).toISOString(),
    },
  ],
});

function read(change: object = {}) {
  return readTenantReading({
    format: "outrigger-tenant-reading-1",
    appId: "0a0a0a0a-0000-4000-8000-00000000000a",
    organization: { value: [{ id: "11111111-1111-4111-8111-111111111111" }] },
    authorizationPolicy: policy(POLICIES.recommended),
    adminConsentRequestPolicy: { isEnabled: true },
    groupSettings: { value: [] },
    servicePrincipal: principal,
    application: {},
    graphServicePrincipal: { id: "graph" },
    oauth2PermissionGrants: { value: [grant("User.Read Mail.ReadWrite")] },
    appConsentRequests: { value: [] },
    ...change,
  });
}
/** The one thing found. */
function only(found: readonly Drift[]): Drift {
  const [first, ...others] = found;
  if (first === undefined || others.length > 0) throw new Error(`There are ${found.length}.`);
  return first;
}
const drift = (before: object, after: object) => detectDrift(read(before), read(after), { now: NOW });
const grants = (...value: object[]) => ({ oauth2PermissionGrants: { value } });

/** What makes it worse, and what is then reported. */
const changes: [Drift["kind"], object, Partial<Drift>][] = [
  ["grant_revoked", grants(), { before: ["User.Read", "Mail.ReadWrite"], after: [] }],
  ["grant_narrowed", grants(grant("User.Read")), { after: ["User.Read"] }],
  ["app_disabled", { servicePrincipal: { ...principal, accountEnabled: false } }, {}],
  ["assignment_required", { servicePrincipal: { ...principal, appRoleAssignmentRequired: true } }, {}],
  [
    "consent_policy_changed",
    { authorizationPolicy: policy(POLICIES.low) },
    {
      before: ["microsoft-user-default-allow-consent-apps", "microsoft-user-default-recommended"],
      after: ["microsoft-user-default-low"],
    },
  ],
  ["workflow_off", { adminConsentRequestPolicy: { isEnabled: false } }, { before: ["on"], after: ["off"] }],
  ["secret_expires", { application: secret(10) }, { subject: "key 14", before: ["prod"] }],
  ["secret_expired", { application: secret(-2) }, { subject: "key" }],
  [
    "consent_requests_waiting",
    { appConsentRequests: { value: [request("InProgress")] } },
    { after: ["Adele"] },
  ],
];

describe.each(changes)("%s", (kind, worse, expected) => {
  test("is told once, with what it was and became", () => {
    expect(drift({}, worse)).toEqual([expect.objectContaining({ kind, ...expected })]);
    expect(drift({}, {})).toEqual([]);
  });

  test("is undone when it is as before, and not while it stays", () => {
    const found = only(drift({}, worse));
    const undone = kind.startsWith("secret") ? { application: secret(400) } : {};
    expect(isUndone(found, read(worse), NOW)).toBe(false);
    expect(isUndone(found, read(undone), NOW)).toBe(true);
  });

  test("is neither told nor undone by a reading that Graph refused", () => {
    const found = only(drift({}, worse));
    const blind = Object.fromEntries(Object.keys(worse).map((part) => [part, refused]));
    expect(drift({}, blind)).toEqual([]);
    expect(isUndone(found, read(blind), NOW)).toBe(false);
  });
});

test("takes no reading without a part for a change when the part comes back", () => {
  const parts = [
    "authorizationPolicy",
    "adminConsentRequestPolicy",
    "oauth2PermissionGrants",
    "servicePrincipal",
  ];
  for (const part of parts) expect(drift({ [part]: refused }, {})).toEqual([]);
});

test("an app that is gone altogether has lost its grants", () => {
  const gone = { error: { code: "Request_ResourceNotFound" } };
  const found = drift({}, { servicePrincipal: gone, oauth2PermissionGrants: gone });
  expect(found).toEqual([expect.objectContaining({ kind: "grant_revoked", after: [] })]);
});

test("a person's own grant counts for that person, and not where everybody has it by now", () => {
  const own = grants(grant("Mail.Read", "adele"));
  expect(drift(own, grants())).toEqual([
    expect.objectContaining({ kind: "grant_revoked", subject: "adele" }),
  ]);
  expect(drift(own, grants(grant("Mail.Read")))).toEqual([]);
});

test("an app that is gone altogether is one change, not one per person; and only what matters counts", () => {
  const before = grants(
    grant("User.Read Mail.Read"),
    grant("User.Read", "adele"),
    grant("Policy.Read.All", "megan"),
  );
  expect(drift(before, grants())).toHaveLength(1);
  const options = { now: NOW, scope: "User.Read Mail.Read" };
  const left = grants(grant("User.Read Mail.Read"));
  expect(detectDrift(read(before), read(left), options)).toEqual([]);
  expect(detectDrift(read(before), read(left), { now: NOW })).toMatchObject([{ subject: "megan" }]);
});

test("a secret is news again at each step, and the old step is over then", () => {
  const month = only(detectDrift(undefined, read({ application: secret(20) }), { now: NOW }));
  const days = only(detectDrift(undefined, read({ application: secret(2) }), { now: NOW }));
  expect([month.subject, days.subject]).toEqual(["key 30", "key 3"]);
  expect(isUndone(month, read({ application: secret(2) }), NOW)).toBe(true);
  expect(detectDrift(undefined, read({ application: secret(31) }), { now: NOW })).toEqual([]);
});

test("a first reading tells what is bad in itself, and calls nothing a change", () => {
  const first = detectDrift(
    undefined,
    read({ servicePrincipal: { ...principal, accountEnabled: false }, ...grants() }),
    { now: NOW },
  );
  expect(first.map(({ kind }) => kind)).toEqual(["app_disabled"]);
});
