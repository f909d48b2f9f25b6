import { dismissNotice, listNotices } from "@outrigger/api-contract";
import { parseNoticeId } from "@outrigger/storage";
import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { nameTenants } from "../permissions/name-tenants.ts";
import { describeNotice } from "./describe-notice.ts";

/** What changed in the organization's Microsoft tenants, or will, so that people meet a wall. */
export function registerNotices(app: FastifyInstance, context: FeatureContext): void {
  const { config, database } = context;
  registerEndpoint(app, listNotices, async ({ caller }) => {
    const names = await nameTenants(caller.organizationId, context);
    const open = await database.notices.listOpen(caller.organizationId);
    const product = config.product.productName;
    return {
      notices: open.flatMap((notice) =>
        describeNotice(notice, { product, tenant: names.get(notice.tenantId) ?? notice.tenantId }),
      ),
    };
  });

  registerEndpoint(app, dismissNotice, async ({ caller, params }) => {
    const { organizationId, user } = caller;
    await database.transaction(async ({ notices, auditEntries }) => {
      const dismissed = await notices.dismiss(organizationId, parseNoticeId(params.noticeId), user.id);
      if (dismissed === undefined) throw new RequestError("not_found");
      await auditEntries.add(organizationId, {
        actor: user,
        action: "notice.dismiss",
        summary: `Dismissed a notice about the Microsoft tenant ${dismissed.tenantId}: ${dismissed.kind.replaceAll("_", " ")}.`,
      });
    });
    return { dismissed: true as const };
  });
}
