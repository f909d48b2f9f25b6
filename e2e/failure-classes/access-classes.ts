import type { FailureClass } from "./failure-class.ts";
import { applyByLink, changeElsewhere } from "./fixes.ts";
import {
  closeAndRead,
  CONTOSO,
  grantedToEverybody,
  meetAtSignIn,
  PRODUCT_APP,
  signInOnce,
  tryAgain,
} from "./situations.ts";

const TROUBLE = "Sorry, but we're having trouble signing you in";
const SECRET = { keyId: "5ec4e700-0000-4000-8000-000000000001", value: "sandbox-microsoft-secret" };
const NEVER = "2099-01-01T00:00:00Z";
const BLOCKING_POLICY = { tenant: CONTOSO, id: "53003000-0000-4000-8000-000000000001", control: "block" };
const repairedSecret = { apps: [{ appId: PRODUCT_APP, secrets: [{ ...SECRET, endDateTime: NEVER }] }] };

/** Classes in which an approval is not what is missing: the app's switches, a security policy, the registration. */
export const accessClasses: readonly FailureClass[] = [
  {
    name: "the app is switched off in the tenant (7000112)",
    scenario: {
      grants: [grantedToEverybody],
      servicePrincipals: [{ tenant: CONTOSO, appId: PRODUCT_APP, accountEnabled: false }],
    },
    meet: meetAtSignIn(TROUBLE),
    leave: closeAndRead(/has to approve|has to help/),
    fix: applyByLink("Switch the app on again"),
    resume: signInOnce,
  },
  {
    name: "assignment is required, and the person is not assigned (50105)",
    scenario: {
      grants: [grantedToEverybody],
      servicePrincipals: [
        { tenant: CONTOSO, appId: PRODUCT_APP, appRoleAssignmentRequired: true, assignedUsers: [] },
      ],
    },
    meet: meetAtSignIn(TROUBLE),
    leave: closeAndRead(/has to approve|has to help/),
    fix: applyByLink("Assign people, where only assigned people may sign in"),
    resume: signInOnce,
  },
  {
    name: "Conditional Access blocks (53003)",
    scenario: { grants: [grantedToEverybody], conditionalAccess: [BLOCKING_POLICY] },
    meet: meetAtSignIn("You cannot access this right now"),
    leave: closeAndRead(/has to approve|has to help|did not connect/),
    fix: changeElsewhere("the Conditional Access administrator", {
      conditionalAccess: [{ ...BLOCKING_POLICY, state: "disabled" }],
    }),
    async resume({ sidebar, person }) {
      const window = await sidebar.setUpSync();
      await window.goOnAs(person);
    },
  },
  {
    name: "the secret's id instead of its value (7000215)",
    scenario: {
      grants: [grantedToEverybody],
      apps: [
        { appId: PRODUCT_APP, secrets: [{ keyId: SECRET.value, value: "another", endDateTime: NEVER }] },
      ],
    },
    meet: (window, { person }) => window.pickAccount(person).then(() => undefined),
    leave: ({ sidebar }) => sidebar.see(/operator of Outrigger has to repair/),
    fix: changeElsewhere("the operator's new secret", repairedSecret),
    resume: tryAgain,
  },
  {
    name: "the secret has expired (7000222)",
    scenario: {
      grants: [grantedToEverybody],
      apps: [{ appId: PRODUCT_APP, secrets: [{ ...SECRET, endDateTime: "2026-01-01T00:00:00Z" }] }],
    },
    meet: (window, { person }) => window.pickAccount(person).then(() => undefined),
    leave: ({ sidebar }) => sidebar.see(/operator of Outrigger has to repair/),
    fix: changeElsewhere("the operator's new secret", repairedSecret),
    resume: tryAgain,
  },
];
