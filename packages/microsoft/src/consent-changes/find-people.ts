import { z } from "zod";
import type { GraphClient } from "../graph-client.ts";
import { readObject } from "./read-graph-objects.ts";

/** Somebody of the tenant, as whoever chooses people needs to see them. */
export interface DirectoryPerson {
  readonly id: string;
  readonly displayName: string;
  readonly address: string;
}

const peopleSchema = z.object({
  value: z.array(
    z.object({ id: z.string(), displayName: z.string().nullish(), userPrincipalName: z.string() }),
  ),
});
const PEOPLE_MAX = 15;

/** Those whose name or sign-in name begins with `text`. Needs `User.ReadBasic.All`. Throws `ConnectorError`. */
export async function findPeople(client: GraphClient, text: string): Promise<DirectoryPerson[]> {
  // OData doubles a quote inside a literal (v4.01 Part 2 §5.1.1.14.1).
  const literal = `'${text.replaceAll("'", "''")}'`;
  const filter = `startswith(displayName,${literal}) or startswith(userPrincipalName,${literal})`;
  const query = new URLSearchParams({
    $filter: filter,
    $select: "id,displayName,userPrincipalName",
    $top: String(PEOPLE_MAX),
  });
  const { value } = await readObject(client, {
    operation: "find people",
    url: `/users?${query.toString()}`,
    schema: peopleSchema,
  });
  return value.map(toPerson);
}

/** The people of these object ids; throws `ConnectorError` (`record_not_found`) when one is not of the tenant. */
export function getPeople(client: GraphClient, ids: readonly string[]): Promise<DirectoryPerson[]> {
  return Promise.all(
    ids.map(async (id) => {
      const url = `/users/${encodeURIComponent(id)}?$select=id,displayName,userPrincipalName`;
      const schema = peopleSchema.shape.value.element;
      return toPerson(await readObject(client, { operation: "read a person", url, schema }));
    }),
  );
}

function toPerson(user: z.infer<typeof peopleSchema>["value"][number]): DirectoryPerson {
  const { id, displayName, userPrincipalName } = user;
  return { id, displayName: displayName || userPrincipalName, address: userPrincipalName };
}
