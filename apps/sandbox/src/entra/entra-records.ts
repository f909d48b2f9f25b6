import { createHash, randomBytes } from "node:crypto";
import type { SandboxContext } from "../core/part.ts";
import type { AuthorizationRequest } from "./authorization-request.ts";

/** A code or token is kept by the hash of its value only, so that the state file holds nothing one could present. */
export interface IssuedCode {
  readonly id: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly appId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly nonce: string | undefined;
  readonly codeChallenge: string | undefined;
  readonly codeChallengeMethod: "S256" | "plain" | undefined;
  readonly authTime: number;
  /** A second factor was asked for and given. */
  readonly hasMfa?: boolean | undefined;
  readonly expiresAt: number;
  readonly redeemed: boolean;
}

export interface IssuedRefreshToken {
  readonly id: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly appId: string;
  /** What was asked for when it was issued: the resource that a refresh without `scope` gets. */
  readonly scope: string;
  readonly authTime: number;
  readonly hasMfa?: boolean | undefined;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Already exchanged for a newer one; whether it still works is a setting. */
  readonly rotated: boolean;
  /** Issued without a secret: it is exchanged without one. */
  readonly isPublicClient?: boolean | undefined;
}

/** A device that waits until somebody signs in for it on another one (RFC 8628). `id` is the hash of its device code. */
export interface IssuedDeviceCode {
  readonly id: string;
  readonly userCodeHash: string;
  readonly tenantSegment: string;
  readonly appId: string;
  readonly scope: string;
  readonly expiresAt: number;
  /** Seconds between two polls; each that comes too early makes it longer (RFC 8628 §3.5). */
  readonly intervalSeconds: number;
  /** Milliseconds since 1970. */
  readonly lastPolledAt: number | undefined;
  readonly status: "pending" | "approved" | "declined" | "redeemed";
  /** Who approved it, and where. */
  readonly approval:
    | {
        readonly userId: string;
        readonly tenantId: string;
        readonly authTime: number;
        readonly hasMfa: boolean;
      }
    | undefined;
}

interface SessionEntry {
  readonly userId: string;
  readonly authTime: number;
  readonly hasMfa?: boolean | undefined;
}

/** A browser that has signed in: who is in it, latest last. `id` is the hash of the cookie. */
export interface BrowserSession {
  readonly id: string;
  readonly signedIn: readonly SessionEntry[];
}

/**
 * A sign-in under way. States: `account` (picking) → `consent` | `need_admin` | `approval_form` → (`approval_sent`) →
 * `finished`. Conditional Access puts `approve_request` or `more_information` before consent; for a device `device_confirm` comes after the account, and `device_done` or `device_canceled` at the end.
 * Every page that is shown gets a new `formToken`, which its forms must bring back once.
 */
export interface SignInFlow {
  readonly id: string;
  readonly browserId: string;
  readonly request: AuthorizationRequest;
  readonly stage:
    | "account"
    | "device_confirm"
    | "approve_request"
    | "more_information"
    | "consent"
    | "need_admin"
    | "approval_form"
    | "approval_sent"
    | "device_done"
    | "device_canceled"
    | "finished";
  readonly formToken: string;
  readonly userId: string | undefined;
  readonly authTime: number | undefined;
  readonly hasMfa?: boolean | undefined;
  readonly correlationId: string;
  readonly expiresAt: number;
}

/** Graph's directoryAudit, with the tenant that it belongs to. */
export interface DirectoryAudit {
  readonly id: string;
  readonly tenantId: string;
  readonly activityDisplayName: string;
  readonly activityDateTime: string;
  readonly category:
    | "ApplicationManagement"
    | "AuthorizationPolicy"
    | "PermissionGrantPolicy"
    | "Policy"
    | "Authorization"
    | "DirectoryManagement";
  readonly loggedByService: string;
  readonly operationType: string;
  readonly result: "success" | "failure";
  readonly resultReason: string;
  readonly correlationId: string;
  readonly initiatedBy: { readonly user: { readonly id: string; readonly userPrincipalName: string } };
  readonly targetResources: readonly {
    readonly id: string;
    readonly displayName: string;
    readonly type: string;
    readonly modifiedProperties: readonly {
      readonly displayName: string;
      readonly oldValue: string | null;
      readonly newValue: string | null;
    }[];
  }[];
  readonly additionalDetails: readonly { readonly key: string; readonly value: string }[];
}

/** Graph's signIn, with the tenant that it belongs to. */
export interface SignInLogRow {
  readonly id: string;
  readonly tenantId: string;
  readonly createdDateTime: string;
  readonly userId: string;
  readonly userPrincipalName: string;
  readonly userDisplayName: string;
  readonly appId: string;
  readonly appDisplayName: string;
  readonly resourceDisplayName: string;
  readonly isInteractive: boolean;
  readonly correlationId: string;
  readonly conditionalAccessStatus: "notApplied" | "success" | "failure";
  readonly status: { readonly errorCode: number; readonly failureReason: string };
}

/** Graph's userConsentRequest; only the first per app and user is kept (admin-consent-workflow-faq). */
export interface ConsentRequest {
  readonly id: string;
  readonly tenantId: string;
  readonly appId: string;
  readonly appDisplayName: string;
  readonly userId: string;
  readonly pendingScopes: readonly string[];
  /** The same with the API of each, as a `scope` parameter has them. */
  readonly qualifiedScope?: string | undefined;
  readonly reason: string;
  readonly status: "InProgress" | "Completed" | "Expired";
  readonly createdDateTime: string;
  readonly expiresDateTime?: string | undefined;
  /** Who could review it when it was filed. */
  readonly reviewerIds?: readonly string[] | undefined;
  /** How it ended. */
  readonly review?:
    | {
        readonly result: "Approved" | "Denied" | "Blocked";
        readonly reviewedByUserId: string;
        readonly reviewedDateTime: string;
        readonly justification: string;
      }
    | undefined;
}

