import {
  adminConsentUrl,
  discoverTenantId,
  mailboxScopes,
  microsoftEndpoints,
  SIGN_IN_SCOPES,
  type PermissionTier,
  type TenantDiscovery,
} from "@outrigger/microsoft";
import {
  buildAuthorizationUrl,
  createPkcePair,
  createRandomText,
  exchangeCode,
  OAuthError,
  refreshTokens,
  type OAuthParties,
  type OAuthTransport,
  type Secret,
  type TokenSet,
} from "@outrigger/oauth";

/** Our registration at Microsoft, and what it may ask for. */
export interface MicrosoftRegistration {
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret | undefined;
  /** For organizations that have not chosen. */
  readonly tierDefault: PermissionTier;
  /** No organization can choose more. */
  readonly tierMax: PermissionTier;
  /** Asks for Exchange Web Services on Exchange Online, too; switched off by Microsoft since October 2026. */
  readonly isLegacyEwsOn: boolean;
  /** Origin of the product, without a trailing slash. */
  readonly publicUrl: string;
}

/** Who signed in, from the validated ID token. */
export interface MicrosoftIdentity {
  readonly tenantId: string;
  /** `oid`: the person; the address may change. */
  readonly userId: string;
  readonly address: string;
  /** As the tenant names the person; the address where it names nobody. */
  readonly displayName: string;
  /** The account is at home in another tenant, and so is its mailbox. */
  readonly isGuest: boolean;
}

/** The parts of one authorization request that its callback needs again. */
export interface StartedRequest {
  readonly url: URL;
  readonly state: string;
  readonly nonce: string;
  readonly pkceVerifier: Secret;
}

/** What one organization's tier asks of Microsoft. */
export interface AskedScopes {
  readonly tier: PermissionTier;
  /** What the mailbox stage, and the administrator, are asked: the sign-in scopes and those of the tier. */
  readonly all: readonly string[];
  /** Graph's part of `all`: a token is for one resource (AADSTS28000 otherwise). */
  readonly graph: readonly string[];
  /** Graph's scopes beyond those of sign-in; empty in `sidebar_only`, which needs no mailbox at all. */
  readonly mailbox: readonly string[];
}

const LEGACY_EWS_SCOPE = "https://outlook.office365.com/EWS.AccessAsUser.All";

/** Microsoft's side of the two-stage connect: which scopes, which endpoints, and the token calls. Knows no database. */
export class MicrosoftAuthorization {
  readonly registration: MicrosoftRegistration;
  readonly redirectUri: string;
  readonly adminConsentRedirectUri: string;
  readonly administratorRedirectUri: string;
  readonly #transport: OAuthTransport;

  constructor(registration: MicrosoftRegistration, transport: OAuthTransport) {
    this.registration = registration;
    this.redirectUri = `${registration.publicUrl}/connect/microsoft/callback`;
    this.adminConsentRedirectUri = `${registration.publicUrl}/approval/callback`;
    this.administratorRedirectUri = `${registration.publicUrl}/administrator/callback`;
    this.#transport = transport;
  }

  /** What the sign-in stage asks: nothing that Microsoft's managed policy excludes. */
  get signInScopes(): readonly string[] {
    return SIGN_IN_SCOPES;
  }

  askedScopes(tier: PermissionTier): AskedScopes {
    const mailbox = mailboxScopes(tier);
    const legacy = this.registration.isLegacyEwsOn && mailbox.length > 0 ? [LEGACY_EWS_SCOPE] : [];
    const graph = [...SIGN_IN_SCOPES, ...mailbox];
    return { tier, all: [...graph, ...legacy], graph, mailbox };
  }

