export type {
  ApplicationReading,
  ConsentCase,
  ConsentRequest,
  CustomConsentPolicy,
  PermissionGrant,
  PermissionGrantConditionSet,
  RequiredResourceAccess,
  ServicePrincipalReading,
  TenantReading,
  UserReading,
} from "./consent-case.ts";
export type {
  Blocker,
  BlockerCode,
  ConsentOutcome,
  Decision,
  PermissionName,
  Remedy,
  RemedyCode,
  RemedyRisk,
} from "./decision.ts";
export type { DecideOptions } from "./decide-options.ts";
export { decide } from "./decide.ts";
export { buildAdminConsentUrl, type AdminConsentUrlParts } from "./admin-consent-url.ts";
export {
  EXCHANGE_ONLINE_APP_ID,
  MICROSOFT_GRAPH_APP_ID,
  findResource,
  resourceApplications,
  type ResourceApplication,
} from "./resources.ts";
export {
  delegatedPermissions,
  findKnownPermission,
  findPermission,
  type DelegatedPermission,
  type KnownPermission,
  type PermissionType,
} from "./permissions.ts";
export { OPENID_SCOPES, formatScope, parseScopes, type ParsedScopes } from "./parse-scopes.ts";
export {
  APPLICATION_ADMINISTRATOR,
  CLOUD_APPLICATION_ADMINISTRATOR,
  GLOBAL_ADMINISTRATOR,
  PRIVILEGED_ROLE_ADMINISTRATOR,
  consentReach,
  consentRoles,
  findDirectoryRole,
  mayGrantTenantWide,
  type ConsentReach,
  type DirectoryRole,
  type GrantablePermission,
} from "./directory-roles.ts";
export {
  EXEMPT_MAIL_CLIENTS,
  MICROSOFT_MANAGED_EXCLUSIONS,
  refusalsOfPolicy,
  selfConsentPolicies,
  type PolicyRefusal,
} from "./grant-policies.ts";
export { ConsentCaseError } from "./read-field.ts";
export { parseConsentCase } from "./parse-consent-case.ts";
export { errorCatalogue, findError } from "./errors/error-catalogue.ts";
export type { ErrorEntry, ErrorPlace, ErrorQuestion } from "./errors/error-entry.ts";
export { explain, type Explanation, type ExplanationCertainty } from "./errors/explain.ts";
export type { AuthorizationStage, Evidence, ProbeResult, SeenPage } from "./diagnosis/evidence.ts";
export type { DiagnosticProbe } from "./diagnosis/read-probe-signals.ts";
export type { CauseCode } from "./diagnosis/causes.ts";
export { diagnose, type Cause, type Diagnosis, type DiagnosisCertainty } from "./diagnosis/diagnose.ts";
export type { DiagnosisNames } from "./diagnosis/fill-in-names.ts";
export type {
  AfterApproval,
  AfterApprovalCode,
  AfterApprovalDiagnosis,
  AfterApprovalFinding,
  ConsentEvent,
} from "./diagnosis/after-approval.ts";
export { diagnoseAfterApproval } from "./diagnosis/diagnose-after-approval.ts";
export { TENANT_READING_FORMAT, readTenantReading } from "./reading/read-tenant-reading.ts";
export {
  examineTenant,
  type PersonKind,
  type Prospect,
  type ScopesInQuestion,
  type TenantFinding,
} from "./reading/examine-tenant.ts";
export {
  permissionKinds,
  questionsByKind,
  type PermissionKind,
  type PermissionQuestion,
} from "./reading/permission-kinds.ts";
export {
  detectDrift,
  driftKinds,
  isUndone,
  type Drift,
  type DriftKind,
  type DriftOptions,
} from "./reading/detect-drift.ts";
export {
  daysLeft,
  lastingCredential,
  type ObservationCode,
  type TenantObservation,
} from "./reading/observe-tenant.ts";
export type {
  AppAssignment,
  AppCredential,
  GrantEvent,
  ConsentRequestRow,
  GrantedPermission,
  RefusedSignIn,
  TenantDetails,
  TenantReader,
} from "./reading/tenant-details.ts";
export type { ReadingPart, TenantFacts, TenantSnapshot, UnknownPart } from "./reading/tenant-snapshot.ts";
