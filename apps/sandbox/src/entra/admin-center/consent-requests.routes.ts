import { directoryOf } from "../../core/directory.ts";
import { applicationWriters } from "../../graph/directory-roles.ts";
import {
  isReviewer,
  listApplicationRequests,
  type ApplicationRequests,
} from "../consent-requests/consent-requests.ts";
import { endRequests } from "../consent-requests/review-requests.ts";
import { consentRequestPage, consentRequestsPage, consentRequestsPath } from "./consent-requests-page.ts";
import { beginRequestReview } from "./grant-admin-consent.ts";
import {
  noticeOf,
  holdsRole,
  type Answer,
  type Notices,
  type PortalRequest,
  type PortalRoutes,
} from "./portal-routes.ts";

const notices: Notices = {
  approved: {
    text: "The request was approved. Everybody in your organization may use the application now.",
    kind: "done",
  },
  denied: { text: "The request was denied. The people who asked were told by mail.", kind: "done" },
  blocked: {
    text: "The application was blocked. Nobody can sign in to it or request it any more.",
    kind: "done",
  },
  not_granted: { text: "The permissions were not accepted. The request is still pending.", kind: "problem" },
  no_role: {
    text: "You do not have permission to grant admin consent. Reviewers who approve need a role that may grant what the application asks, such as Cloud Application Administrator.",
    kind: "problem",
  },
  not_reviewer: { text: "Only reviewers of this request can do that. Nothing was changed.", kind: "problem" },
  no_justification: { text: "Enter a justification. Nothing was changed.", kind: "problem" },
  nothing_pending: { text: "Nothing of this request is pending any more.", kind: "problem" },
};

/** "Admin consent requests": reviewers look at what people asked for, and approve, deny or block. */
export function registerConsentRequests({ get, post }: PortalRoutes): void {
  get(consentRequestsPath, (request) => {
    const { visit, user, tenant, query } = request;
    const mayReadAll = holdsRole(request, [...applicationWriters, "Global Reader"]);
    const tab = query["tab"] === "all" ? "all" : "mine";
    const everything = listApplicationRequests(visit.context, tenant.id);
    const mine = everything.filter(({ pending }) => pending.some((one) => isReviewer(one, user)));
    return {
      page: consentRequestsPage({
        visit,
        tenant,
        tab,
        shown: tab === "all" ? (mayReadAll ? everything : undefined) : mine,
        notice: noticeOf(request, notices),
      }),
    };
  });
  get(`${consentRequestsPath}/:appId`, (request) =>
    withRequests(request, (asked) => ({
      page: consentRequestPage({
        visit: request.visit,
        tenant: request.tenant,
        asked,
        mayReview: mayReview(request, asked),
        notice: noticeOf({ ...request, query: { notice: outcomeOf(request) } }, notices),
      }),
    })),
  );
  post(`${consentRequestsPath}/:appId/review`, (request) =>
    reviewing(request, (asked) => ({ goTo: beginRequestReview(request, asked) })),
  );
  post(`${consentRequestsPath}/:appId/deny`, (request) => end(request, "Denied"));
  post(`${consentRequestsPath}/:appId/block`, (request) => end(request, "Blocked"));
}

/** What the page is told: by its own forms, or by the prompt that it led to. `error` wins over `admin_consent=True`. */
function outcomeOf({ query }: PortalRequest): string {
  if (query["denied"]) return "no_role";
  if (query["error"]) return "not_granted";
  return query["admin_consent"] === "True" ? "approved" : (query["notice"] ?? "");
}

function withRequests(request: PortalRequest, act: (asked: ApplicationRequests) => Answer): Answer {
  const { visit, user, tenant, params } = request;
  const asked = listApplicationRequests(visit.context, tenant.id).find(
    ({ appId }) => appId === params["appId"],
  );
  const maySee =
    asked?.requests.some((one) => isReviewer(one, user)) === true ||
    holdsRole(request, [...applicationWriters, "Global Reader"]);
  if (!asked || !maySee) return { goTo: consentRequestsPath };
  return act(asked);
}

function mayReview({ user }: PortalRequest, { pending }: ApplicationRequests): boolean {
  return pending.some((one) => isReviewer(one, user));
}

/** Only a reviewer of something that is still pending goes on. */
function reviewing(request: PortalRequest, act: (asked: ApplicationRequests) => Answer): Answer {
  return withRequests(request, (asked) => {
    const page = `${consentRequestsPath}/${asked.appId}`;
    if (asked.pending.length === 0) return { goTo: `${page}?notice=nothing_pending` };
    return mayReview(request, asked) ? act(asked) : { goTo: `${page}?notice=not_reviewer` };
  });
}

function end(request: PortalRequest, result: "Denied" | "Blocked"): Answer {
  const { visit, user, tenant, form } = request;
  return reviewing(request, ({ appId }) => {
    const page = `${consentRequestsPath}/${appId}`;
    const justification = (form["justification"] ?? "").trim().slice(0, 1_000);
    if (justification === "") return { goTo: `${page}?notice=no_justification` };
    const app = directoryOf(visit.context).applications.find((one) => one.appId === appId);
    if (!app) return { goTo: consentRequestsPath };
    endRequests(visit.context, { tenant, app, reviewer: user, result, justification });
    return { goTo: `${page}?notice=${result === "Denied" ? "denied" : "blocked"}` };
  });
}
