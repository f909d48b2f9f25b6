/**
 * The demo's registrations, as the sandbox seeds them. Written down once more here, as nothing that ships may import the
 * sandbox; a test keeps the two equal.
 */
export const demoRegistrations = {
  MICROSOFT_CLIENT_ID: "0a0a0a0a-0000-4000-8000-00000000000a",
  MICROSOFT_CLIENT_SECRET: "sandbox-microsoft-secret",
  MICROSOFT_ADMIN_CLIENT_ID: "0a0a0a0a-0000-4000-8000-00000000000d",
  MICROSOFT_ADMIN_CLIENT_SECRET: "sandbox-microsoft-administrator-secret",
  SALESFORCE_CLIENT_ID: "3MVG9outrigger.sandbox.client.id",
  SALESFORCE_CLIENT_SECRET: "sandbox-salesforce-secret",
} as const;

export interface DemoPlace {
  /** Origin of the sandbox over http. */
  readonly sandboxUrl: string;
  readonly smtpPort: number;
}

/** The server's settings for a sandbox on this machine: only addresses and registrations differ from the real clouds. */
export function demoSettings({ sandboxUrl, smtpPort }: DemoPlace): Record<string, string> {
  const host = new URL(sandboxUrl).host;
  return {
    ...demoRegistrations,
    MICROSOFT_LOGIN_URL: sandboxUrl,
    MICROSOFT_GRAPH_URL: `${sandboxUrl}/graph/v1.0`,
    MICROSOFT_PUBLISHER: "Outrigger Ltd",
    MICROSOFT_ENTRA_URL: `${sandboxUrl}/entra`,
    SALESFORCE_LOGIN_URL: `${sandboxUrl}/salesforce`,
    SALESFORCE_ALLOWED_HOSTS: host,
    OFFICE_JS_URL: `${sandboxUrl}/outlook/office.js`,
    FRAME_ANCESTORS: sandboxUrl,
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    MAIL_FROM: "outrigger@outrigger.example",
  };
}

/** What a newcomer reads after `npm start`. */
export function describeDemo(productUrl: string, sandboxUrl: string): string {
  return `
  Outrigger runs, with a make-believe Microsoft 365 and Salesforce beside it.

  Outlook with the sidebar    ${sandboxUrl}/outlook
  Admin panel                 ${productUrl}/admin
  Entra admin center          ${sandboxUrl}/entra
  Salesforce                  ${sandboxUrl}/salesforce
  Help                        ${productUrl}/help

  The people of Contoso (signing in is choosing an account):
    adele@contoso.example     Adele Vance, sales
    alex@contoso.example      Alex Wilber, sales
    megan@contoso.example     Megan Bowen, Global Administrator
    isaiah@contoso.example    Isaiah Langer, Cloud Application Administrator
    lidia@contoso.example     Lidia Holloway, Exchange Administrator
    pradeep@contoso.example   Pradeep Gupta, administrator of Salesforce

  Try this first: open Outlook as Adele, open a customer's mail and the sidebar beside it, sign in with
  Salesforce, then choose ☰ and Set up sync. Microsoft will say "Need admin approval": see what happens.

  Stop with Ctrl-C. What you did is kept under ./data for the next start.
`;
}
