import { RequestError } from "../../http/request-error.ts";
import type { MicrosoftIdentity } from "../mailbox-connections/microsoft-authorization.ts";
import { ANY_TENANT } from "./start-administrator-sign-in.ts";

/** The tenant of personal accounts (v2-protocols-oidc). */
const CONSUMERS_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad";

/** The validated ID token alone says which tenant somebody signed in to; no parameter of a redirect does. */
export function requireTenant({ tenantId }: Pick<MicrosoftIdentity, "tenantId">, tenant: string): void {
  if (tenantId === CONSUMERS_TENANT) throw new RequestError("administrator_account_unsuitable");
  if (tenant !== ANY_TENANT && tenantId !== tenant) throw new RequestError("administrator_other_tenant");
}
