import { ConnectorError } from "@outrigger/sync-core";
import { z } from "zod";
import type { GraphClient } from "../graph-client.ts";
import { readList } from "./read-graph-objects.ts";

const principalSchema = z.object({ id: z.string(), appId: z.string() });
const grantSchema = z.object({ consentType: z.string(), scope: z.string() });
const NAMESAKES_MAX = 5;

/**
 * App ids of other applications of the same name that are granted something of a mailbox for everybody: whoever looks for
 * the product by its name may have approved one of them. Empty where Graph does not show it.
 */
export async function findNamesakes(
  client: GraphClient,
  { appId, displayName }: { readonly appId: string; readonly displayName: string },
): Promise<string[]> {
  try {
    const filter = encodeURIComponent(`displayName eq '${displayName.replaceAll("'", "''")}'`);
    const principals = await readList(client, {
      operation: "find applications of the same name",
      url: `/servicePrincipals?$filter=${filter}&$select=id,appId`,
      schema: principalSchema,
    });
    const others = principals.filter((other) => other.appId.toLowerCase() !== appId.toLowerCase());
    const granted = await Promise.all(
      others.slice(0, NAMESAKES_MAX).map((other) => isGranted(client, other.id)),
    );
    return others.filter((_other, index) => granted[index] === true).map((other) => other.appId);
  } catch (error) {
    if (error instanceof ConnectorError && error.reason === "permission_missing") return [];
    throw error;
  }
}

async function isGranted(client: GraphClient, principalId: string): Promise<boolean> {
  const grants = await readList(client, {
    operation: "read the grants of an application",
    url: `/servicePrincipals/${principalId}/oauth2PermissionGrants`,
    schema: grantSchema,
  });
  return grants.some(
    ({ consentType, scope }) => consentType === "AllPrincipals" && /\b(?:Mail|Calendars)\./.test(scope),
  );
}
