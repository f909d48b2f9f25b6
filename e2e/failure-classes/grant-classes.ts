import { ApprovalPage } from "../page-models/approval-page.ts";
import type { FailureClass } from "./failure-class.ts";
import { approveByLink } from "./fixes.ts";
import { leaveByLink, meetAtMailbox } from "./wall-classes.ts";

const CONTOSO = "contoso.example";
const PRODUCT_APP = "0a0a0a0a-0000-4000-8000-00000000000a";
const GRAPH_APP = "00000003-0000-0000-c000-000000000000";
const ALL_SCOPES =
  "openid profile email offline_access User.Read User.ReadBasic.All Mail.ReadWrite Calendars.ReadWrite MailboxSettings.ReadWrite";

const grantTo = (fields: Record<string, unknown>) => ({
  servicePrincipals: [{ tenant: CONTOSO, appId: PRODUCT_APP }],
  grants: [{ tenant: CONTOSO, appId: PRODUCT_APP, scope: ALL_SCOPES, ...fields }],
});

/** Classes in which something was granted already, and the person is blocked all the same. */
export const grantClasses: readonly FailureClass[] = [
  {
    name: "granted to the administrator alone",
    scenario: grantTo({ consentType: "Principal", user: "megan@contoso.example" }),
    meet: meetAtMailbox,
    leave: leaveByLink,
    fix: approveByLink(),
  },
  {
    name: "granted, but one permission is missing",
    scenario: grantTo({ consentType: "AllPrincipals", scope: ALL_SCOPES.replace(" Mail.ReadWrite", "") }),
    async meet(window, { person }) {
      await window.pickAccount(person);
      await window.seeTitle("Need admin approval");
    },
    leave: leaveByLink,
    fix: approveByLink(),
  },
  {
    name: "another app id was approved",
    scenario: {
      apps: [
        {
          appId: "0b0b0b0b-0000-4000-8000-00000000000b",
          displayName: "Outrigger",
          homeTenantId: "99999999-9999-4999-8999-999999999999",
          requiredResourceAccess: [{ resourceAppId: GRAPH_APP, scopes: ALL_SCOPES.split(" ") }],
        },
      ],
      servicePrincipals: [{ tenant: CONTOSO, appId: "0b0b0b0b-0000-4000-8000-00000000000b" }],
      grants: [
        {
          tenant: CONTOSO,
          appId: "0b0b0b0b-0000-4000-8000-00000000000b",
          consentType: "AllPrincipals",
          scope: ALL_SCOPES,
        },
      ],
    },
    meet: meetAtMailbox,
    leave: leaveByLink,
    fix: approveByLink(),
  },
  {
    name: "the first administrator may not consent (Exchange Administrator)",
    meet: meetAtMailbox,
    leave: leaveByLink,
    async fix(play) {
      const link = await play.sidebar.copyAdministratorLink();
      const page = await ApprovalPage.open(await play.stage.openProfile(), link);
      const microsoft = await page.approveFor("Contoso");
      await microsoft.pickAccount("Lidia Holloway");
      await microsoft.seeTitle("Need admin approval");
      await microsoft.returnWithoutConsent();
      await page.seeTitle("Your account has no role that may approve this");
      return approveByLink()(play, link);
    },
  },
];