  /**
   * Never sends `prompt=consent`: it blocks people whose administrator has granted everything. A silent one shows no
   * page: it comes back at once, with a code or with what is missing.
   */
  async startRequest(request: {
    readonly tenant: string;
    readonly scopes: readonly string[];
    readonly loginHint?: string | undefined;
    readonly isSilent?: boolean | undefined;
    /** `redirectUri` unless told. */
    readonly redirectUri?: string | undefined;
  }): Promise<StartedRequest> {
    const pkce = await createPkcePair();
    const state = createRandomText();
    const nonce = createRandomText();
    const { server, client } = this.#partiesOf(request.tenant);
    const url = buildAuthorizationUrl({
      server,
      client,
      redirectUri: request.redirectUri ?? this.redirectUri,
      scopes: request.scopes,
      state,
      nonce,
      pkce,
      parameters: {
        ...(request.loginHint === undefined ? {} : { login_hint: request.loginHint }),
        ...(request.isSilent === true ? { prompt: "none" } : {}),
      },
    });
    return { url, state, nonce, pkceVerifier: pkce.verifier };
  }

  /** @throws {OAuthError} also when the answer names nobody. */
  async exchange(request: {
    readonly tenant: string;
    readonly code: Secret;
    readonly pkceVerifier: Secret;
    readonly nonce: string;
    readonly scopes: readonly string[];
    /** The one of the request; `redirectUri` unless told. */
    readonly redirectUri?: string | undefined;
  }): Promise<{ tokens: TokenSet; identity: MicrosoftIdentity }> {
    const tokens = await exchangeCode(this.#partiesOf(request.tenant), {
      code: request.code,
      redirectUri: request.redirectUri ?? this.redirectUri,
      codeVerifier: request.pkceVerifier,
      scopes: request.scopes.filter((scope) => scope !== LEGACY_EWS_SCOPE),
      sendScope: true,
      nonce: request.nonce,
    });
    return { tokens, identity: readIdentity(tokens) };
  }

  /** A silent token for Graph's `scopes`; works once a grant for all of them stands. @throws {OAuthError} */
  refreshForMailbox(
    tenantId: string,
    request: { readonly refreshToken: Secret; readonly scopes: readonly string[] },
  ): Promise<TokenSet> {
    return refreshTokens(this.#partiesOf(tenantId), request);
  }

  buildAdminConsentUrl(
    tenantId: string,
    { state, scopes }: { readonly state: string; readonly scopes: readonly string[] },
  ): URL {
    return adminConsentUrl({
      loginUrl: this.registration.loginUrl,
      tenantId,
      clientId: this.registration.clientId,
      scopes,
      redirectUri: this.adminConsentRedirectUri,
      state,
    });
  }

  /** The tenant behind a mail address, asked anonymously. @throws {OAuthError} when Entra does not answer. */
  discoverTenant(mailAddress: string): Promise<TenantDiscovery> {
    const domain = mailAddress.slice(mailAddress.lastIndexOf("@") + 1);
    return discoverTenantId({ loginUrl: this.registration.loginUrl, domain, transport: this.#transport });
  }

  #partiesOf(tenant: string): OAuthParties {
    const { loginUrl, clientId, clientSecret } = this.registration;
    return {
      server: microsoftEndpoints({ loginUrl, tenant }),
      client: { clientId, clientSecret },
      transport: this.#transport,
    };
  }
}

function readIdentity(tokens: TokenSet): MicrosoftIdentity {
  const claims = tokens.idTokenClaims?.claims;
  const tenantId = claims?.["tid"];
  const userId = claims?.["oid"];
  const address = claims?.["email"] ?? claims?.["preferred_username"];
  if (typeof tenantId !== "string" || typeof userId !== "string" || typeof address !== "string") {
    throw new OAuthError({ step: "validate_id_token", error: "invalid_id_token" });
  }
  const name = claims?.["name"];
  const displayName = typeof name === "string" && name.trim() !== "" ? name : address;
  return {
    tenantId: tenantId.toLowerCase(),
    userId,
    address,
    displayName,
    isGuest: isGuest(claims?.["idp"], tenantId),
  };
}

/** `idp` is there where the account is not the issuing tenant's own (ID token claims reference, `idp`). */
function isGuest(identityProvider: unknown, tenantId: string): boolean {
  return (
    typeof identityProvider === "string" && !identityProvider.toLowerCase().includes(tenantId.toLowerCase())
  );
}
