import { ApprovalPage } from "../page-models/approval-page.ts";
import type { FailureClass, Play } from "./failure-class.ts";
import { approveByLink } from "./fixes.ts";
import {
  ALL_SCOPES,
  grantedToEverybody,
  leaveByLink,
  meetAfterSignIn,
  meetAtSignIn,
  PRODUCT_APP,
} from "./situations.ts";

const WALL = "Need admin approval";
const OTHER_APP = "0b0b0b0b-0000-4000-8000-00000000000b";
const GRAPH_APP = "00000003-0000-0000-c000-000000000000";
const VENDOR = "99999999-9999-4999-8999-999999999999";

/** An administrator of good will takes over the person's window, as helpful colleagues do, and forgets the tick. */
async function administratorTakesOver({ window, sidebar, tally }: Play): Promise<void> {
  const before = tally.atVendor;
  await window.switchAccount();
  await window.pickAccount("Megan Bowen");
  await window.seeTitle("Permissions requested");
  await window.accept();
  await sidebar.see(/another account/i);
  // The administrator's presses in the person's window are not the person's.
  tally.atVendor = before;
}

/** Classes in which something was granted already, and the person is blocked all the same. */
export const grantClasses: readonly FailureClass[] = [
  {
    name: "granted to the administrator alone",
    scenario: {
      grants: [{ ...grantedToEverybody, consentType: "Principal", user: "megan@contoso.example" }],
    },
    meet: meetAfterSignIn(WALL),
    leave: leaveByLink,
    fix: approveByLink(),
  },
  {
    name: "granted, but one permission is missing",
    scenario: {
      grants: [{ ...grantedToEverybody, scope: ALL_SCOPES.replace(" Mail.ReadWrite", "") }],
    },
    meet: meetAtSignIn(WALL),
    leave: leaveByLink,
    fix: approveByLink(),
  },
  {
    name: "a permission is not in the registration, so the portal's grant left it out",
    scenario: {
      apps: [
        {
          appId: PRODUCT_APP,
          requiredResourceAccess: [
            { resourceAppId: GRAPH_APP, scopes: ["User.Read", "Calendars.ReadWrite"] },
          ],
        },
      ],
      grants: [
        { ...grantedToEverybody, scope: "openid profile email offline_access User.Read Calendars.ReadWrite" },
      ],
    },
    meet: meetAtSignIn(WALL),
    leave: leaveByLink,
    fix: approveByLink(),
  },
  {
    name: "another app id was approved",
    scenario: {
      apps: [{ appId: OTHER_APP, displayName: "Outrigger", homeTenantId: VENDOR }],
      grants: [{ ...grantedToEverybody, appId: OTHER_APP }],
    },
    meet: meetAfterSignIn(WALL),
    leave: leaveByLink,
    fix: approveByLink(),
  },
  {
    name: "an administrator signs in inside the person's window, without the tick",
    meet: meetAfterSignIn(WALL),
    leave: administratorTakesOver,
    fix: approveByLink(),
  },
  {
    name: "the first administrator may not consent (Exchange Administrator)",
    meet: meetAfterSignIn(WALL),
    leave: leaveByLink,
    async fix(play) {
      const link = await play.sidebar.copyAdministratorLink();
      const page = await ApprovalPage.open(await play.stage.openProfile(), link);
      const microsoft = await page.approveFor("Contoso");
      await microsoft.pickAccount("Lidia Holloway");
      await microsoft.seeTitle(WALL);
      await microsoft.returnWithoutConsent();
      await page.seeTitle("Your account has no role that may approve this");
      return approveByLink()(play, link);
    },
  },
  {
    name: "the grant is revoked while mail flows",
    scenario: { grants: [grantedToEverybody], entraSettings: { accessTokenSeconds: 5 } },
    async meet(window, { person, sidebar, stage }) {
      await window.pickAccount(person);
      await sidebar.see("Signed in successfully");
      await stage.system.control("/_sandbox/scenario", { grants: [{ ...grantedToEverybody, scope: "" }] });
    },
    async leave({ sidebar }) {
      await sidebar.seeWall({ seconds: 60 });
    },
    fix: approveByLink(),
  },
];
