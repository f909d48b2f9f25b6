import { describe, expect, test } from "vitest";
import {
  APP_ID,
  MAILBOX_SCOPES,
  SIGN_IN_SCOPES,
  TENANT_ID,
  grantFor,
  grantForAll,
} from "../testing/build-consent-case.ts";
import { EXCHANGE_ONLINE_APP_ID, MICROSOFT_GRAPH_APP_ID } from "../resources.ts";
import type { AfterApproval } from "./after-approval.ts";
import { diagnoseAfterApproval } from "./diagnose-after-approval.ts";

const at = (time: string) => new Date(`2026-11-24T${time}:00Z`);
const listAll = [{ resourceAppId: MICROSOFT_GRAPH_APP_ID, scopes: MAILBOX_SCOPES.split(" ") }];

/** Everything granted, long ago: nothing in the way. */
const base: AfterApproval = {
  clientId: APP_ID,
  tenantId: TENANT_ID,
  grants: [grantForAll()],
  servicePrincipal: { accountEnabled: true, appRoleAssignmentRequired: false, assignedUserIds: [] },
  registration: listAll,
  requestedScopes: MAILBOX_SCOPES,
  waitingUserIds: ["adele", "alex"],
  approvedAt: at("09:00"),
  now: at("12:00"),
  names: { organization: "Contoso", product: "Outrigger" },
};
const found = (change: Partial<AfterApproval>) => {
  const { verdict, findings } = diagnoseAfterApproval({ ...base, ...change });
  return [verdict, ...findings.map(({ code, certainty }) => `${code} ${certainty}`)];
};
const principal = (change: Partial<NonNullable<AfterApproval["servicePrincipal"]>>) => ({
  servicePrincipal: {
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    assignedUserIds: [],
    ...change,
  },
});
const withoutCalendar = MAILBOX_SCOPES.replace(" Calendars.ReadWrite", "");

describe("I approved it and they are still blocked", () => {
  test.each<[string, Partial<AfterApproval>, string[]]>([
    ["nothing in the way", {}, ["clear"]],
    [
      "the tick was forgotten, by whoever approved",
      { grants: [grantFor("megan")], approvedBy: "MEGAN" },
      ["blocked", "granted_to_administrator_only certain"],
    ],
    [
      "the tick was forgotten, as the audit log tells",
      { grants: [grantFor("megan")], consentEvents: [{ isAdminConsent: true, onBehalfOfAll: false }] },
      ["blocked", "granted_to_administrator_only certain"],
    ],
    [
      "somebody else has a grant of their own, and nobody knows whose",
      { grants: [grantFor("megan")] },
      ["blocked", "granted_to_administrator_only likely"],
    ],
    [
      "a colleague's own consent is not the administrator's",
      { grants: [grantFor("lee")], approvedBy: "megan" },
      ["blocked", "nothing_granted certain"],
    ],
    [
      "a newer grant replaced the wider one",
      { grants: [grantForAll(withoutCalendar)], previousGrants: [grantForAll()] },
      ["blocked", "grant_replaced certain"],
    ],
    [
      "a permission is not on the static list",
      {
        grants: [grantForAll(withoutCalendar)],
        registration: [{ resourceAppId: MICROSOFT_GRAPH_APP_ID, scopes: withoutCalendar.split(" ") }],
      },
      ["blocked", "permission_not_in_registration certain"],
    ],
    [
      "a gap of another API's permission is told, too",
      { requestedScopes: `${MAILBOX_SCOPES} https://outlook.office365.com/EWS.AccessAsUser.All` },
      ["blocked", "permission_not_in_registration certain"],
    ],
    ["prompt=consent", { prompt: "consent" }, ["blocked", "prompt_forces_consent certain"]],
    [
      "another app id was approved",
      { grants: [], otherAppIds: ["0b0b0b0b-0000-4000-8000-00000000000b"] },
      ["blocked", "other_app_approved certain"],
    ],
    [
      "our own app id among the others is no other app",
      { grants: [], otherAppIds: [APP_ID.toUpperCase()] },
      ["blocked", "nothing_granted certain"],
    ],
    [
      "approved two minutes ago",
      { grants: [], approvedAt: at("11:58") },
      ["pending", "grant_not_visible_yet likely"],
    ],
    ["approved an hour ago and nothing there", { grants: [] }, ["blocked", "nothing_granted certain"]],
    ["no time known, nothing there", { grants: [], now: undefined }, ["blocked", "nothing_granted certain"]],
    [
      "a part is missing for no reason that can be told",
      { grants: [grantForAll(withoutCalendar)], registration: undefined },
      ["blocked", "grant_incomplete certain"],
    ],
    [
      "not assigned",
      principal({ appRoleAssignmentRequired: true }),
      ["blocked", "user_not_assigned certain"],
    ],
    ["switched off", principal({ accountEnabled: false }), ["blocked", "app_disabled certain"]],
    [
      "another tenant",
      { grants: [], approvedInTenantId: "22222222-2222-4222-8222-222222222222" },
      ["blocked", "wrong_tenant certain"],
    ],
    [
      "a token from before the grant",
      { tokens: [{ userId: "adele", issuedAt: at("08:00") }] },
      ["pending", "token_older_than_grant certain"],
    ],
    ["a token from after the grant", { tokens: [{ userId: "adele", issuedAt: at("10:00") }] }, ["clear"]],
    [
      "several at once, in the order met",
      {
        ...principal({ accountEnabled: false, appRoleAssignmentRequired: true, assignedUserIds: ["adele"] }),
        grants: [grantFor("megan")],
        approvedBy: "megan",
        prompt: "consent",
      },
      [
        "blocked",
        "app_disabled certain",
        "user_not_assigned certain",
        "granted_to_administrator_only certain",
        "prompt_forces_consent certain",
      ],
    ],
    [
      "sign-in scopes of another person are no approval",
      { grants: [grantFor("megan", SIGN_IN_SCOPES)] },
      ["blocked", "nothing_granted certain"],
    ],
    [
      ".default with any grant asks for no more",
      { requestedScopes: "https://graph.microsoft.com/.default", grants: [grantForAll("Mail.Read")] },
      ["clear"],
    ],
    [
      ".default with nothing granted",
      { requestedScopes: "https://graph.microsoft.com/.default", grants: [] },
      ["blocked", "nothing_granted certain"],
    ],
  ])("%s", (_name, change, expected) => {
    expect(found(change)).toEqual(expected);
  });
});

