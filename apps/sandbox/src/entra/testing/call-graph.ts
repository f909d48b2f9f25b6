import { graphRoutes } from "../../graph/graph-routes.ts";
import { issueGraphToken } from "../../graph/testing/issue-graph-token.ts";
import type { SandboxUnderTest } from "./sandbox-under-test.ts";

const everyScope = [...new Set(graphRoutes.flatMap((route) => route.scopes))];

/** Calls Graph over HTTP as this person, with a token for every scope; throws unless Graph agrees or says 409. */
export async function callGraph(
  under: SandboxUnderTest,
  who: { userId: string; tenantId: string },
  call: { method: "GET" | "POST" | "PATCH" | "PUT"; path: string; body?: unknown },
): Promise<{ status: number; json: Record<string, unknown> }> {
  const token = await issueGraphToken(under.sandbox.context, { ...who, scopes: everyScope });
  const response = await fetch(`${under.origin}/graph/v1.0${call.path}`, {
    method: call.method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  });
  const text = await response.text();
  if (!response.ok && response.status !== 409 && response.status !== 404) {
    throw new Error(`${call.method} ${call.path} answered ${response.status}: ${text}`);
  }
  return { status: response.status, json: text === "" ? {} : JSON.parse(text) };
}
