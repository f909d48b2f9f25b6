import { ConnectorError } from "@outrigger/sync-core";
import { z } from "zod";
import type { GraphClient } from "../graph-client.ts";

/** An app registration as it stands in Entra. Secrets have names and ends; nobody can read their values. */
export interface RegisteredApplication {
  readonly appId: string;
  readonly displayName: string;
  readonly signInAudience: string;
  readonly redirectUris: readonly { readonly platform: "web" | "spa" | "public"; readonly uri: string }[];
  readonly permissions: readonly {
    readonly resourceAppId: string;
    readonly id: string;
    readonly type: "Scope" | "Role";
  }[];
  readonly secrets: readonly { readonly name: string | null; readonly endsAt: Date | null }[];
  readonly certificateCount: number;
  readonly isPublicClient: boolean;
  readonly hasImplicitGrant: boolean;
  readonly verifiedPublisher: string | null;
  readonly isDisabled: boolean;
}

/** The app in one tenant. */
export interface RegisteredPrincipal {
  readonly isEnabled: boolean;
  readonly needsAssignment: boolean;
  /** The tenant that the registration belongs to. */
  readonly ownerTenantId: string | null;
}

const uris = z.object({ redirectUris: z.array(z.string()).nullish() }).nullish();
const applicationSchema = z.object({
  appId: z.guid(),
  displayName: z.string().nullish(),
  signInAudience: z.string().nullish(),
  isFallbackPublicClient: z.boolean().nullish(),
  isDisabled: z.boolean().nullish(),
  disabledByMicrosoftStatus: z.string().nullish(),
  web: z
    .object({
      redirectUris: z.array(z.string()).nullish(),
      implicitGrantSettings: z
        .object({
          enableIdTokenIssuance: z.boolean().nullish(),
          enableAccessTokenIssuance: z.boolean().nullish(),
        })
        .nullish(),
    })
    .nullish(),
  spa: uris,
  publicClient: uris,
  requiredResourceAccess: z
    .array(
      z.object({
        resourceAppId: z.string(),
        resourceAccess: z.array(z.object({ id: z.string(), type: z.string() })),
      }),
    )
    .nullish(),
  passwordCredentials: z
    .array(z.object({ displayName: z.string().nullish(), endDateTime: z.iso.datetime().nullish() }))
    .nullish(),
  keyCredentials: z.array(z.unknown()).nullish(),
  verifiedPublisher: z.object({ displayName: z.string().nullish() }).nullish(),
});
const principalSchema = z.object({
  accountEnabled: z.boolean().nullish(),
  appRoleAssignmentRequired: z.boolean().nullish(),
  appOwnerOrganizationId: z.string().nullish(),
});
const pageSchema = z.object({ value: z.array(z.unknown()).length(1) });

/** From the answer of `GET /applications(appId='…')`, or of a list with one; undefined for anything else. */
export function parseRegisteredApplication(value: unknown): RegisteredApplication | undefined {
  const page = pageSchema.safeParse(value);
  const parsed = applicationSchema.safeParse(page.success ? page.data.value[0] : value);
  if (!parsed.success) return undefined;
  const app = parsed.data;
  const on = (platform: "web" | "spa" | "public", list: string[] | null | undefined) =>
    (list ?? []).map((uri) => ({ platform, uri }));
  const implicit = app.web?.implicitGrantSettings;
  return {
    appId: app.appId.toLowerCase(),
    displayName: app.displayName ?? "",
    signInAudience: app.signInAudience ?? "AzureADMyOrg",
    redirectUris: [
      ...on("web", app.web?.redirectUris),
      ...on("spa", app.spa?.redirectUris),
      ...on("public", app.publicClient?.redirectUris),
    ],
    permissions: (app.requiredResourceAccess ?? []).flatMap(({ resourceAppId, resourceAccess }) =>
      resourceAccess.map(({ id, type }) => ({
        resourceAppId: resourceAppId.toLowerCase(),
        id: id.toLowerCase(),
        type: type === "Role" ? ("Role" as const) : ("Scope" as const),
      })),
    ),
    secrets: (app.passwordCredentials ?? []).map(({ displayName, endDateTime }) => ({
      name: displayName ?? null,
      endsAt: endDateTime ? new Date(endDateTime) : null,
    })),
    certificateCount: app.keyCredentials?.length ?? 0,
    isPublicClient: app.isFallbackPublicClient === true,
    hasImplicitGrant:
      implicit?.enableIdTokenIssuance === true || implicit?.enableAccessTokenIssuance === true,
    verifiedPublisher: app.verifiedPublisher?.displayName ?? null,
    isDisabled: app.isDisabled === true || (app.disabledByMicrosoftStatus ?? "").startsWith("Disabled"),
  };
}

/** Reads both with `Application.Read.All`; undefined where Graph has none. Throws `ConnectorError`. */
export async function readRegistration(
  client: GraphClient,
  appId: string,
): Promise<{
  readonly application: RegisteredApplication | undefined;
  readonly principal: RegisteredPrincipal | undefined;
}> {
  const application = await findOne(client, `/applications(appId='${encodeURIComponent(appId)}')`);
  const principal = principalSchema.safeParse(
    await findOne(client, `/servicePrincipals(appId='${encodeURIComponent(appId)}')`),
  );
  return {
    application: parseRegisteredApplication(application),
    principal: principal.success
      ? {
          isEnabled: principal.data.accountEnabled !== false,
          needsAssignment: principal.data.appRoleAssignmentRequired === true,
          ownerTenantId: principal.data.appOwnerOrganizationId?.toLowerCase() ?? null,
        }
      : undefined,
  };
}

async function findOne(client: GraphClient, url: string): Promise<unknown> {
  try {
    return await client.send({ operation: "read the registration", url });
  } catch (error) {
    if (error instanceof ConnectorError && error.reason === "record_not_found") return undefined;
    throw error;
  }
}
