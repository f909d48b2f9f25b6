import { defineMessages } from "@outrigger/ui";

export const registrationMessagesOf = defineMessages({
  title: "App registration",
  lead: (product: string) =>
    `${product} signs in to Microsoft with a registration of your own. In your own tenant it is never “risky” and needs no verified publisher, because Microsoft's rule against risky apps concerns other tenants' apps only.`,
  clientId: "Application (client) ID",
  secret: "Client secret",
  secretSet: "Set. It is never shown.",
  secretMissing: "Not set",
  secretIsId: "This looks like the secret's id, not its value",
  secretIsIdText:
    "MICROSOFT_CLIENT_SECRET has the form of a GUID, which is what the portal calls Secret ID. Nobody will be able to sign in (AADSTS7000215). Make a new client secret, copy the column Value, set it, and restart.",

  checkTitle: "Check the registration",
  checkText:
    "Compares what stands in Microsoft Entra with what is needed. A Microsoft 365 administrator signs in for this once, only to read (Application.Read.All).",
  check: "Check as administrator",
  checkAgain: "Check again",
  paste: "Without signing in",
  pasteText: "Run this, and paste the answer:",
  pasteLabel: "Answer of Microsoft Graph (JSON)",
  checkPasted: "Check this",
  allGood: "The registration is as it has to be.",
  fault: "Fails now",
  warning: "Worth changing",
  toFix: "To change",
  noPrincipal: "The app in your tenant (enabled, assignment) is not part of what was pasted.",

  testTitle: "Test the sign-in",
  testText:
    "Goes to Microsoft and back with the configured client id and secret. Nothing that comes back is kept.",
  tenant: "Tenant (domain or id)",
  tenantHint: "Empty: any work account. A registration for one tenant needs it.",
  test: "Test the sign-in",
  lastTest: "Last test",
  pageError: "Microsoft's page showed an error",
  pageErrorText: "Such errors do not come back by themselves. Paste what the page said, or its code.",
  pageErrorLabel: "Error text or code",
  explain: "Explain",

  createTitle: "What to register",
  audience: "Who signs in",
  oneTenant: "One tenant, your own",
  severalTenants: "Several tenants (needs a verified publisher)",
  redirectUris: "Redirect URIs, platform Web, exactly",
  permissions: "Delegated permissions",
  permissionsText:
    "All that any choice under Permissions can ask. Grant admin consent in the portal grants this list and nothing else.",
  steps: "In the Entra admin center",
  openPortal: "Open the Entra admin center",
  commands: "By command",
  manifest: "Application manifest",
  graphManifest: "Microsoft Graph format",
  portalManifest: "Older portal format",
  copy: "Copy",
  id: "Id",
  value: "Claim value",
  api: "API",
});
