import { expect, test } from "vitest";
import { POLICIES } from "../testing/build-consent-case.ts";
import { examineTenant } from "./examine-tenant.ts";
import { questionsByKind } from "./permission-kinds.ts";
import { readTenantReading } from "./read-tenant-reading.ts";

const SIGN_IN = "openid profile email offline_access User.Read";
const SCOPES = { signIn: SIGN_IN, mailbox: `${SIGN_IN} Mail.ReadWrite Calendars.ReadWrite` };
const APP = "0a0a0a0a-0000-4000-8000-00000000000a";
const TENANT = "11111111-1111-4111-8111-111111111111";
const GRAPH = "00000003-0000-0000-c000-000000000000";
const NOW = new Date("2026-11-24T12:00:00Z");

const FILE = {
  format: "outrigger-tenant-reading-1",
  appId: APP,
  organization: { value: [{ id: TENANT, displayName: "Contoso" }] },
  authorizationPolicy: {
    defaultUserRolePermissions: { permissionGrantPoliciesAssigned: POLICIES.recommended },
  },
  adminConsentRequestPolicy: { isEnabled: false },
  delegatedPermissionClassifications: { value: [] },
  groupSettings: { value: [] },
  servicePrincipal: {
    id: "sp",
    displayName: "Outrigger",
    appOwnerOrganizationId: TENANT,
    accountEnabled: true,
    appRoleAssignmentRequired: false,
  },
  application: { displayName: "Outrigger", signInAudience: "AzureADMyOrg" },
  graphServicePrincipal: { id: "graph" },
  oauth2PermissionGrants: { value: [] as unknown[] },
};
const read = (change: object) => readTenantReading({ ...FILE, ...change });
const examine = (change: object) => examineTenant(read(change), SCOPES, { now: NOW });
const codesOf = (change: object) => examine(change).observations.map(({ code }) => code);
const property = (displayName: string, newValue: string, oldValue?: string) => ({
  displayName,
  newValue: JSON.stringify(newValue),
  oldValue: oldValue === undefined ? null : JSON.stringify(oldValue),
});
const audit = (activityDisplayName: string, properties: object[], change: object = {}) => ({
  activityDisplayName,
  activityDateTime: "2026-11-20T10:00:00Z",
  result: "success",
  initiatedBy: { user: { id: "megan", userPrincipalName: "megan@contoso.example" } },
  targetResources: [{ id: "sp", modifiedProperties: properties }],
  ...change,
});

test("lists each granted permission with the admin center's columns, and who granted it when the log tells", () => {
  const { details } = read({
    oauth2PermissionGrants: {
      value: [
        { id: "g1", consentType: "Principal", principalId: "adele", resourceId: "graph", scope: "User.Read" },
        {
          id: "g2",
          consentType: "AllPrincipals",
          principalId: null,
          resourceId: "graph",
          scope: " Mail.Read Mail.Send",
        },
        { id: "g3", consentType: "AllPrincipals", principalId: null, resourceId: "r", scope: "Do.It" },
      ],
    },
    resources: { value: [{ id: "r", appId: "a", displayName: "Some API" }] },
    directoryAudits: {
      value: [
        audit("Add delegated permission grant", [
          property("DelegatedPermissionGrant.Scope", "Mail.Read Mail.Send", "Mail.Read"),
          property("DelegatedPermissionGrant.ConsentType", "AllPrincipals"),
        ]),
      ],
    },
  });
  expect(
    details.permissions.map(({ apiName, claimValue, grantedThrough }) => [
      apiName,
      claimValue,
      grantedThrough,
    ]),
  ).toEqual([
    ["Microsoft Graph", "Mail.Read", "admin_consent"],
    ["Microsoft Graph", "Mail.Send", "admin_consent"],
    ["Some API", "Do.It", "admin_consent"],
    ["Microsoft Graph", "User.Read", "user_consent"],
  ]);
  expect(details.permissions[0]).toMatchObject({ permission: "Read user mail", grantedBy: null });
  // Only Mail.Send came with that row: its scope is the whole grant's.
  expect(details.permissions[1]).toMatchObject({
    grantedBy: "megan@contoso.example",
    grantedAt: "2026-11-20T10:00:00Z",
  });
});

test("recognises an administrator who approved for that account alone, and no other consent of theirs", () => {
  const consent = audit("Consent to application", [
    property("ConsentContext.IsAdminConsent", "True"),
    property("ConsentContext.OnBehalfOfAll", "False"),
  ]);
  const granted = (scope: string, principalId: string | null) => ({
    directoryAudits: { value: [consent] },
    oauth2PermissionGrants: {
      value: [
        {
          consentType: principalId === null ? "AllPrincipals" : "Principal",
          principalId,
          resourceId: "graph",
          scope,
        },
      ],
    },
  });
  expect(codesOf(granted("User.Read Mail.ReadWrite", "megan"))).toEqual(["admin_consented_for_self_only"]);
  expect(codesOf(granted("User.Read Policy.Read.All", "megan"))).toEqual([]);
  expect(codesOf(granted("Mail.ReadWrite", "adele"))).toEqual([]);
  expect(codesOf(granted("Mail.ReadWrite", null))).toEqual([]);
});

test.each([
  ["2026-11-26T11:00:00Z", "credential_expires", "expires in 1 day."],
  ["2026-11-01T00:00:00Z", "credential_expired", "has expired"],
])("warns of the last secret, which ends %s, and not of its forerunners", (endDateTime, code, words) => {
  const passwordCredentials = [{ endDateTime: "2025-01-01T00:00:00Z" }, { displayName: "prod", endDateTime }];
  const [observation] = examine({ application: { ...FILE.application, passwordCredentials } }).observations;
  expect(observation).toMatchObject({ code });
  expect(observation?.sentence).toContain(words);
  const keyCredentials = [{ endDateTime: "2028-01-01T00:00:00Z" }];
  expect(codesOf({ application: { ...FILE.application, passwordCredentials, keyCredentials } })).toEqual([]);
});

