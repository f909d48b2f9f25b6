import type { ErrorText } from "./error-text.ts";

const SALESFORCE = "Salesforce, OAuth 2.0 error codes";
const GRAPH = "Microsoft Graph, error responses";
const OFFICE = "Office, Handle errors and events in the dialog";
const ERROR_PAGE = "https://northwind.my.salesforce.com/setup/secur/RemoteAccessErrorPage.apexp";

const salesforce: ErrorText[] = [
  {
    text: "https://crm.example/connect/salesforce/callback?error=OAUTH_APP_BLOCKED&error_description=this+app+is+blocked+by+admin&state=s",
    source: SALESFORCE,
    cause: "OAUTH_APP_BLOCKED",
  },
  {
    text: `${ERROR_PAGE}?error=invalid_client&error_description=app+must+be+installed+into+org`,
    source: "Salesforce, Connected app usage restrictions",
    cause: "app_must_be_installed",
  },
  {
    text: `We can't authorize you because of an OAuth error. ${ERROR_PAGE}?error=invalid_client&error_description=app%20must%20be%20installed%20into%20org`,
    source: "the page's text with its address",
    cause: "app_must_be_installed",
  },
  {
    text: `${ERROR_PAGE}?error=invalid_scope&error_description=the+requested+scope+is+not+allowed`,
    source: SALESFORCE,
    cause: "scope_not_allowed",
  },
  {
    text: `${ERROR_PAGE}?error=something_new`,
    source: "an error page without known words",
    asks: ["app_must_be_installed", "scope_not_allowed"],
  },
  {
    text: "We can't authorize you because of an OAuth error. For more information, contact your Salesforce administrator. OAUTH_APPROVAL_ERROR_GENERIC : An unexpected error has occured during authentication. Please try again.",
    source: "the page's text alone",
    asks: ["app_must_be_installed", "scope_not_allowed"],
  },
  {
    text: "OAUTH_EC_APP_NOT_FOUND",
    source: "Salesforce, External client apps",
    cause: "OAUTH_EC_APP_NOT_FOUND",
  },
  {
    text: '{"error":"app_not_found","error_description":"External client app is not installed in this org"}',
    source: "Salesforce, External client apps",
    cause: "OAUTH_EC_APP_NOT_FOUND",
  },
  {
    text: '{"error":"invalid_app_access","error_description":"user is not admin approved to access this app"}',
    source: SALESFORCE,
    cause: "OAUTH_APP_ACCESS_DENIED",
  },
  {
    text: "?error=OAUTH_APP_ACCESS_DENIED&error_description=user+is+not+admin+approved+to+access+this+app",
    source: SALESFORCE,
    cause: "OAUTH_APP_ACCESS_DENIED",
  },
  {
    text: "?error=access_denied&error_description=end-user+denied+authorization",
    source: SALESFORCE,
    cause: "salesforce_denied",
  },
  {
    text: "error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration",
    source: SALESFORCE,
    cause: "redirect_uri_mismatch",
  },
  {
    text: "error=invalid_client_id&error_description=client%20identifier%20invalid",
    source: SALESFORCE,
    cause: "invalid_client_id",
  },
  {
    text: '{"error":"invalid_grant","error_description":"expired access/refresh token"}',
    source: SALESFORCE,
    cause: "refresh_token_expired",
  },
  {
    text: '{"error":"invalid_grant","error_description":"Audience validation failed"}',
    source: SALESFORCE,
    cause: "audience_validation_failed",
  },
  {
    text: "IDX10214: Audience validation failed. Audiences: 'api://x'.",
    source: "another program's words",
    nothing: "unknown",
  },
  {
    text: '{"error":"invalid_grant","error_description":"ip restricted"}',
    source: SALESFORCE,
    cause: "ip_restricted",
  },
  {
    text: '{"error":"inactive_user","error_description":"inactive user"}',
    source: SALESFORCE,
    cause: "inactive_user",
  },
  {
    text: '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]',
    source: "Salesforce, REST status codes",
    cause: "INVALID_SESSION_ID",
  },
  {
    text: '[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]',
    source: "Salesforce, API Access Control",
    cause: "session_not_valid_for_api",
  },
  {
    text: '[{"message":"The REST API is not enabled for this Organization.","errorCode":"API_DISABLED_FOR_ORG"}]',
    source: "Salesforce, REST status codes",
    cause: "API_DISABLED_FOR_ORG",
  },
  { text: "Bad_OAuth_Token", source: SALESFORCE, asks: ["API_DISABLED_FOR_ORG", "INVALID_SESSION_ID"] },
];

