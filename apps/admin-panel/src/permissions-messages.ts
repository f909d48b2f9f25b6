import { defineMessages } from "@outrigger/ui";

export const permissionsMessagesOf = defineMessages({
  apiName: "API name",
  claimValue: "Claim value",
  permission: "Permission",
  type: "Type",
  status: "Status",
  usedFor: "Used for",
  withoutIt: "Without it",
  statusNotGranted: "Not granted",
  statusReported: "Not confirmed yet",
  statusConfirmed: "Granted",
});
