import { ConnectorError } from "@outrigger/sync-core";
import { z } from "zod";
import type { GraphClient } from "./graph-client.ts";

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

const addressesSchema = z.object({
  userPrincipalName: z.string().nullish(),
  mail: z.string().nullish(),
  proxyAddresses: z.array(z.string()).nullish(),
});

/** Every address of whoever the token belongs to, in small letters. Needs `User.Read`. Throws `ConnectorError`. */
export async function readOwnAddresses(client: GraphClient): Promise<string[]> {
  const operation = "read the own addresses";
  const url = "/me?$select=userPrincipalName,mail,proxyAddresses";
  const { userPrincipalName, mail, proxyAddresses } = parseAnswer(
    addressesSchema,
    await client.send({ operation, url }),
    operation,
  );
  // `SMTP:` marks the main address, `smtp:` the others; further kinds are no mail addresses.
  const aliases = (proxyAddresses ?? [])
    .filter((proxy) => /^smtp:/i.test(proxy))
    .map((proxy) => proxy.slice("smtp:".length));
  const known = [userPrincipalName, mail, ...aliases].filter((address) => typeof address === "string");
  return [...new Set(known.map((address) => address.toLowerCase()))];
}

function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown, operation: string): T {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw unexpected(operation);
  return parsed.data;
}

function unexpected(operation: string): ConnectorError {
  return new ConnectorError({ reason: "unexpected_response", vendor: "microsoft", operation });
}
