import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { SandboxContext } from "../../core/part.ts";
import { loginUrl, showPage } from "../oauth/authorization.routes.ts";
import { changePolicy } from "../oauth/app-policies.ts";
import { oauthStoreOf } from "../oauth/oauth-store.ts";
import { findSignedInUser } from "../oauth/sign-in.ts";
import { isTrue, textOf } from "../org.ts";
import { parseRecordId } from "../record-id.ts";
import { renderHomePage, renderListPage, renderMessagePage, type Viewer } from "./list-pages.ts";
import { renderRecordPage } from "./record-page.ts";
import { renderAppUsagePage } from "./setup-page.ts";

const setupPath = "/salesforce/setup/connected-apps-oauth-usage";

const appFormSchema = z.object({
  clientId: z.string().min(1).max(255),
  action: z.enum([
    "install",
    "uninstall",
    "block",
    "unblock",
    "permit_all",
    "permit_approved",
    "approve_user",
  ]),
  userId: z.string().max(18).optional(),
});

/** Salesforce's own screens: lists, records and the setup page of connected apps. */
export function registerPages(app: FastifyInstance, context: SandboxContext): void {
  const show = (path: string, render: (viewer: Viewer, request: FastifyRequest) => string | undefined) => {
    app.get(path, async (request, reply) => {
      const viewer = findSignedInUser(context, request);
      if (!viewer) return reply.redirect(loginUrl({ startUrl: request.url, loginHint: undefined }));
      const page = render(viewer, request);
      return page === undefined ? showNotFound(reply, viewer) : showPage(reply, 200, page);
    });
  };

  show("/salesforce/home", (viewer) => renderHomePage(viewer));
  show("/salesforce/lightning/page/home", (viewer) => renderHomePage(viewer));
  show("/salesforce/lightning/o/:objectName/list", (viewer, request) =>
    renderListPage(viewer, parameterOf(request, "objectName")),
  );
  show("/salesforce/lightning/r/:objectName/:id/view", showRecord);
  show("/salesforce/lightning/r/:id/view", showRecord);
  show("/salesforce/:id", showRecord);
  show(setupPath, (viewer) => renderAppUsagePage(viewer));
  app.post(setupPath, async (request, reply) => changeApp(context, request, reply));
}

function parameterOf(request: FastifyRequest, name: string): string {
  const { params } = request;
  const value: unknown =
    typeof params === "object" && params !== null ? Reflect.get(params, name) : undefined;
  return typeof value === "string" ? value : "";
}

function showRecord(viewer: Viewer, request: FastifyRequest): string | undefined {
  const id = parseRecordId(parameterOf(request, "id"));
  const row = id === undefined ? undefined : viewer.opened.findById(id);
  return row && row.values["IsDeleted"] !== true ? renderRecordPage(viewer, row) : undefined;
}

function showNotFound(reply: FastifyReply, viewer: Viewer): FastifyReply {
  return showPage(
    reply,
    404,
    renderMessagePage(viewer, "Page not found", "This page or record does not exist or was deleted."),
  );
}

function changeApp(context: SandboxContext, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const viewer = findSignedInUser(context, request);
  if (!viewer) return reply.redirect(loginUrl({ startUrl: setupPath, loginHint: undefined }));
  const { opened, user } = viewer;
  const profile = opened.rows("Profile").get(textOf(user, "ProfileId"));
  if (!profile || !isTrue(profile, "PermissionsCustomizeApplication")) {
    return showPage(
      reply,
      403,
      renderMessagePage(
        viewer,
        "Insufficient Privileges",
        "Only an administrator can change connected apps.",
      ),
    );
  }
  const form = appFormSchema.safeParse(request.body);
  const app = form.success ? oauthStoreOf(context.store).apps.get(form.data.clientId) : undefined;
  if (!form.success || !app) {
    return showPage(reply, 400, renderMessagePage(viewer, "Bad request", "There is no such app or action."));
  }
  context.store.transaction(() => applyAction(viewer, app, form.data));
  return reply.redirect(setupPath, 303);
}

function applyAction(
  { opened }: Viewer,
  app: Parameters<typeof changePolicy>[1],
  { action, userId }: z.infer<typeof appFormSchema>,
): void {
  switch (action) {
    case "install":
      changePolicy(opened, app, { present: true, installed: true });
      break;
    case "uninstall":
      changePolicy(opened, app, { installed: false });
      break;
    case "block":
      changePolicy(opened, app, { blocked: true });
      break;
    case "unblock":
      changePolicy(opened, app, { blocked: false });
      break;
    case "permit_all":
      changePolicy(opened, app, { permittedUsers: "all_users_may_self_authorize" });
      break;
    case "permit_approved":
      changePolicy(opened, app, { permittedUsers: "admin_approved_users" });
      break;
    case "approve_user": {
      const policy = changePolicy(opened, app, {});
      const user = opened.rows("User").get(userId ?? "");
      if (user)
        changePolicy(opened, app, { approvedUserIds: [...new Set([...policy.approvedUserIds, user.id])] });
      break;
    }
  }
}
