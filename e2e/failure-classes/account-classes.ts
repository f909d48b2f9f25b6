import type { FailureClass, Fix, Play } from "./failure-class.ts";
import { approveByLink, changeElsewhere } from "./fixes.ts";
import {
  closeAndRead,
  CONTOSO,
  grantedToEverybody,
  leaveByLink,
  meetAfterSignIn,
  meetAtSignIn,
  PRODUCT_APP,
  tryAgain,
} from "./situations.ts";

const TROUBLE = "Sorry, but we're having trouble signing you in";
const MFA_POLICY = { tenant: CONTOSO, id: "50076000-0000-4000-8000-000000000001", control: "mfa" };
const UNKNOWN = /did not connect|has to approve|has to help/;
const PRODUCT_PATHS = ["/connect/microsoft/callback", "/approval/callback", "/administrator/callback"];

/** Nothing was broken: the person goes on alone. */
async function goOnAlone(): Promise<Fix> {
  return {
    by: "the person alone",
    tally: { inProduct: 0, atVendor: 0, vendorPages: [] },
    grantedAt: Date.now(),
  };
}

/** The operator puts the registered addresses right. */
async function registerAddresses(play: Play): Promise<Fix> {
  const redirectUris = PRODUCT_PATHS.map((path) => `${play.stage.system.productUrl}${path}`);
  return changeElsewhere("the operator's registration", { apps: [{ appId: PRODUCT_APP, redirectUris }] })(
    play,
  );
}

async function setUpAgain({ sidebar, person }: Play): Promise<void> {
  const window = await sidebar.setUpSync();
  await window.goOnAs(person);
}

/** Classes that lie with the account that was used, with Microsoft's own steps, or with the registration's form. */
export const accountClasses: readonly FailureClass[] = [
  {
    name: "another account is chosen in the window",
    scenario: { grants: [grantedToEverybody] },
    meet: (window) => window.pickAccount("Alex Wilber").then(() => undefined),
    leave: ({ sidebar }) => sidebar.see(/another account/i),
    fix: goOnAlone,
    resume: tryAgain,
  },
  {
    name: "a personal account is used (50020)",
    scenario: { grants: [grantedToEverybody] },
    async meet(window) {
      await window.useAnotherAccount("adele@outlook.com");
      await window.seeTitle(TROUBLE);
    },
    leave: closeAndRead(UNKNOWN),
    fix: goOnAlone,
    resume: setUpAgain,
  },
  {
    name: "the refresh token is older than the grant",
    scenario: { entraSettings: { oldRefreshTokensSeeNewGrants: false } },
    meet: meetAfterSignIn("Need admin approval"),
    leave: leaveByLink,
    fix: approveByLink(),
    resume: setUpAgain,
  },
  {
    name: "a second factor is asked for (50076)",
    scenario: { grants: [grantedToEverybody], conditionalAccess: [MFA_POLICY] },
    meet: meetAtSignIn("Approve sign in request"),
    leave: ({ window }) => window.approveSignIn(),
    fix: goOnAlone,
  },
  {
    name: "the redirect address is not registered (50011)",
    scenario: {
      grants: [grantedToEverybody],
      apps: [{ appId: PRODUCT_APP, redirectUris: ["https://elsewhere.example/callback"] }],
    },
    meet: (window) => window.seeTitle(TROUBLE).then(() => undefined),
    leave: closeAndRead(UNKNOWN),
    fix: registerAddresses,
    resume: setUpAgain,
  },
  {
    name: "a single-tenant app of another tenant (700016, 50194)",
    scenario: {
      grants: [grantedToEverybody],
      apps: [{ appId: PRODUCT_APP, signInAudience: "AzureADMyOrg" }],
    },
    meet: (window) => window.seeTitle(TROUBLE).then(() => undefined),
    leave: closeAndRead(UNKNOWN),
    fix: changeElsewhere("the operator's registration", {
      apps: [{ appId: PRODUCT_APP, signInAudience: "AzureADMultipleOrgs" }],
    }),
    resume: setUpAgain,
  },
];
