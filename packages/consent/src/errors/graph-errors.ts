import type { ErrorGroup } from "./error-entry.ts";
import { APP_OWNER, USER } from "./error-entry.ts";

const OUTLOOK = "learn.microsoft.com/graph/outlook-errors";
const GRAPH = "learn.microsoft.com/graph/errors";
const NOBODY = "nobody";

/** What Microsoft Graph answers when permissions, mailboxes and grants are touched; named by Graph's own codes. */
export const graphErrors: readonly ErrorGroup[] = [
  {
    titles: { InvalidAuthenticationToken: "Graph does not accept the access token" },
    meaning:
      "The token has ended, is for another API, or was overtaken by an event (password, risk, policy). With a claims value in WWW-Authenticate, Graph asks for fresh proof.",
    whereShown: ["api"],
    whoMustAct: [NOBODY],
    steps: [
      "Get a new token with the refresh token, once.",
      "Where WWW-Authenticate carries claims, pass them on in an interactive sign-in.",
    ],
    whatNotToDo: ["Do not refresh in a loop.", "Do not ask an administrator for consent."],
    source: "learn.microsoft.com/entra/identity-platform/claims-challenge",
  },
  {
    titles: { insufficient_claims: "Graph asks for fresh proof of who is signed in" },
    meaning:
      "Continuous access evaluation or an authentication context: the token is refused until the claims challenge in WWW-Authenticate is met.",
    whereShown: ["api"],
    whoMustAct: [USER],
    steps: ["Sign in interactively, passing the decoded claims value on in the claims parameter."],
    whatNotToDo: ["Do not repeat the call with the same token."],
    source: "learn.microsoft.com/entra/identity-platform/claims-challenge",
  },
  {
    titles: { ErrorAccessDenied: "Graph refuses this mailbox or this operation" },
    meaning:
      "The token does not carry the permission, the mailbox is another person's who has not shared it, or Exchange limits the app to some mailboxes.",
    whereShown: ["api"],
    whoMustAct: [],
    steps: [
      "Read the token's scp claim and compare it with what the call needs; if it is missing, grant it and get a new token.",
      "If it is there and the mailbox is another person's, the mailbox must be shared with the person who is signed in.",
    ],
    whatNotToDo: ["Do not ask for consent before the token has been looked at."],
    source: OUTLOOK,
    question: {
      text: "Does the token's scp claim hold the permission that the call needs, and whose mailbox is it?",
      choices: [
        { label: "The permission is missing in scp", cause: "granted_but_incomplete" },
        { label: "It is there, and the mailbox is another person's", cause: "mailbox_not_shared" },
        {
          label: "It is there, and the mailbox is the person's own",
          cause: "app_access_limited_by_exchange",
        },
      ],
    },
  },
  {
    titles: { odata_access_disabled: "Exchange keeps this app out of this mailbox" },
    meaning:
      'Status 403, ErrorAccessDenied, "Access to OData is disabled.": an application access policy or an app-only scope of Exchange Online excludes the mailbox. Entra\'s permissions are not what is missing.',
    whereShown: ["api"],
    whoMustAct: ["Exchange Administrator"],
    steps: [
      "Look at Get-ApplicationAccessPolicy and, for RBAC for Applications, at Test-ServicePrincipalAuthorization -Identity <app> -Resource <mailbox>.",
      "Put the mailbox into the policy's group or the scope; it can take an hour and more to apply.",
    ],
    whatNotToDo: ["Do not grant wider permissions in Entra: the refusal is Exchange's."],
    source: "learn.microsoft.com/graph/auth-limit-mailbox-access",
  },
  {
    titles: { MailboxNotEnabledForRESTAPI: "The mailbox cannot be reached through Graph" },
    meaning:
      "The mailbox is on Exchange Server (hybrid), inactive, soft-deleted, or the account has no Exchange Online licence.",
    whereShown: ["api"],
    whoMustAct: ["Exchange Administrator", "License Administrator"],
    steps: [
      "Look where the mailbox lies and whether the account has an Exchange Online licence.",
      "A mailbox on Exchange Server is connected through Exchange Web Services instead.",
    ],
    whatNotToDo: ["Do not ask for consent: no grant moves a mailbox."],
    source: OUTLOOK,
  },
  {
    titles: { Authorization_RequestDenied: "Graph: the token or the person may not do this" },
    meaning:
      "Insufficient privileges: the token lacks the permission, or the person lacks the directory role that the operation needs besides.",
    whereShown: ["api"],
    whoMustAct: [],
    steps: [
      "Compare the token's scp claim with the permission that Graph's page of the call names.",
      "Compare the person's roles with the roles that the page names for delegated use.",
    ],
    whatNotToDo: ["Do not make the person a Global Administrator to be rid of it."],
    source: GRAPH,
    question: {
      text: "Does the token's scp claim hold the permission that the call needs?",
      choices: [
        { label: "No", cause: "granted_but_incomplete" },
        { label: "Yes", cause: "role_missing" },
      ],
    },
  },
  {
    titles: { Request_MultipleObjectsWithSameKeyValue: "There is a grant for this app and API already" },
    meaning:
      'One row exists per app, API and kind of grant ("Permission entry already exists."). Some tenants answer Request_BadRequest with the same words.',
    whereShown: ["api"],
    whoMustAct: ["whoever grants"],
    steps: [
      "Read the row: GET /oauth2PermissionGrants?$filter=clientId eq '{service principal}'.",
      "PATCH it with its old and the new scopes together: PATCH replaces the whole list.",
    ],
    whatNotToDo: ["Do not delete the row and post a new one: everybody is locked out in between."],
    source: "learn.microsoft.com/graph/api/oauth2permissiongrant-update",
  },
  {
    titles: { Directory_ObjectNotFound: "The directory does not know this object yet" },
    meaning:
      "Right after a service principal was created a grant for it can fail until the directory has replicated; otherwise the id is wrong.",
    whereShown: ["api"],
    whoMustAct: [NOBODY],
    steps: [
      "Wait some seconds and try again; if it stays, check that the object id is a service principal's.",
    ],
    whatNotToDo: ["Do not create the service principal a second time."],
    source: GRAPH,
  },
  {
    titles: { ErrorItemNotFound: "The message, event or folder is not there any more" },
    meaning: "It was deleted or moved; an id without the immutable form changes with the folder.",
    whereShown: ["api"],
    whoMustAct: [NOBODY],
    steps: ['Drop the item or look it up again; send Prefer: IdType="ImmutableId" on every request.'],
    whatNotToDo: ["Do not take it for a missing permission."],
    source: OUTLOOK,
  },
  {
    titles: {
      ErrorIrresolvableConflict: "Somebody else changed the item at the same time",
      ErrorConflict: "The item is not the version that was read",
    },
    meaning: "The change key or If-Match does not fit the item's present state.",
    whereShown: ["api"],
    whoMustAct: [NOBODY],
    steps: ["Read the item again, apply the change to it, and send that."],
    whatNotToDo: ["Do not overwrite without reading."],
    source: OUTLOOK,
  },
  {
    titles: {
      SyncStateNotFound: "The place in the list of changes is lost",
      SyncStateInvalid: "The place in the list of changes is not valid any more",
      resyncRequired: "The list of changes must be read from the beginning",
    },
    meaning:
      "A delta link has no fixed life; Graph answers 410 or one of these codes when it has let go of it.",
    whereShown: ["api"],
    whoMustAct: [NOBODY],
    steps: ["Start a full round, and recognise by their ids the items that were handled before."],
    whatNotToDo: ["Do not make the person connect the account again."],
    source: "learn.microsoft.com/graph/delta-query-overview",
  },
  {
    titles: { ApplicationThrottled: "Graph asks to slow down" },
    meaning:
      "Too many requests at once for this app and mailbox (four at a time), or too many in ten minutes.",
    whereShown: ["api"],
    whoMustAct: [NOBODY],
    steps: ["Wait as long as Retry-After says, then go on with fewer at once."],
    whatNotToDo: ["Do not retry at once."],
    source: "learn.microsoft.com/graph/throttling-limits",
  },
  {
    titles: { ErrorQuotaExceeded: "The mailbox is full" },
    meaning: "Status 507, or Exchange's code: the mailbox has no room for what is to be written.",
    whereShown: ["api"],
    whoMustAct: [USER, "Exchange Administrator"],
    steps: ["Make room in the mailbox or raise its quota."],
    whatNotToDo: [],
    source: OUTLOOK,
  },
  {
    titles: { ExtensionError: "Exchange refuses the subscription" },
    meaning:
      "Most often the expiration lies too far ahead: seven days at most, one day with resource data; the message names the limit in minutes.",
    whereShown: ["api"],
    whoMustAct: [APP_OWNER],
    steps: ["Ask for an expiration within the named limit, and renew it in time."],
    whatNotToDo: [],
    source: "learn.microsoft.com/graph/api/resources/subscription",
  },
  {
    titles: { ValidationError: "Graph could not reach the notification address" },
    meaning:
      "Graph posts a validationToken to the address and wants it back as plain text, decoded, with status 200 within ten seconds.",
    whereShown: ["api"],
    whoMustAct: ["the operator of the product"],
    steps: [
      "Make the address reachable over https from the internet, or do without notifications: polling is complete.",
    ],
    whatNotToDo: ["Do not take it for a missing permission."],
    source: "learn.microsoft.com/graph/change-notifications-delivery-webhooks",
  },
];
