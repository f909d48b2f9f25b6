import type { OrganizationId, User } from "@outrigger/storage";

/** Who is signed in. Everything a handler reads or changes is looked up under this organization. */
export interface Caller {
  readonly organizationId: OrganizationId;
  readonly user: User;
}
