export interface ErrorEntry {
  /** The OAuth `error` that goes with the code. */
  readonly error: string;
  readonly suberror?: string;
  /** HTTP status at the token endpoint; 400 unless said otherwise. */
  readonly status?: number;
  /** Microsoft's text; `{name}` is filled in. */
  readonly text: string;
}

/** AADSTS codes that the sandbox answers with (Entra's reference-error-codes and captured answers). */
export const aadstsCatalogue = {
  16000: {
    error: "interaction_required",
    text: "Either multiple user identities are available for the current request or selected account is not supported for the scenario.",
  },
  28000: {
    error: "invalid_request",
    text: "Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {scope} is not valid.",
  },
  50011: {
    error: "invalid_request",
    text: "The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{appId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to troubleshoot this error.",
  },
  50020: {
    error: "unauthorized_client",
    text: "User account '{user}' from identity provider '{issuer}' does not exist in tenant '{tenant}' and cannot access the application '{appId}'({appName}) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.",
  },
  50034: {
    error: "invalid_grant",
    suberror: "bad_token",
    text: "The user account {user} does not exist in the {tenant} directory. To sign into this application, the account must be added to the directory.",
  },
  50057: {
    error: "invalid_grant",
    suberror: "bad_token",
    text: "The user account is disabled.",
  },
  50058: {
    error: "login_required",
    text: "A silent sign-in request was sent but no user is signed in.",
  },
  50074: {
    error: "invalid_grant",
    suberror: "basic_action",
    text: "Strong Authentication is required.",
  },
  50076: {
    error: "invalid_grant",
    suberror: "basic_action",
    text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{appId}'.",
  },
  50079: {
    error: "invalid_grant",
    suberror: "basic_action",
    text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{appId}'.",
  },
  50089: {
    error: "invalid_request",
    text: "Authentication failed due to flow token expired. Please start the sign-in again from the application.",
  },
  50097: {
    error: "invalid_grant",
    suberror: "message_only",
    text: "Device authentication is required.",
  },
  50105: {
    error: "access_denied",
    text: "Your administrator has configured the application {appName} ('{appId}') to block users unless they are specifically granted ('assigned') access to the application. The signed-in user '{user}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.",
  },
  50173: {
    error: "invalid_grant",
    suberror: "bad_token",
    text: "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.",
  },
  50194: {
    error: "invalid_request",
    text: "Application '{appId}'({appName}) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.",
  },
  53000: {
    error: "invalid_grant",
    suberror: "message_only",
    text: "Your device is required to be managed to access this resource.",
  },
  53001: {
    error: "invalid_grant",
    suberror: "message_only",
    text: "Device is not in required device state: domain joined. Conditional Access policy requires a domain joined device, and the device is not domain joined.",
  },
  53003: {
    error: "invalid_grant",
    suberror: "message_only",
    text: "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
  },
  54005: {
    error: "invalid_grant",
    text: "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
  },
  65001: {
    error: "invalid_grant",
    suberror: "consent_required",
    text: "The user or administrator has not consented to use the application with ID '{appId}' named '{appName}'. Send an interactive authorization request for this user and resource.",
  },
  65005: {
    error: "invalid_resource",
    text: "The application '{appId}'({appName}) required resource access list does not contain applications discoverable by the resource, or asks for access to the resource '{resource}', which was not specified in its required resource access list.",
  },
  65004: {
    error: "access_denied",
    text: "User declined to consent to access the app.",
  },
  70000: {
    error: "invalid_grant",
    text: "Provided grant is invalid or malformed.",
  },
  70001: {
    error: "unauthorized_client",
    text: "The application '{appId}'({appName}) is disabled by {by}.",
  },
  70003: {
    error: "unsupported_grant_type",
    text: "The app requested an unsupported grant type '{grantType}'.",
  },
  70043: {
    error: "invalid_grant",
    suberror: "bad_token",
    text: "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on {issuedAt} and the maximum allowed lifetime for this request is {hours} hours.",
  },
  70008: {
    error: "invalid_grant",
    text: "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
  },
  70016: {
    error: "authorization_pending",
    text: "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
  },
  70018: {
    error: "bad_verification_code",
    text: "Invalid verification code due to User typing in wrong user code for device code flow. Authorization isn't approved.",
  },
  70020: {
    error: "expired_token",
    text: "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
  },
  70011: {
    error: "invalid_scope",
    text: "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope '{scope}' is not valid.",
  },
  90002: {
    error: "invalid_request",
    text: "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
  },
  90023: {
    error: "invalid_request",
    text: "The provided value for the input parameter '{parameter}' is not valid: '{value}'.",
  },
  90090: {
    error: "server_error",
    text: "GraphRetryableError - The service is temporarily unavailable. Recording your consent failed; please try again.",
  },
  90093: {
    error: "access_denied",
    text: "{appName} ({appId}) is requesting permissions that the signed-in user is not authorized to grant. Please contact your administrator, who can provide consent to the application on your behalf.",
  },
  90094: {
    error: "access_denied",
    text: "An administrator of {tenant} has set a policy that prevents you from granting {appName} the permissions it is requesting. Contact an administrator of {tenant}, who can grant permissions to this application on your behalf.",
  },
  90095: {
    error: "interrupt",
    text: "Admin consent is required. The user is asked to submit a request for approval.",
  },
  165000: {
    error: "invalid_request",
    text: "Invalid Request: The request tokens do not match the user context. Do not copy the user context values (cookies; form fields; headers) between different requests or user sessions; always maintain the ALL of the supplied values across a complete single user flow.",
  },
  500021: {
    error: "access_denied",
    text: "Access to '{tenant}' tenant is denied.",
  },
  500112: {
    error: "invalid_client",
    text: "The reply address '{redirectUri}' does not match the reply address provided when requesting Authorization code.",
  },
  500113: {
    error: "invalid_request",
    text: "No reply address is registered for the application.",
  },
  500121: {
    error: "access_denied",
    text: "Authentication failed during strong authentication request.",
  },
  500212: {
    error: "access_denied",
    text: "The user's administrator has set an outbound access policy that does not allow access to the resource tenant.",
  },
  500213: {
    error: "access_denied",
    text: "The resource tenant's cross-tenant access policy does not allow this user to access this tenant.",
  },
  530032: {
    error: "invalid_grant",
    suberror: "message_only",
    text: "Blocked by the security policy of the tenant's administrator.",
  },
  500011: {
    error: "invalid_resource",
    text: "The resource principal named {resource} was not found in the tenant. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.",
  },
  501481: {
    error: "invalid_grant",
    text: "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
  },
  650052: {
    error: "invalid_client",
    text: "The app is trying to access a service '{resource}'({resourceName}) that your organization '{tenant}' lacks a service principal for. Contact your IT Admin to review the configuration of your service subscriptions or consent to the application in order to create the required service principal.",
  },
  650053: {
    error: "invalid_client",
    text: "The application '{appName}' asked for scope '{scope}' that doesn't exist on the resource '{resource}'. Contact the app vendor.",
  },
  650056: {
    error: "invalid_client",
    text: "Misconfigured application. This could be due to one of the following: the client has not listed any permissions for '{appName}' in the requested permissions in the client's application registration. Or, the admin has not consented in the tenant. Or, check the application identifier in the request to ensure it matches the configured client application identifier.",
  },
  650057: {
    error: "invalid_resource",
    text: "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration. Client app ID: {appId}({appName}). Resource value from request: {resource}.",
  },
  700005: {
    error: "invalid_grant",
    text: "Provided Authorization Code is intended to use against other tenant, thus rejected.",
  },
  700016: {
    error: "unauthorized_client",
    text: "Application with identifier '{appId}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
  },
  700025: {
    error: "invalid_client",
    status: 401,
    text: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
  },
  700022: {
    error: "invalid_request",
    text: "The provided value for the input parameter scope is not valid because it contains more than one resource. Scope {scope} is not valid.",
  },
  700051: {
    error: "unsupported_response_type",
    text: "response_type '{responseType}' is not enabled for the application.",
  },
  700082: {
    error: "invalid_grant",
    suberror: "bad_token",
    text: "The refresh token has expired due to inactivity. The token was issued on {issuedAt} and was inactive for 90.00:00:00.",
  },
  900144: {
    error: "invalid_request",
    text: "The request body must contain the following parameter: '{parameter}'.",
  },
  900941: {
    error: "access_denied",
    text: "Administrator consent is required. App is considered risky. {appName} ({appId}).",
  },
  900981: {
    error: "interrupt",
    text: "An admin consent request was received for a risky app. {appName} ({appId}).",
  },
  1002012: {
    error: "invalid_scope",
    text: "The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).",
  },
  1003031: {
    error: "access_denied",
    text: "Misconfigured required resource access in client application registration.",
  },
  7000112: {
    error: "unauthorized_client",
    text: "Application '{appId}'({appName}) is disabled.",
  },
  7000215: {
    error: "invalid_client",
    status: 401,
    text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{appId}'.",
  },
  7000218: {
    error: "invalid_client",
    status: 401,
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  7000222: {
    error: "invalid_client",
    status: 401,
    text: "The provided client secret keys for app '{appId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.",
  },
  7000229: {
    error: "unauthorized_client",
    text: "The client application {appId} is missing service principal in the tenant {tenant}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119",
  },
  9000411: {
    error: "invalid_request",
    text: "The request is not properly formatted. The parameter '{parameter}' is duplicated.",
  },
  9001023: {
    error: "invalid_request",
    text: "The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.",
  },
} as const satisfies Record<number, ErrorEntry>;
