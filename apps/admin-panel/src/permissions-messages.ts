import { defineMessages } from "@outrigger/ui";

export const permissionsMessagesOf = defineMessages({
  apiName: "API name",
  claimValue: "Claim value",
  permission: "Permission",
  type: "Type",
  status: "Status",
  microsoftSays: "Microsoft's words",
  lesserChoice: "Less would be",
  noLesserChoice: "Nothing less does it",
  usedFor: "Used for",
  withoutIt: "Without it",
  statusNotGranted: "Not granted",
  statusReported: "Not confirmed yet",
  statusConfirmed: "Granted",
});
