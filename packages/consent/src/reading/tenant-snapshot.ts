import type { ApplicationReading, PermissionGrant, TenantReading } from "../consent-case.ts";
import type { TenantDetails } from "./tenant-details.ts";

/** The parts of a tenant reading, named as its file names them. All but `organization` may be missing. */
export type ReadingPart =
  | "authorizationPolicy"
  | "permissionGrantPolicies"
  | "adminConsentRequestPolicy"
  | "delegatedPermissionClassifications"
  | "groupSettings"
  | "servicePrincipal"
  | "application"
  | "graphServicePrincipal"
  | "oauth2PermissionGrants"
  | "appRoleAssignedTo"
  | "reader"
  | "readerRoles"
  | "resources"
  | "appConsentRequests"
  | "signIns"
  | "directoryAudits";

/** A part that the file does not tell, what is supposed in its place, and the Graph permission that would tell. */
export type UnknownPart = { part: ReadingPart; reason: string; assumed: string; scope: string };

/** What a supposition may change: an alternative for an unknown part. */
export type TenantFacts = { tenant: TenantReading; app: ApplicationReading; grants: PermissionGrant[] };

/** A tenant as one file of Graph objects tells it: what is known, what is supposed, and what else could be. */
export type TenantSnapshot = TenantFacts & {
  /** Domains that are proven to be the tenant's; empty when they were not read. */
  domains: string[];
  details: TenantDetails;
  unknown: UnknownPart[];
  /** For each unknown part, the other values that it may have in reality. */
  alternatives: { part: ReadingPart; apply: ((facts: TenantFacts) => TenantFacts)[] }[];
};
