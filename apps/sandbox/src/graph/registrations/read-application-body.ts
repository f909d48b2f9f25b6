import { z } from "zod";
import type { Application } from "../../core/directory.ts";
import { appRolesOf } from "../../entra/api-app-roles.ts";
import { findResource } from "../../entra/permission-catalog.ts";
import { clip, invalidRequest } from "../graph-error.ts";

/** 256 redirect URIs, and 100 where personal accounts may sign in (reply-url.md, "Maximum number of redirect URIs"). */
const redirectUrisMax = 256;
const redirectUrisMaxWithPersonalAccounts = 100;

const redirectUris = z.array(z.string().min(1).max(256)).max(redirectUrisMax);
const pageUrl = z.url().max(256).nullable();
// The sandbox has no implicit flow: a registration may say that it does without.
const implicitGrantSettings = z.strictObject({
  enableAccessTokenIssuance: z.literal(false).optional(),
  enableIdTokenIssuance: z.literal(false).optional(),
});

export const applicationBody = z.strictObject({
  displayName: z.string().min(1).max(256).optional(),
  description: z.string().max(1_024).nullable().optional(),
  notes: z.string().max(1_024).nullable().optional(),
  signInAudience: z
    .enum(["AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount"])
    .optional(),
  isDisabled: z.boolean().nullable().optional(),
  isFallbackPublicClient: z.boolean().nullable().optional(),
  tags: z.array(z.string().min(1).max(256)).max(100).optional(),
  web: z
    .strictObject({
      redirectUris: redirectUris.optional(),
      homePageUrl: pageUrl.optional(),
      logoutUrl: pageUrl.optional(),
      implicitGrantSettings: implicitGrantSettings.optional(),
    })
    .optional(),
  spa: z.strictObject({ redirectUris }).optional(),
  publicClient: z.strictObject({ redirectUris }).optional(),
  requiredResourceAccess: z
    .array(
      z.strictObject({
        resourceAppId: z.string().max(100),
        resourceAccess: z.array(z.strictObject({ id: z.uuid(), type: z.enum(["Scope", "Role"]) })).max(400),
      }),
    )
    .max(50)
    .optional(),
});

export type ApplicationBody = z.infer<typeof applicationBody>;

/** What a body changes about a registration. A list that it names is replaced whole (application-update). */
export function applyApplicationBody(app: Application, body: ApplicationBody): Application {
  const changed: Application = {
    ...app,
    displayName: body.displayName ?? app.displayName,
    description: orKept(body.description, app.description),
    notes: orKept(body.notes, app.notes),
    signInAudience: body.signInAudience ?? app.signInAudience,
    isDisabled: body.isDisabled === undefined ? app.isDisabled : (body.isDisabled ?? undefined),
    isFallbackPublicClient:
      body.isFallbackPublicClient === undefined
        ? app.isFallbackPublicClient
        : (body.isFallbackPublicClient ?? false),
    tags: body.tags ?? app.tags,
    redirectUris: body.web?.redirectUris ?? app.redirectUris,
    homePageUrl: orKept(body.web?.homePageUrl, app.homePageUrl),
    logoutUrl: orKept(body.web?.logoutUrl, app.logoutUrl),
    spaRedirectUris: body.spa?.redirectUris ?? app.spaRedirectUris,
    publicClientRedirectUris: body.publicClient?.redirectUris ?? app.publicClientRedirectUris,
    requiredResourceAccess: readRequiredAccess(body) ?? app.requiredResourceAccess,
  };
  refuseBadRedirects(changed);
  return changed;
}

function orKept<T>(given: T | undefined, kept: T | undefined): T | undefined {
  return given === undefined ? kept : given;
}

function readRequiredAccess(body: ApplicationBody): Application["requiredResourceAccess"] | undefined {
  const asked = body.requiredResourceAccess;
  if (asked && new Set(asked.map(({ resourceAppId }) => resourceAppId.toLowerCase())).size < asked.length) {
    throw invalidRequest("requiredResourceAccess names a resource more than once.");
  }
  return asked?.map(({ resourceAppId, resourceAccess }) => ({
    resourceAppId: resourceAppId.toLowerCase(),
    scopes: resourceAccess
      .filter(({ type }) => type === "Scope")
      .map(({ id }) => permissionNamed(findResource(resourceAppId.toLowerCase())?.scopes ?? [], id)),
    roles: resourceAccess
      .filter(({ type }) => type === "Role")
      .map(({ id }) => permissionNamed(appRolesOf(resourceAppId.toLowerCase()), id)),
  }));
}

function permissionNamed(published: readonly { id: string; value: string }[], id: string): string {
  const permission = published.find((candidate) => candidate.id === id.toLowerCase());
  if (!permission) throw invalidRequest(`The permission '${clip(id)}' does not exist on the resource.`);
  return permission.value;
}

/** https except on the own machine, no fragment, not too many (reply-url.md, "Redirect URI restrictions"). */
function refuseBadRedirects(app: Application): void {
  const browsers = [...app.redirectUris, ...(app.spaRedirectUris ?? [])];
  const all = [...browsers, ...(app.publicClientRedirectUris ?? [])];
  const most =
    app.signInAudience === "AzureADandPersonalMicrosoftAccount"
      ? redirectUrisMaxWithPersonalAccounts
      : redirectUrisMax;
  if (all.length > most) throw invalidRequest(`The registration has more than ${most} redirect URIs.`);
  for (const uri of all) {
    if (!URL.canParse(uri) || uri.includes("#") || /[\s*]/.test(uri)) {
      throw invalidRequest(`The redirect URI '${clip(uri)}' is not valid.`);
    }
  }
  for (const uri of browsers) {
    const { protocol, hostname } = new URL(uri);
    const isLocal = protocol === "http:" && ["localhost", "127.0.0.1"].includes(hostname);
    // Nested app authentication registers brk-multihub://<origin> among those of a single-page application.
    const isBroker = protocol === "brk-multihub:" && app.spaRedirectUris?.includes(uri) === true;
    if (protocol !== "https:" && !isLocal && !isBroker) {
      throw invalidRequest(`The redirect URI '${clip(uri)}' must begin with https or name localhost.`);
    }
  }
}
