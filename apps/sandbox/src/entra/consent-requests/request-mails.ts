import { directoryOf, type DirectoryUser, type Tenant } from "../../core/directory.ts";
import type { SandboxContext } from "../../core/part.ts";
import { deliverMail } from "../../outbox/deliver-mail.ts";
import type { ConsentRequest } from "../entra-records.ts";

const microsoft = { name: "Microsoft Security", address: "MSSecurity-noreply@microsoft.com" };

export interface FiledRequest {
  readonly tenant: Tenant;
  readonly request: ConsentRequest;
  readonly requester: DirectoryUser;
}

/** "A new request": to everybody who may review it, unless the tenant has switched these mails off. */
export function mailReviewers(context: SandboxContext, { tenant, request, requester }: FiledRequest): void {
  if (tenant.adminConsentWorkflow.notifyReviewers === false) return;
  for (const id of request.reviewerIds ?? []) {
    const reviewer = directoryOf(context).users.get(id);
    if (!reviewer) continue;
    deliverMail(context, {
      from: microsoft,
      to: reviewer,
      subject: `Action required: Review the admin consent request for ${request.appDisplayName}`,
      text: [
        `${requester.displayName} (${requester.userPrincipalName}) has requested access to ${request.appDisplayName} in ${tenant.displayName}.`,
        `Justification: ${request.reason}`,
        `Review the request in the Microsoft Entra admin center: Enterprise applications > Admin consent requests. It expires on ${(request.expiresDateTime ?? "").slice(0, 10)}.`,
      ].join("\n\n"),
    });
  }
}

const outcomes = {
  Approved: "has been approved",
  Denied: "has been denied",
  Blocked: "has been blocked",
} as const satisfies Record<NonNullable<ConsentRequest["review"]>["result"], string>;

/** To whoever asked: how the request ended. */
export function mailRequester(context: SandboxContext, { tenant, request, requester }: FiledRequest): void {
  const { review } = request;
  if (!review) return;
  const outcome = outcomes[review.result];
  deliverMail(context, {
    from: microsoft,
    to: requester,
    subject: `Your request for ${request.appDisplayName} ${outcome}`,
    text: [
      `Your request for access to ${request.appDisplayName} in ${tenant.displayName} ${outcome}.`,
      ...(review.justification === "" ? [] : [`Justification: ${review.justification}`]),
      ...(review.result === "Approved" ? ["You can now sign in to the application."] : []),
    ].join("\n\n"),
  });
}
