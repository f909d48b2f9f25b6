import type { MicrosoftWindow } from "../page-models/microsoft-window.ts";
import type { FailureClass, Play } from "./failure-class.ts";
import { approveByLink } from "./fixes.ts";

const CONTOSO = "contoso.example";
const PRODUCT_APP = "0a0a0a0a-0000-4000-8000-00000000000a";
const self = (policy: string) => `managePermissionGrantsForSelf.microsoft-user-default-${policy}`;

/** Sign-in passes with the person's own Accept; the mailbox's permissions meet the wall. */
export async function meetAtMailbox(window: MicrosoftWindow, { person }: { person: string }): Promise<void> {
  await window.pickAccount(person);
  await window.seeTitle("Permissions requested");
  await window.accept();
  await window.seeTitle("Need admin approval");
}

export async function leaveByLink({ window, sidebar }: Play): Promise<void> {
  await window.returnWithoutConsent();
  await sidebar.seeWall();
}

/** Classes in which Microsoft wants an administrator, and one link is the whole way. */
export const wallClasses: readonly FailureClass[] = [
  {
    name: "Microsoft-managed policy excludes mail (90094)",
    meet: meetAtMailbox,
    leave: leaveByLink,
    fix: approveByLink(),
  },
  {
    name: "risk-based step-up (900941)",
    scenario: {
      policies: [
        {
          tenant: CONTOSO,
          permissionGrantPoliciesAssigned: [self("legacy")],
          blockUserConsentForRiskyApps: true,
        },
      ],
      apps: [{ appId: PRODUCT_APP, verifiedPublisher: null, createdDateTime: "2026-01-01T00:00:00Z" }],
    },
    meet: meetAtMailbox,
    leave: leaveByLink,
    fix: approveByLink(),
  },
];
