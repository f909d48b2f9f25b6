import type { ConsentCase, UserReading } from "../consent-case.ts";
import type { TenantSnapshot } from "../reading/tenant-snapshot.ts";

/** Which leg of a two-stage connect: the sign-in scopes that nearly everybody may grant, or the mailbox scopes. */
export type AuthorizationStage = "sign_in" | "mailbox";

/** What the person says to have seen on Microsoft's page. */
export type SeenPage = "need_admin_approval" | "approval_required" | "permissions_requested" | "other";

/** How a silent request can end: with a token, or with one of OpenID Connect's three refusals. */
export type ProbeResult = "granted" | "consent_required" | "login_required" | "interaction_required";

/** One thing known about an authorization that did not end well. */
export type Evidence =
  | {
      kind: "callback";
      /** Query, fragment or form fields as received. Only `error…`, `suberror`, `admin_consent` and the presence of `code` are looked at. */
      parameters: Readonly<Record<string, string | undefined>>;
      requestedScopes: string;
      stage: AuthorizationStage;
      /** `adminconsent` where the callback answers an administrator's link. */
      endpoint?: "authorize" | "adminconsent" | undefined;
      /** The tenant's settings with this request, where they could be read. */
      tenant?: ConsentCase | undefined;
    }
  /** The token endpoint's answer, as parsed JSON or as text. */
  | { kind: "token_error"; body: unknown }
  /** An authorization that was started and of which nothing came back. */
  | { kind: "silence"; elapsedSeconds: number; stage?: AuthorizationStage | undefined }
  /** The dialog was closed before any answer. */
  | { kind: "window_closed"; stage?: AuthorizationStage | undefined }
  /** What a silent request (`prompt=none`, or the refresh token) ended with; for the mailbox scopes unless `stage` says otherwise. */
  | { kind: "probe"; result: ProbeResult; stage?: AuthorizationStage | undefined }
  /** Whether people of the tenant are shown a form for an approval request, as somebody there has seen. */
  | { kind: "approval_workflow"; isEnabled: boolean }
  /** The tenant's settings, the app, the person and the request, for `decide`. */
  | { kind: "tenant_reading"; case: ConsentCase }
  /** A tenant as read by Graph: what its settings foretell, and what its logs and requests show (`readTenantReading`). */
  | {
      kind: "tenant_snapshot";
      snapshot: TenantSnapshot;
      requestedScopes: string;
      /** Left out: an ordinary member. */
      person?: UserReading | undefined;
    }
  | { kind: "user_answer"; saw: SeenPage }
  /** Who signed in, from a validated ID token. */
  | {
      kind: "account";
      tenantId: string;
      expectedTenantId?: string | undefined;
      isGuest?: boolean | undefined;
    }
  /** What a token carries, beside what was asked. */
  | { kind: "granted_scopes"; granted: string; requestedScopes: string };
