/**
 * Every code and name of an error that the vendors' pages tell of and that people meet around consent, kept apart from
 * the catalogue so that the catalogue is held to it. Numbers are AADSTS numbers.
 */
export const knownErrorNames: readonly string[] = [
  // Microsoft identity platform: Authentication and authorization error codes; Unexpected error when consenting.
  "65001 65004 90094 90093 90095 900941 900981 90090 90008 90099 1003031",
  "650052 650053 650054 650056 650057 65005 500011 700016 70001 1000031 7000112",
  "50105 50020 50194 50011 500113 900971 90002 90130 90023 900144 90014 9002313 9001023",
  "70011 28000 28002 28003 700022 9002326 9002327 7000215 7000222 7000218 700025",
  "50076 50074 50079 50072 50078 53003 53000 53001 530032 530034 530035 50097",
  "70043 50173 50034 70008 54005 501481 700082 700084 700005 50058 50196",
  "50126 50053 50055 50057 16000 500021 500022 500212 500213",
  // What comes without a number.
  "cancelled_without_code admin_consent_declined server_error temporarily_unavailable",
  // Troubleshoot publisher verification.
  "MPNAccountNotFoundOrNoAccess MPNGlobalAccountNotFound MPNAccountInvalid MPNAccountNotVetted",
  "NoPublisherIdOnAssociatedMPNAccount MPNIdDoesNotMatchAssociatedMPNAccount MPNIdWasNotProvided",
  "ApplicationNotFound ApplicationObjectisInvalid B2CTenantNotAllowed EmailVerifiedTenantNotAllowed",
  "NoPublisherDomainOnApplication PublisherDomainMismatch NotAuthorizedToVerifyPublisher",
  // Control access to EWS in Exchange: X-EWS-Policy-Reason. Limit mailbox access.
  "ews_disabled ews_blocked_by_policy odata_access_disabled",
  // Microsoft Graph: grants, mail, delta, throttling, subscriptions.
  "Request_MultipleObjectsWithSameKeyValue Directory_ObjectNotFound Authorization_RequestDenied",
  "InvalidAuthenticationToken ErrorAccessDenied ErrorItemNotFound MailboxNotEnabledForRESTAPI",
  "ErrorIrresolvableConflict ErrorConflict ErrorQuotaExceeded ApplicationThrottled",
  "SyncStateNotFound SyncStateInvalid resyncRequired ExtensionError ValidationError",
  // Office: dialog events, legacy Exchange tokens. MSAL.
  "office_dialog_12002 office_dialog_12003 office_dialog_12004 office_dialog_12005 office_dialog_12006",
  "office_dialog_12007 office_dialog_12009 office_dialog_12011 office_9017 office_9018 user_cancelled",
  // Salesforce: OAuth 2.0 error codes, External client apps, REST status codes.
  "OAUTH_APP_BLOCKED OAUTH_APPROVAL_ERROR_GENERIC app_must_be_installed scope_not_allowed",
  "OAUTH_EC_APP_NOT_FOUND OAUTH_APP_ACCESS_DENIED salesforce_denied redirect_uri_mismatch invalid_client_id",
  "refresh_token_expired audience_validation_failed ip_restricted inactive_user INVALID_SESSION_ID",
  "session_not_valid_for_api API_DISABLED_FOR_ORG Bad_OAuth_Token",
].flatMap((line) => line.split(" "));
