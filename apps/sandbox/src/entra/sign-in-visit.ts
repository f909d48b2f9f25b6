import { randomUUID } from "node:crypto";
import { directoryOf, type Application, type DirectoryUser, type Tenant } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import type { AuthorizationRequest, ReturnAddress } from "./authorization-request.ts";
import { EntraError } from "./entra-error.ts";
import { entraRecords, newOpaqueValue, type SignInFlow } from "./entra-records.ts";
import { findApplication, resolveTenant, tenantForUser, type TenantSelection } from "./resolve-tenant.ts";

/** One browser at Entra's pages. */
export interface SignInVisit {
  readonly context: SandboxContext;
  /** Hash of the browser's cookie: the key of its session and the owner of its flows. */
  readonly browserId: string;
  /** What a proxy on the way wrote into the request: the tenants it lets through. */
  readonly allowedTenants?: string | undefined;
}

/** What a step ends in: a page to look at, or an answer that goes to the application. */
export type SignInStep =
  | { readonly kind: "page"; readonly flow: SignInFlow; readonly notice?: string | undefined }
  | {
      readonly kind: "return";
      readonly returnTo: ReturnAddress;
      readonly parameters: Readonly<Record<string, string>>;
      readonly error?: EntraError | undefined;
    };

const FLOW_SECONDS = 3_600;

export function openFlow(
  { context, browserId }: SignInVisit,
  request: AuthorizationRequest,
  correlationId: string = randomUUID(),
): SignInFlow {
  const { flows } = entraRecords(context);
  const now = secondsNow(context);
  for (const old of flows.filter((flow) => flow.expiresAt <= now)) flows.delete(old.id);
  const flow: SignInFlow = {
    id: newOpaqueValue(),
    browserId,
    request,
    stage: "account",
    formToken: newOpaqueValue(),
    userId: undefined,
    authTime: undefined,
    correlationId,
    expiresAt: now + FLOW_SECONDS,
  };
  flows.put(flow);
  return flow;
}

/** Moves a flow on; its forms get a new token, so that none is sent twice. */
export function moveFlow(
  { context }: SignInVisit,
  flow: SignInFlow,
  changes: Partial<Pick<SignInFlow, "stage" | "userId" | "authTime" | "hasMfa">>,
): SignInFlow {
  const moved = { ...flow, ...changes, formToken: newOpaqueValue() };
  entraRecords(context).flows.put(moved);
  return moved;
}

/** Throws 50089 where it is gone, over or already moved on, 165000 where another browser brings it. */
export function getFlow(
  { context, browserId }: SignInVisit,
  { id, formToken }: { id: string | undefined; formToken?: string | undefined },
): SignInFlow {
  const flow = id === undefined ? undefined : entraRecords(context).flows.get(id);
  if (!flow || flow.stage === "finished" || flow.expiresAt <= secondsNow(context)) {
    throw new EntraError(50089);
  }
  if (flow.browserId !== browserId) throw new EntraError(165000, {}, { correlationId: flow.correlationId });
  if (formToken !== undefined && formToken !== flow.formToken) {
    throw new EntraError(50089, {}, { correlationId: flow.correlationId });
  }
  return flow;
}

/** The documents behind a flow; read anew at each step, as an administrator may have changed them meanwhile. */
export function readFlow(
  context: SandboxContext,
  flow: SignInFlow,
): { selection: TenantSelection; app: Application } {
  const selection = resolveTenant(context, flow.request.tenantSegment);
  return { selection, app: findApplication(context, flow.request.appId, selection) };
}

export interface FlowParty {
  readonly tenant: Tenant;
  readonly app: Application;
  readonly user: DirectoryUser;
}

/** Who signs in to what where, once an account has been chosen. */
export function readParty(context: SandboxContext, flow: SignInFlow): FlowParty {
  const { selection, app } = readFlow(context, flow);
  const user = flow.userId === undefined ? undefined : directoryOf(context).users.get(flow.userId);
  if (!user) throw new EntraError(50089, {}, { correlationId: flow.correlationId });
  return { tenant: tenantForUser(context, { selection, user, app }), app, user };
}

/** The people whose session this browser holds, latest last. */
export function signedInUsers({ context, browserId }: SignInVisit): {
  user: DirectoryUser;
  authTime: number;
  hasMfa: boolean;
}[] {
  const session = entraRecords(context).sessions.get(browserId);
  return (session?.signedIn ?? []).flatMap(({ userId, authTime, hasMfa = false }) => {
    const user = directoryOf(context).users.get(userId);
    return user?.accountEnabled ? [{ user, authTime, hasMfa }] : [];
  });
}

/** Choosing an account is signing in; a second factor counts for the session. */
export function signIn({ context, browserId }: SignInVisit, user: DirectoryUser, hasMfa = false): number {
  const { sessions } = entraRecords(context);
  const others = (sessions.get(browserId)?.signedIn ?? []).filter((entry) => entry.userId !== user.id);
  const authTime = secondsNow(context);
  sessions.put({ id: browserId, signedIn: [...others, { userId: user.id, authTime, hasMfa }] });
  return authTime;
}

export function signOut({ context, browserId }: SignInVisit): void {
  entraRecords(context).sessions.delete(browserId);
}

export function secondsNow(context: SandboxContext): number {
  return Math.floor(context.clock.now().getTime() / 1000);
}
