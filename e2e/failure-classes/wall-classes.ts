import { EntraAdminCenter } from "../page-models/entra-admin-center.ts";
import { tallyClicks } from "../system/tally.ts";
import type { FailureClass, Fix, Play } from "./failure-class.ts";
import { approveByLink } from "./fixes.ts";
import {
  CONTOSO,
  leaveByLink,
  meetAfterSignIn,
  meetAtSignIn,
  PRODUCT_APP,
  signInOnce,
} from "./situations.ts";

const self = (policy: string) => `managePermissionGrantsForSelf.microsoft-user-default-${policy}`;
const WALL = "Need admin approval";

/** Microsoft's own form: the justification is typed, not pressed. */
async function askByForm({ window, sidebar }: Play): Promise<void> {
  await window.requestApproval("Mail belongs in the CRM.");
  await window.backToApp();
  await sidebar.see(/request is with the reviewers|saw at Microsoft/i);
}

/** The reviewer follows the mail's link to the request. */
async function approveAsReviewer({ stage }: Play): Promise<Fix> {
  const profile = await stage.openProfile();
  const tally = await tallyClicks(profile, stage.system.productUrl);
  const portal = await EntraAdminCenter.open(profile, stage.system, "Megan Bowen");
  await portal.openAdminConsentRequests("Outrigger");
  tally.reset();
  const grantedAt = Date.now();
  await portal.approveRequest();
  return { by: "Megan Bowen, reviewer, in the Entra admin center", tally, grantedAt };
}

/** Classes in which Microsoft wants an administrator's approval, and nothing else. */
export const wallClasses: readonly FailureClass[] = [
  {
    name: "Microsoft-managed policy excludes mail (90094)",
    meet: meetAfterSignIn(WALL),
    leave: leaveByLink,
    fix: approveByLink(),
  },
  {
    name: "user consent off (90094)",
    scenario: { policies: [{ tenant: CONTOSO, permissionGrantPoliciesAssigned: [] }] },
    meet: meetAtSignIn(WALL),
    leave: leaveByLink,
    fix: approveByLink(),
    resume: signInOnce,
  },
  {
    name: "low-impact policy, publisher unverified (90094)",
    scenario: {
      policies: [
        {
          tenant: CONTOSO,
          permissionGrantPoliciesAssigned: [self("low")],
          blockUserConsentForRiskyApps: false,
        },
      ],
      apps: [{ appId: PRODUCT_APP, verifiedPublisher: null }],
    },
    meet: meetAtSignIn(WALL),
    leave: leaveByLink,
    fix: approveByLink(),
    resume: signInOnce,
  },
  {
    name: "risk-based step-up (900941)",
    scenario: {
      policies: [{ tenant: CONTOSO, permissionGrantPoliciesAssigned: [self("legacy")] }],
      apps: [{ appId: PRODUCT_APP, verifiedPublisher: null, createdDateTime: "2026-01-01T00:00:00Z" }],
    },
    meet: meetAfterSignIn(WALL),
    leave: leaveByLink,
    fix: approveByLink(),
  },
  {
    name: "approval workflow on: asked by Microsoft's form (90095)",
    scenario: {
      policies: [
        {
          tenant: CONTOSO,
          adminConsentWorkflow: { isEnabled: true, reviewerIds: ["a0000000-0000-4000-8000-000000000003"] },
        },
      ],
    },
    meet: meetAfterSignIn("Approval required"),
    leave: askByForm,
    fix: approveAsReviewer,
  },
  {
    name: "approval workflow on: the form is left, and the administrator gets our link (90095)",
    scenario: { policies: [{ tenant: CONTOSO, adminConsentWorkflow: { isEnabled: true, reviewerIds: [] } }] },
    meet: meetAfterSignIn("Approval required"),
    leave: leaveByLink,
    fix: approveByLink(),
  },
  {
    name: "the grant is slow to replicate",
    scenario: { entraSettings: { consentReplicationSeconds: 2 } },
    meet: meetAfterSignIn(WALL),
    leave: leaveByLink,
    fix: approveByLink(),
  },
];