test("counts attempts at the wall and waiting requests, and leaves other refusals alone", () => {
  const signIn = (who: string, errorCode: number) => ({ userPrincipalName: who, status: { errorCode } });
  const { observations } = examine({
    signIns: { value: [signIn("adele", 90094), signIn("ADELE", 90094), signIn("alex", 50126)] },
    appConsentRequests: {
      value: [
        {
          id: "r",
          userConsentRequests: [
            { id: "1", status: "InProgress" },
            { id: "2", status: "Expired" },
          ],
        },
      ],
    },
  });
  expect(observations.map(({ sentence }) => sentence)).toEqual([
    "1 request for approval waits for a reviewer in the Entra admin center.",
    "The sign-in log shows 2 attempts of 1 person that ended at the wall (AADSTS90094).",
  ]);
});

test("says what the registration's static list leaves out", () => {
  const access = (ids: string[]) => ({
    application: {
      ...FILE.application,
      requiredResourceAccess: [
        { resourceAppId: GRAPH, resourceAccess: ids.map((id) => ({ id, type: "Scope" })) },
      ],
    },
  });
  const { observations } = examine(access(["024d486e-b451-40bb-833d-3e66d98c5c73"]));
  expect(observations.at(-1)?.sentence).toContain("Calendars.ReadWrite");
  expect(observations.at(-1)?.sentence).not.toContain("Mail.ReadWrite");
});

test("lets assigned people through where the app requires assignment, and nobody else", () => {
  const grant = {
    consentType: "AllPrincipals",
    principalId: null,
    resourceId: "graph",
    scope: SCOPES.mailbox,
  };
  const { prospects } = examine({
    servicePrincipal: { ...FILE.servicePrincipal, appRoleAssignmentRequired: true },
    oauth2PermissionGrants: { value: [grant] },
  });
  const outcomeOf = (person: string) =>
    prospects.find((prospect) => prospect.person === person && prospect.scopes === "mailbox")?.decision;
  expect(outcomeOf("user")).toMatchObject({ outcome: "error", aadsts: "AADSTS50105" });
  expect(outcomeOf("assigned_user")?.outcome).toBe("code");
  expect(outcomeOf("global_administrator")?.aadsts).toBe("AADSTS50105");
});

test("tells each kind of permission apart", () => {
  const further = questionsByKind(SIGN_IN, `${SCOPES.mailbox} Contacts.Read Mail.Send`);
  expect(further.map(({ kind }) => kind)).toEqual(["write_mail", "send_mail", "calendar", "contacts"]);
  const { prospects, verdict } = examineTenant(read({}), { ...SCOPES, further });
  const user = new Map(
    prospects.filter(({ person }) => person === "user").map((row) => [row.scopes, row.decision.outcome]),
  );
  // Microsoft's managed policy excludes mail and calendar, and neither sending nor reading contacts.
  expect(Object.fromEntries(user)).toMatchObject({
    sign_in: "consent_prompt",
    write_mail: "need_admin_approval",
    calendar: "need_admin_approval",
    send_mail: "consent_prompt",
    contacts: "consent_prompt",
  });
  expect(verdict).toBe("blocked");
});

test.each([
  ["signIns", "Authentication_RequestFromNonPremiumTenantOrB2CTenant", "P1 licence", "AuditLog.Read.All"],
  ["appConsentRequests", "Authorization_RequestDenied", "lacks the permission", "ConsentRequest.Read.All"],
  ["directoryAudits", "TooManyRequests", "throttling", "AuditLog.Read.All"],
])("lists %s as unknown when Graph answers %s, with what would tell", (part, code, reason, scope) => {
  const snapshot = read({ [part]: { error: { code } } });
  expect(snapshot.unknown).toEqual([
    expect.objectContaining({ part, scope, reason: expect.stringContaining(reason) }),
  ]);
  // It explains only: no outcome hangs on it.
  expect(snapshot.alternatives).toEqual([]);
});

test("does not list what nobody asked for", () => {
  expect(read({}).unknown).toEqual([]);
});

test.each([
  [{ signIns: { value: [{ status: null }] } }, "signIns.value[0].status"],
  [{ directoryAudits: { value: "x" } }, "directoryAudits.value must be a list"],
  [{ reader: 5 }, "reader must be an object"],
])("refuses what does not have Graph's form: %#", (change, message) => {
  expect(() => read(change)).toThrow(message);
});

test("tells about a tenant of which nothing is known without keeping a server busy", () => {
  const { format, appId, organization } = FILE;
  const everything = `${SCOPES.mailbox} Mail.Read Contacts.ReadWrite Tasks.ReadWrite MailboxSettings.ReadWrite`;
  const further = questionsByKind(SIGN_IN, everything);
  const start = performance.now();
  const { prospects } = examineTenant(readTenantReading({ format, appId, organization }), {
    ...SCOPES,
    further,
  });
  // Remedies of every supposition took 11 s; this leaves room for a busy machine.
  expect(performance.now() - start).toBeLessThan(3000);
  const calendar = prospects.find(({ person, scopes }) => person === "user" && scopes === "calendar");
  expect(calendar?.possible).toEqual([
    "approval_request",
    "code",
    "consent_prompt",
    "error",
    "need_admin_approval",
  ]);
});