test("names the people concerned, the permissions, who acts, and gives the link for the whole set", () => {
  const { findings, unblockedUserIds } = diagnoseAfterApproval({
    ...base,
    grants: [grantForAll(withoutCalendar), grantFor("alex")],
    previousGrants: [grantForAll()],
    loginHost: "https://login.example",
  });
  expect(unblockedUserIds).toEqual(["alex"]);
  expect(findings).toMatchObject([
    {
      code: "grant_replaced",
      userIds: ["adele"],
      permissions: [{ resourceAppId: MICROSOFT_GRAPH_APP_ID, value: "Calendars.ReadWrite" }],
      sentence: expect.stringContaining("Calendars.ReadWrite was granted to everybody before"),
      whoActs: expect.arrayContaining(["Cloud Application Administrator"]),
    },
  ]);
  const url = new URL(findings[0]?.url ?? "");
  expect(url.pathname).toBe(`/${TENANT_ID}/v2.0/adminconsent`);
  expect(url.searchParams.get("client_id")).toBe(APP_ID);
  expect(url.searchParams.get("scope")).toContain("https://graph.microsoft.com/Mail.ReadWrite");
});

test("a missing grant for one API is not explained by another API's grant of the same name", () => {
  const grants = [{ ...grantForAll(), resourceAppId: EXCHANGE_ONLINE_APP_ID }];
  expect(found({ grants, approvedBy: "megan" })).toEqual(["blocked", "grant_incomplete certain"]);
});

test("fills names in literally, and leaves no placeholder when they are given", () => {
  const { findings } = diagnoseAfterApproval({
    ...base,
    ...principal({ accountEnabled: false, appRoleAssignmentRequired: true }),
    grants: [],
    names: { organization: "A $& <b>", product: "P" },
  });
  const text = findings.map(({ sentence, nextStep }) => `${sentence} ${nextStep}`).join(" ");
  expect(text).toContain("A $& <b>");
  expect(text).not.toContain("{{");
});
