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

function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown, operation: string): T {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw unexpected(operation);
  return parsed.data;
}

function unexpected(operation: string): ConnectorError {
  return new ConnectorError({ reason: "unexpected_response", vendor: "microsoft", operation });
}
