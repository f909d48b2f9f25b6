import {
  forceDeleteUser,
  listUsers,
  previewForceDelete,
  provisionUser,
  searchUsers,
} from "@outrigger/api-contract";
import { parseUserId, type UserFilter } from "@outrigger/storage";
import type { FastifyInstance } from "fastify";
import type { Caller } from "../../http/caller.ts";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerEndpoint } from "../../http/register-endpoint.ts";
import { RequestError } from "../../http/request-error.ts";
import { describeUser } from "./describe-user.ts";
import { forceDelete, whatStays } from "./force-delete.ts";

/** The people of the caller's organization. Another organization's ids are as unknown as made-up ones. */
export function registerUsers(app: FastifyInstance, context: FeatureContext): void {
  const { database } = context;

  async function list(caller: Caller, filter: UserFilter) {
    const { users, total } = await database.users.list(caller.organizationId, filter);
    return { users: await Promise.all(users.map((user) => describeUser(context, user))), total };
  }

  registerEndpoint(app, listUsers, ({ caller, query }) => list(caller, query));

  registerEndpoint(app, searchUsers, ({ caller, body }) => list(caller, { ...body, offset: 0 }));

  registerEndpoint(app, provisionUser, async ({ caller, body }) => {
    const { organizationId, user: actor } = caller;
    const created = await database.transaction(async (repositories) => {
      const [known] = await repositories.users.listByEmail(organizationId, body.email);
      if (known !== undefined) {
        throw new RequestError("conflict", "There is a user with this address already.");
      }
      const user = await repositories.users.provision(organizationId, body);
      await repositories.auditEntries.add(organizationId, {
        actor,
        action: "user.provision",
        summary: `Added ${user.displayName}.`,
      });
      return user;
    });
    const overview = await database.users.findOverview(organizationId, created.id);
    if (overview === undefined) throw new RequestError("not_found");
    return describeUser(context, overview);
  });

  registerEndpoint(app, previewForceDelete, async ({ caller, params }) => {
    const user = await database.users.findById(caller.organizationId, parseUserId(params.userId));
    if (user === undefined) throw new RequestError("not_found");
    const counts = await database.users.countBelongings(caller.organizationId, user.id);
    return { ...counts, stays: [...whatStays] };
  });

  registerEndpoint(app, forceDeleteUser, async ({ caller, params }) => {
    const user = await database.users.findById(caller.organizationId, parseUserId(params.userId));
    if (user === undefined) throw new RequestError("not_found");
    const revokedAt = await forceDelete(context, { actor: caller.user, user });
    return { deleted: true as const, revokedAt };
  });
}
