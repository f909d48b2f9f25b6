import type { SalesforceAccess, SalesforceAccessPage } from "@outrigger/api-contract";
import type { SalesforceAccessRequest } from "@outrigger/storage";
import type { FeatureContext } from "../../http/feature-context.ts";
import { explainSalesforceText } from "./explain-salesforce-error.ts";
import { describeSalesforceApp } from "./salesforce-app.ts";
import { waysOut } from "./ways-out.ts";

export function describeSalesforceAccess(
  request: SalesforceAccessRequest,
  { clock }: Pick<FeatureContext, "clock">,
): SalesforceAccess {
  const isOver = request.expiresAt <= clock.now();
  const isDecided = request.state === "connected" || request.state === "withdrawn";
  return {
    state: isOver && !isDecided ? "expired" : request.state,
    cause: request.cause,
    askedAt: request.askedAt.toISOString(),
    decidedAt: request.decidedAt?.toISOString() ?? null,
    declineReason: request.declineReason,
    expiresAt: request.expiresAt.toISOString(),
  };
}

/** What the page behind the administrator's link shows. */
export function describeSalesforceAccessPage(
  request: SalesforceAccessRequest,
  context: Pick<FeatureContext, "clock" | "config">,
): SalesforceAccessPage {
  const { productName, companyName } = context.config.product;
  return {
    request: { ...describeSalesforceAccess(request, context), askedByName: request.askedByName },
    explanation: request.cause === null ? null : explainSalesforceText(request.cause),
    app: describeSalesforceApp(context.config),
    cannot: [
      "See or change what the person who signed in may not.",
      "Change users, profiles, settings or metadata of your org: it asks neither for full nor for web.",
      `Reach your org when you block it: Setup, Connected Apps OAuth Usage, Block. It takes effect without ${companyName}.`,
    ],
    ways: waysOut(request.cause, productName),
  };
}
