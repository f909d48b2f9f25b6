import type { Application } from "../../core/directory.ts";
import { EntraError } from "../entra-error.ts";
import { entraRecords, type SignInFlow } from "../entra-records.ts";
import { tenantLabel } from "../resolve-tenant.ts";
import { moveFlow, readFlow, type SignInStep, type SignInVisit } from "../sign-in-visit.ts";

/** Domains of Microsoft's own accounts for people; the sandbox keeps none of their accounts. */
const domains = ["outlook.com", "hotmail.com", "live.com", "msn.com"];

function isPersonalAccount(name: string): boolean {
  const domain = name.trim().toLowerCase().split("@")[1] ?? "";
  return domains.includes(domain);
}

/** Whether an application takes work and school accounts only. */
function isWorkOnly({ signInAudience }: Pick<Application, "signInAudience">): boolean {
  return signInAudience !== "AzureADandPersonalMicrosoftAccount";
}

/** A name that no tenant has. Personal accounts are somebody's, but not for work. */
export function refuseName(visit: SignInVisit, flow: SignInFlow, name: string): SignInStep {
  const { app, selection } = readFlow(visit.context, flow);
  const stay = (notice: string): SignInStep => ({ kind: "page", flow: moveFlow(visit, flow, {}), notice });
  if (!isPersonalAccount(name)) {
    return stay(
      "This username may be incorrect. Make sure you typed it correctly. Otherwise, contact your admin.",
    );
  }
  if (!isWorkOnly(app)) return stay("That Microsoft account doesn't exist. Enter a different account.");
  if (entraRecords(visit.context).settings().personalAccounts === "stay_on_page") {
    return stay("You can't sign in here with a personal account. Use your work or school account instead.");
  }
  const { appId, displayName } = app;
  const tenant = tenantLabel(selection);
  throw new EntraError(
    50020,
    { user: name.trim(), issuer: "live.com", tenant, appId, appName: displayName },
    { correlationId: flow.correlationId },
  );
}
