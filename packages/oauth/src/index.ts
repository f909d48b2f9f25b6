export { Secret } from "./secret.ts";
export { OAuthError, type OAuthErrorDetails, type OAuthStep } from "./oauth-error.ts";
export type {
  AccessTokenSource,
  AuthorizationServer,
  IdTokenClaims,
  OAuthClient,
  OAuthParties,
  OAuthTransport,
  TokenSet,
} from "./oauth-client.ts";
export {
  buildAuthorizationUrl,
  createPkcePair,
  createRandomText,
  type AuthorizationRequest,
  type PkcePair,
} from "./authorization-request.ts";
export { readAuthorizationResponse, type AuthorizationResponse } from "./authorization-response.ts";
export {
  exchangeCode,
  refreshTokens,
  type ExchangeCodeRequest,
  type RefreshTokensRequest,
} from "./token-steps.ts";
export { revokeToken } from "./revoke-token.ts";
export { validateIdToken, type ValidateIdTokenRequest } from "./validate-id-token.ts";
export { readMetadata } from "./read-metadata.ts";
export { parseSecureUrl } from "./secure-url.ts";
export { readLimitedText } from "./read-limited-text.ts";
export {
  pollDeviceTokens,
  requestDeviceCode,
  type DeviceCode,
  type DeviceTokenRequest,
  type DeviceTokens,
} from "./device-code.ts";
