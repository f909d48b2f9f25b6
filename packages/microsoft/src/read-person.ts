import { ConnectorError } from "@outrigger/sync-core";
import { z } from "zod";
import type { GraphClient } from "./graph-client.ts";

/** Who a token is for, as the tenant sees them. */
export interface SignedInPerson {
  readonly isGuest: boolean;
  /** Template ids of the directory roles held, which are the same in every tenant. */
  readonly roles: readonly string[];
  /** False where Graph does not show them all: with `User.Read` alone it may leave out what a role is. */
  readonly areRolesKnown: boolean;
}

const personSchema = z.object({ userType: z.string().nullish() });
const rolesSchema = z.object({ value: z.array(z.object({ roleTemplateId: z.string().nullish() })) });

/** Needs `User.Read`. Throws `ConnectorError`. */
export async function readPerson(client: GraphClient): Promise<SignedInPerson> {
  const operation = "read the signed-in person";
  const answer = personSchema.safeParse(await client.send({ operation, url: "/me?$select=id,userType" }));
  if (!answer.success) {
    throw new ConnectorError({ reason: "unexpected_response", vendor: "microsoft", operation });
  }
  const isGuest = answer.data.userType?.toLowerCase() === "guest";
  const roles = await readRoles(client);
  const known = roles?.flatMap(({ roleTemplateId }) =>
    roleTemplateId ? [roleTemplateId.toLowerCase()] : [],
  );
  return {
    isGuest,
    roles: known ?? [],
    areRolesKnown: known !== undefined && known.length === roles?.length,
  };
}

async function readRoles(
  client: GraphClient,
): Promise<{ roleTemplateId?: string | null | undefined }[] | undefined> {
  const url = "/me/memberOf/microsoft.graph.directoryRole";
  try {
    return rolesSchema.parse(await client.send({ operation: "read the person's roles", url })).value;
  } catch (error) {
    // Roles are for showing beforehand what a role lacks: whoever may read them or not, Graph decides when it is asked to write.
    if (error instanceof ConnectorError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}
