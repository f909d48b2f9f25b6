import { newId, type OrganizationId } from "./ids.ts";
import type { RepositoryContext } from "./repository-context.ts";

/** One Salesforce org: our tenant. */
export interface Organization {
  readonly id: OrganizationId;
  readonly salesforceOrganizationId: string;
  readonly displayName: string;
  /** Origin of the org's API, as the token reply gave it. */
  readonly instanceUrl: string;
}

const columns = ["id", "salesforceOrganizationId", "displayName", "instanceUrl"] as const;

export class OrganizationsRepository {
  readonly #context: RepositoryContext;

  constructor(context: RepositoryContext) {
    this.#context = context;
  }

  async findById(id: OrganizationId): Promise<Organization | undefined> {
    return this.#context.db
      .selectFrom("organization")
      .select(columns)
      .where("id", "=", id)
      .executeTakeFirst();
  }

  /** The only organization whose API answers at this host (with its port); undefined for none and for several. */
  async findOnlyOneAtHost(host: string): Promise<Organization | undefined> {
    const all = await this.#context.db.selectFrom("organization").select(columns).execute();
    const there = all.filter(({ instanceUrl }) => new URL(instanceUrl).host === host);
    return there.length === 1 ? there[0] : undefined;
  }

  /** Creates the organization at its first sign-in; later ones refresh its name and address. */
  async save(input: Omit<Organization, "id">): Promise<Organization> {
    return this.#context.db
      .insertInto("organization")
      .values({ id: newId(), ...input, createdAt: this.#context.now() })
      .onConflict((conflict) =>
        conflict
          .column("salesforceOrganizationId")
          .doUpdateSet({ displayName: input.displayName, instanceUrl: input.instanceUrl }),
      )
      .returning(columns)
      .executeTakeFirstOrThrow();
  }
}
