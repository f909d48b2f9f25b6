import { ConnectorError } from "@outrigger/sync-core";
import { z } from "zod";
import type { GraphClient } from "./graph-client.ts";

/** The signed-in user. `addresses` are lower-cased and include aliases where the directory tells them. */
export interface MicrosoftUser {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly mail?: string | undefined;
  readonly addresses: readonly string[];
}

const meSchema = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  userPrincipalName: z.string(),
  mail: z.string().nullish(),
  proxyAddresses: z.array(z.string()).nullish(),
});

/** Needs `User.Read`. Throws `ConnectorError`. */
export async function readMe(client: GraphClient): Promise<MicrosoftUser> {
  const operation = "read the signed-in user";
  const url = "/me?$select=id,displayName,userPrincipalName,mail,proxyAddresses";
  const me = parseAnswer(meSchema, await client.send({ operation, url }), operation);
  const mail = me.mail ?? undefined;
  const aliases = (me.proxyAddresses ?? [])
    .filter((address) => /^smtp:/i.test(address))
    .map((address) => address.slice("smtp:".length));
  const addresses = [mail ?? me.userPrincipalName, me.userPrincipalName, ...aliases];
  return {
    id: me.id,
    displayName: me.displayName ?? me.userPrincipalName,
    userPrincipalName: me.userPrincipalName,
    mail,
    addresses: [...new Set(addresses.map((address) => address.toLowerCase()))],
  };
}

/** The company behind a tenant. `domains` are its verified domains: mail among them is internal. */
export interface MicrosoftOrganization {
  readonly id: string;
  readonly displayName: string;
  readonly domains: readonly string[];
}

const organizationsSchema = z.object({
  value: z
    .array(
      z.object({
        id: z.string(),
        displayName: z.string().nullish(),
        verifiedDomains: z.array(z.object({ name: z.string() })).nullish(),
      }),
    )
    .min(1),
});

/** Needs `User.Read`, which covers a company's basic facts. Throws `ConnectorError`. */
export async function readOrganization(client: GraphClient): Promise<MicrosoftOrganization> {
  const operation = "read the organization";
  const url = "/organization?$select=id,displayName,verifiedDomains";
  const answer = await client.send({ operation, url });
  const [organization] = parseAnswer(organizationsSchema, answer, operation).value;
  if (organization === undefined) throw unexpected(operation);
  return {
    id: organization.id,
    displayName: organization.displayName ?? organization.id,
    domains: (organization.verifiedDomains ?? []).map(({ name }) => name.toLowerCase()),
  };
}

function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown, operation: string): T {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw unexpected(operation);
  return parsed.data;
}

function unexpected(operation: string): ConnectorError {
  return new ConnectorError({ reason: "unexpected_response", vendor: "microsoft", operation });
}
