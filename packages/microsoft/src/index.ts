export { microsoftEndpoints, type MicrosoftTenant } from "./microsoft-endpoints.ts";
export {
  allMailboxScopes,
  compareTiers,
  featureLowestTier,
  featureScopes,
  findCovering,
  isFeatureInTier,
  mailboxScopes,
  parsePermissionTier,
  permissionFeatures,
  permissionTiers,
  SIGN_IN_SCOPES,
  type PermissionFeature,
  type PermissionTier,
} from "./permission-tiers.ts";
export { adminConsentUrl, type AdminConsentRequest } from "./admin-consent-url.ts";
export { discoverTenantId, type DiscoverTenantRequest, type TenantDiscovery } from "./discover-tenant-id.ts";
export { parseEntraTokenError } from "./parse-entra-token-error.ts";
export {
  createGraphClient,
  type GraphClient,
  type GraphClientOptions,
  type GraphRequest,
} from "./graph-client.ts";
export { createGraphMailbox, type GraphMailboxOptions } from "./graph-mailbox.ts";
export { readPerson, type SignedInPerson } from "./read-person.ts";
export { readOrganization, readOwnAddresses, type MicrosoftOrganization } from "./read-directory.ts";
export {
  readTenant,
  type TenantReadingFile,
  type TenantReadingRequest,
} from "./tenant-reading/read-tenant.ts";
export {
  readingPaths,
  readingScopes,
  READING_FORMAT,
  type ReadingPath,
  type ReadingWish,
} from "./tenant-reading/reading-parts.ts";
export { keepWhatMatters } from "./tenant-reading/keep-what-matters.ts";
export {
  bindChange,
  type BoundChange,
  type ChangePreview,
  type ChangeResult,
  type UndoResult,
} from "./consent-changes/carry-out-change.ts";
export { MICROSOFT_GRAPH, type GraphWrite } from "./consent-changes/consent-change.ts";
export { grantChange, type GrantTarget, type NamedPerson } from "./consent-changes/grant-change.ts";
export { assignmentChange } from "./consent-changes/assignment-change.ts";
export { consentPolicyChange } from "./consent-changes/consent-policy-change.ts";
export { consentWorkflowChange } from "./consent-changes/consent-workflow-change.ts";
export { enableAppChange } from "./consent-changes/enable-app-change.ts";
export { findNamesakes } from "./consent-changes/find-namesakes.ts";
export { findPeople, getPeople, type DirectoryPerson } from "./consent-changes/find-people.ts";
export {
  buildApplication,
  buildPortalManifest,
  type PlannedPermission,
  type RegistrationPlan,
} from "./registration/registration-plan.ts";
export {
  buildRegistrationCommands,
  type RegistrationCommands,
} from "./registration/registration-commands.ts";
export {
  parseRegisteredApplication,
  readRegistration,
  type RegisteredApplication,
  type RegisteredPrincipal,
} from "./registration/registered-application.ts";
