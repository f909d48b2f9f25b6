import type { PermissionName } from "../decision.ts";

/** Whose sign-in made the reading. */
export type TenantReader = { id: string; displayName: string; userPrincipalName: string; roles: string[] };

/** A client secret or certificate of the registration; never its value. */
export type AppCredential = {
  kind: "secret" | "certificate";
  keyId: string;
  displayName: string;
  /** ISO 8601; empty where Graph does not say. */
  endsAt: string;
};

/** Somebody, or a group, that the app is assigned to. */
export type AppAssignment = { principalId: string; principalType: string; displayName: string };

/** One permission of one grant, with the columns of the Entra admin center. */
export type GrantedPermission = {
  grantId: string;
  apiName: string;
  claimValue: string;
  /** The permission in words; empty where it is not catalogued. */
  permission: string;
  type: "Delegated";
  grantedThrough: "admin_consent" | "user_consent";
  /** The one person it holds for; null: everybody. */
  principalId: string | null;
  /** From the audit log, which keeps 30 days at most; null where it does not tell. */
  grantedBy: string | null;
  /** ISO 8601. */
  grantedAt: string | null;
};

/** A person's request of the admin consent workflow. */
export type ConsentRequestRow = {
  id: string;
  status: "InProgress" | "Completed" | "Expired" | "unknown";
  requestedBy: string;
  reason: string;
  createdAt: string;
};

/** A sign-in to the app that Entra refused. */
export type RefusedSignIn = { at: string; errorCode: number; who: string };

/** An audit row about the app's grants. */
export type GrantEvent = {
  at: string;
  activity: "consent" | "grant_added" | "grant_removed";
  by: string;
  /** The person's id; empty where an app did it. */
  byId: string;
  isSuccess: boolean;
  reason: string;
  /** Of a consent: with an administrator's role, and for everybody; null where the row does not say. */
  isAdminConsent: boolean | null;
  isForEverybody: boolean | null;
  principalId: string | null;
  /** What a grant came to hold with this row, beyond what it held before. */
  addedScopes: string[];
};

/** What a reading tells beyond what decides about consent. Parts that nobody asked for, or Graph refused, leave empty lists. */
export type TenantDetails = {
  reader: TenantReader | null;
  credentials: AppCredential[];
  assignments: AppAssignment[];
  permissions: GrantedPermission[];
  requests: ConsentRequestRow[];
  /** False: `requests` is empty because nobody asked, or Graph refused. */
  areRequestsRead: boolean;
  refusedSignIns: RefusedSignIn[];
  events: GrantEvent[];
  /** Delegated permissions of the registration's static list; null where the registration is another organization's. */
  registered: PermissionName[] | null;
};
