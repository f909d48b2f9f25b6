import type { ApprovalPage, AskedPermission } from "@outrigger/api-contract";

interface Shown {
  state?: ApprovalPage["approval"]["state"];
  result?: ApprovalPage["result"];
  waitingNames?: string[];
  permissions?: AskedPermission[];
}

/** A page with nothing remarkable on it but what a test names. */
export function buildApprovalPage({ state = "open", ...shown }: Shown): ApprovalPage {
  const waitingNames = shown.waitingNames ?? [];
  return {
    approval: {
      id: "00000000-0000-4000-8000-000000000001",
      state,
      askedAt: "2026-11-23T09:00:00Z",
      askedByName: "Adele Vance",
      decidedAt: null,
      decidedByName: null,
      declineReason: null,
      waitingCount: waitingNames.length,
      expiresAt: "2026-12-23T09:00:00Z",
      lastEvent: null,
    },
    organizationDisplayName: "Contoso",
    tenantDisplayName: "Contoso",
    tenantId: null,
    waitingNames,
    reasons: [],
    permissions: shown.permissions ?? [],
    grantedBefore: [],
    cannot: [],
    registration: { clientId: "", displayName: "", publisher: null, redirectOrigin: "" },
    sufficientRoles: [],
    commands: [],
    portalSteps: [],
    portalUrl: "",
    risks: [],
    expiresAt: "2026-12-23T09:00:00Z",
    canMail: true,
    result: shown.result ?? null,
  };
}

export function buildPermission(claimValue: string, status: AskedPermission["status"]): AskedPermission {
  return {
    apiName: "Microsoft Graph",
    claimValue,
    permission: claimValue,
    type: "Delegated",
    group: "mail",
    usedFor: `${claimValue} is used.`,
    withoutIt: "Nothing is saved.",
    microsoftText: `Allows ${claimValue}.`,
    lesserChoice: null,
    status,
  };
}