const graph: ErrorText[] = [
  {
    text: '{"error":{"code":"MailboxNotEnabledForRESTAPI","message":"The mailbox is either inactive, soft-deleted, or is hosted on-premise."}}',
    source: GRAPH,
    cause: "MailboxNotEnabledForRESTAPI",
  },
  {
    text: '{"error":{"code":"ErrorAccessDenied","message":"Access to OData is disabled."}}',
    source: "Microsoft, Limit mailbox access",
    cause: "odata_access_disabled",
  },
  {
    text: '{"error":{"code":"ErrorAccessDenied","message":"Access is denied. Check credentials and try again."}}',
    source: GRAPH,
    asks: ["granted_but_incomplete", "mailbox_not_shared"],
  },
  {
    text: '{"error":{"code":"InvalidAuthenticationToken","message":"Lifetime validation failed, the token is expired.","innerError":{"date":"2026-11-20T08:15:42","request-id":"x","code":"other"}}}',
    source: GRAPH,
    cause: "InvalidAuthenticationToken",
  },
  {
    text: 'WWW-Authenticate: Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="',
    source: "Microsoft, Claims challenges",
    cause: "insufficient_claims",
  },
  {
    text: '{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}',
    source: GRAPH,
    asks: ["granted_but_incomplete", "role_missing"],
  },
  {
    text: '{"error":{"code":"Request_MultipleObjectsWithSameKeyValue","message":"Permission entry already exists."}}',
    source: "Graph, oAuth2PermissionGrant",
    cause: "Request_MultipleObjectsWithSameKeyValue",
  },
  {
    text: '{"error":{"code":"Request_BadRequest","message":"Permission entry already exists."}}',
    source: "Graph, oAuth2PermissionGrant",
    cause: "Request_MultipleObjectsWithSameKeyValue",
  },
  {
    text: '{"error":{"code":"ErrorItemNotFound","message":"The specified object was not found in the store."}}',
    source: GRAPH,
    cause: "ErrorItemNotFound",
  },
  {
    text: '{"error":{"code":"SyncStateNotFound","message":"The sync state generation is not found"}}',
    source: "microsoftgraph/microsoft-graph-docs#2162",
    cause: "SyncStateNotFound",
  },
  {
    text: '{"error":{"code":"ApplicationThrottled","message":"Application is over its MailboxConcurrency limit."}}',
    source: "twentyhq/twenty#11037",
    cause: "ApplicationThrottled",
  },
  {
    text: '{"error":{"code":"ExtensionError","message":"Operation: Create; Exception: [Status Code: BadRequest; Reason: Subscription expiration can only be 10080 minutes in the future.]"}}',
    source: "Graph, subscription",
    cause: "ExtensionError",
  },
  {
    text: "X-EWS-Policy-Reason: EWS is disabled for this user or tenant",
    source: "Exchange, Control access to EWS",
    cause: "ews_disabled",
  },
  {
    text: "HTTP/1.1 403 Forbidden\r\nx-ews-policy-reason: EWS is blocked by policy for this user or tenant\r\nDate: x",
    source: "Exchange, Control access to EWS",
    cause: "ews_blocked_by_policy",
  },
  {
    text: '{"error":{"code":"PublisherDomainMismatch","message":"The publisher domain does not match."}}',
    source: "Microsoft, Troubleshoot publisher verification",
    cause: "PublisherDomainMismatch",
  },
  {
    text: "MPNAccountNotVetted",
    source: "Microsoft, Troubleshoot publisher verification",
    cause: "MPNAccountNotVetted",
  },
];

const office: ErrorText[] = [
  {
    text: "12006",
    source: OFFICE,
    asks: ["admin_approval_required", "user_cancelled_sign_in", "dialog_cut_off"],
  },
  { text: "DialogEventReceived: error 12006", source: OFFICE, asks: ["admin_approval_required"] },
  { text: "dialog error 12002", source: OFFICE, cause: "office_dialog_12002" },
  { text: "displayDialogAsync failed with code 12011", source: OFFICE, cause: "office_dialog_12011" },
  {
    text: '{"code":9018,"name":"GenericTokenError","message":"An internal error has occurred."}',
    source: "Outlook, legacy token FAQ",
    cause: "office_9018",
  },
  { text: "getCallbackTokenAsync: error 9017", source: "Outlook, legacy token FAQ", cause: "office_9017" },
];

export const apiErrorTexts: readonly ErrorText[] = [...salesforce, ...graph, ...office];
