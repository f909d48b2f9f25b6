import type { FastifyInstance } from "fastify";
import { directoryOf } from "../core/directory.ts";
import { html } from "../core/html.ts";
import type { SandboxContext } from "../core/part.ts";
import { exchangeOnline } from "../entra/permission-catalog.ts";
import { tenantAccessOf } from "../entra/sign-in-conditions/tenant-access.ts";
import { verifyAccessToken, type AccessTokenClaims } from "../entra/verify-access-token.ts";

const REASON = "X-EWS-Policy-Reason";
const DISABLED = "EWS is disabled for this user or tenant";
const BLOCKED = "EWS is blocked by policy for this user or tenant";

/**
 * POST /EWS/Exchange.asmx (how-to-control-access-to-ews-in-exchange): 401 without a token of Exchange Online's own,
 * 403 with the header that says which of the two settings is in the way. Whoever passes both finds no mailbox.
 */
export function registerWebServices(app: FastifyInstance, context: SandboxContext): void {
  // SOAP is XML; nobody here reads it, as no mailbox would answer it.
  app.addContentTypeParser(
    ["text/xml", "application/soap+xml"],
    { parseAs: "string" },
    (_request, body, done) => done(null, body),
  );
  app.post("/EWS/Exchange.asmx", async (request, reply) => {
    const claims = await verifyAccessToken(context, request.headers.authorization, {
      audience: exchangeOnline.audience,
    });
    if (!claims?.scopes.includes("EWS.AccessAsUser.All")) {
      return reply
        .code(401)
        .header("www-authenticate", `Bearer client_id="${exchangeOnline.appId}", error="invalid_token"`)
        .send("");
    }
    const reason = findPolicyReason(context, claims);
    if (reason !== undefined) return reply.code(403).header(REASON, reason).send("");
    return reply.code(500).type("text/xml; charset=utf-8").send(noMailboxFault.text);
  });
}

/** Undefined where Exchange Online lets the application in. Unset counts as off since October 2026. */
function findPolicyReason(
  context: SandboxContext,
  { tenantId, appId }: Pick<AccessTokenClaims, "tenantId" | "appId">,
): string | undefined {
  const tenant = directoryOf(context).tenants.get(tenantId);
  const { ewsEnabled, ewsAllowedAppIds = [] } = tenantAccessOf(context).get(tenantId);
  if (tenant?.mailboxHost !== "exchange_online" || ewsEnabled !== true) return DISABLED;
  return ewsAllowedAppIds.includes(appId) ? undefined : BLOCKED;
}

const noMailboxFault = html`<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
  <s:Body>
    <s:Fault>
      <faultcode>s:Server</faultcode>
      <faultstring xml:lang="en-US">The mailbox store is unavailable. The sandbox keeps no mailbox for Exchange Web Services.</faultstring>
      <detail>
        <e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">ErrorMailboxStoreUnavailable</e:ResponseCode>
      </detail>
    </s:Fault>
  </s:Body>
</s:Envelope>`;
