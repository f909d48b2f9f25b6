import { changeSettings, getSettings, type Settings } from "@outrigger/api-contract";
import type { OrganizationId } from "@outrigger/storage";
import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { followUpSettings } from "../approvals/follow-up-settings.ts";

const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** An organization's own rules; what it never set comes from configuration. */
export function registerSettings(app: FastifyInstance, context: FeatureContext): void {
  registerEndpoint(app, getSettings, ({ caller }) => readSettings(context, caller.organizationId));

  registerEndpoint(app, changeSettings, async ({ caller, body }) => {
    const wrong = (body.internalDomains ?? []).findIndex((domain) => !DOMAIN.test(domain));
    if (wrong >= 0) {
      const fields = [
        { path: `body.internalDomains.${wrong}`, message: "Must be a domain, such as contoso.com." },
      ];
      throw new RequestError("invalid_input", undefined, { fields });
    }
    await context.database.transaction(async (repositories) => {
      await repositories.settings.change(caller.organizationId, {
        initialWindowDays: body.initialWindowDays,
        internalDomains: body.internalDomains === undefined ? undefined : [...new Set(body.internalDomains)],
        approvalReminderDays: body.approvalReminderDays,
        approvalReminderCountMax: body.approvalReminderCountMax,
        approvalEscalationDays: body.approvalEscalationDays,
        approvalEscalationAddress: body.approvalEscalationAddress,
      });
      await repositories.auditEntries.add(caller.organizationId, {
        actor: caller.user,
        action: "settings.change",
        summary: `Changed the settings: ${Object.keys(body).join(", ") || "nothing"}.`,
      });
    });
    return readSettings(context, caller.organizationId);
  });
}

async function readSettings(
  { config, database }: FeatureContext,
  organizationId: OrganizationId,
): Promise<Settings> {
  const own = await database.settings.get(organizationId);
  return {
    initialWindowDays:
      own.initialWindowDays === undefined ? config.sync.initialWindowDays : own.initialWindowDays,
    internalDomains: [...(own.internalDomains ?? [])],
    ...followUpSettings(own),
  };
}