/** Points on which Microsoft's documentation leaves room or contradicts itself, as settings of the sandbox. */
export interface EntraSettings {
  readonly id: "settings";
  /** Tenants that a proxy between people and Entra lets through (Restrict-Access-To-Tenants); empty: there is none. */
  readonly restrictAccessToTenants: readonly string[];
  /** A personal account at an application for work accounts only: AADSTS50020, or a line on the page itself. */
  readonly personalAccounts: "error" | "stay_on_page";
  /** The next consents that cannot be recorded (AADSTS90090); counted down. */
  readonly failNextConsents: number;
  /** The code of an application that its owner or Microsoft has switched off. */
  readonly deactivatedAppCode: 7000112 | 70001;
  /** The code of a token request for several APIs at once. */
  readonly severalResourcesCode: 28000 | 700022 | 70011;
  /** How long after a grant tokens, pages and Graph still read what was before. Fractions count. */
  readonly consentReplicationSeconds: number;
  /** Whether a refresh token that is older than a grant carries what was granted since. */
  readonly oldRefreshTokensSeeNewGrants: boolean;
  /** Whether a refresh token that was already exchanged still works; Entra does not revoke it by itself. */
  readonly rotatedRefreshTokensStillWork: boolean;
  /** `error` of a declined consent: reports of 2020 show `consent_required`. */
  readonly declinedConsentError: "access_denied" | "consent_required";
  /** A tenant-wide grant from the portal replaces an earlier one (grant-admin-consent.md, warning). */
  readonly portalGrantReplaces: boolean;
  /** A fixed lifetime of access tokens in seconds; undefined: random within Entra's 60 to 90 minutes. */
  readonly accessTokenSeconds: number | undefined;
  /** `expires_in` and `interval` of a device code. */
  readonly deviceCodeSeconds: number;
  readonly deviceCodeIntervalSeconds: number;
  /** Whether a device that polls too often hears `slow_down`; Microsoft's page names only the other errors. */
  readonly devicePollingSlowsDown: boolean;
  /** Whether a consent policy that is still assigned can be deleted; Graph's page names no condition. */
  readonly assignedGrantPolicyMayBeDeleted: boolean;
  /** How long a row takes to show in the sign-in log; it lags the audit log by minutes. */
  readonly signInLogLagSeconds: number;
  /** Whether the limit for reports (five requests in ten seconds) holds. */
  readonly reportingThrottle: boolean;
  /** How long a new service principal is not found yet when a grant names it (Directory_ObjectNotFound). */
  readonly principalReplicationSeconds: number;
}

const defaultSettings: EntraSettings = {
  id: "settings",
  restrictAccessToTenants: [],
  personalAccounts: "error",
  failNextConsents: 0,
  deactivatedAppCode: 7000112,
  severalResourcesCode: 28000,
  consentReplicationSeconds: 0,
  oldRefreshTokensSeeNewGrants: true,
  rotatedRefreshTokensStillWork: true,
  declinedConsentError: "access_denied",
  portalGrantReplaces: true,
  accessTokenSeconds: undefined,
  deviceCodeSeconds: 900,
  deviceCodeIntervalSeconds: 5,
  devicePollingSlowsDown: true,
  assignedGrantPolicyMayBeDeleted: true,
  signInLogLagSeconds: 0,
  reportingThrottle: false,
  principalReplicationSeconds: 0,
};

export interface SigningKey {
  readonly id: string;
  readonly privateJwk: Readonly<Record<string, string>>;
  readonly publicJwk: Readonly<Record<string, string>>;
}

/** Typed doors to what only Entra writes. */
export function entraRecords({ store }: Pick<SandboxContext, "store">) {
  return {
    codes: store.collection<IssuedCode>("entraCodes"),
    refreshTokens: store.collection<IssuedRefreshToken>("entraRefreshTokens"),
    deviceCodes: store.collection<IssuedDeviceCode>("entraDeviceCodes"),
    sessions: store.collection<BrowserSession>("entraSessions"),
    flows: store.collection<SignInFlow>("entraFlows"),
    audits: store.collection<DirectoryAudit>("directoryAudits"),
    signIns: store.collection<SignInLogRow>("signIns"),
    consentRequests: store.collection<ConsentRequest>("consentRequests"),
    signingKeys: store.collection<SigningKey>("entraSigningKeys"),
    settings: (): EntraSettings => ({
      ...defaultSettings,
      ...store.collection<EntraSettings>("entraSettings").get("settings"),
    }),
    changeSettings: (changes: Partial<EntraSettings>): void => {
      const settings = store.collection<EntraSettings>("entraSettings");
      settings.put({ ...(settings.get("settings") ?? defaultSettings), ...changes, id: "settings" });
    },
  };
}

/** 256 random bits as base64url: codes, refresh tokens, cookies, form tokens. */
export function newOpaqueValue(prefix = ""): string {
  return `${prefix}${randomBytes(32).toString("base64url")}`;
}

/** The key under which an opaque value is stored. */
export function hashOpaqueValue(value: string): string {
  return createHash("sha256").update(value).digest("base64url");
}
