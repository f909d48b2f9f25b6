import type { DirectoryUser, Tenant } from "../core/directory.ts";
import type { SandboxContext } from "../core/part.ts";
import type { GraphError } from "./graph-error.ts";
import type { AccessTokenClaims } from "../entra/verify-access-token.ts";

export const graphPrefix = "/graph/v1.0";

export interface GraphCaller extends AccessTokenClaims {
  readonly tenant: Tenant;
  /** Undefined when an application calls with a token of its own. */
  readonly user: DirectoryUser | undefined;
}

/** One call as a route sees it: whether it came over HTTP or as a step of a batch makes no difference. */
export interface GraphRequest {
  readonly context: SandboxContext;
  readonly caller: GraphCaller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON; undefined when the call carried no body. */
  readonly body: unknown;
  /** Scheme and host that the caller used. */
  readonly origin: string;
  /** Absolute address without the query, for links back to the same collection. */
  readonly address: string;
}

export interface GraphResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** JSON, or bytes as they are; undefined: no body. */
  readonly body?: unknown;
}

export interface GraphRoute {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Segments beneath the version, parameters in braces: `/me/messages/{messageId}`. */
  readonly path: string;
  /** Any one of these lets the call pass, the least first (Graph's permission reference). */
  readonly scopes: readonly string[];
  /** A person needs one of these directory roles besides; unset: members of the tenant need none. */
  readonly roles?: readonly string[] | undefined;
  /** Whom the route lets in without a role: the owner of what is called, a reviewer. */
  readonly isOpenTo?: ((request: GraphRequest) => boolean) | undefined;
  /** What a person without the role hears, where it is not Graph's usual refusal. */
  readonly refusal?: (() => GraphError) | undefined;
  /** Mailbox routes refuse in Exchange's words and need a mailbox in Exchange Online. */
  readonly area: "mailbox" | "directory";
  readonly handle: (request: GraphRequest) => GraphResponse | Promise<GraphResponse>;
}

export function ok(body: unknown, headers?: Record<string, string>): GraphResponse {
  return { status: 200, body, headers };
}

export function created(body: unknown, headers?: Record<string, string>): GraphResponse {
  return { status: 201, body, headers };
}

export const noContent: GraphResponse = { status: 204 };

/** `@odata.context` of a collection or entity. */
export function contextOf(request: Pick<GraphRequest, "origin">, path: string): string {
  return `${request.origin}${graphPrefix}/$metadata#${path}`;
}

export function paramOf(request: Pick<GraphRequest, "params">, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`The route has no parameter ${name}.`);
  return value;
}
