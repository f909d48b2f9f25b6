import { findCovering, SIGN_IN_SCOPES } from "@outrigger/microsoft";
import type { AskedScopes } from "./microsoft-authorization.ts";

/** Those of `wanted` that nothing granted allows, neither the scope itself nor a wider one. */
export function findUncovered(wanted: readonly string[], granted: readonly string[]): string[] {
  return wanted.filter((scope) => findCovering(granted, scope) === undefined);
}

/**
 * What to ask a silent token for, best first. The tier's own scopes; and where only wider ones are granted, from before the
 * organization chose less, those in their place: Entra refuses `Mail.Read` to whoever was granted `Mail.ReadWrite`.
 */
export function listSilentScopes(asked: AskedScopes, granted: readonly string[]): string[][] {
  return distinct([[...asked.graph], asked.graph.map((scope) => findCovering(granted, scope) ?? scope)]);
}

/**
 * The same for a mailbox that is connected: all that its tier asks, as far as possible by what is granted already, and then
 * what remains without the rest. An organization that has just chosen more loses nothing until its administrator approves.
 */
export function listScopesOfConnected(asked: AskedScopes, granted: readonly string[]): string[][] {
  const covered = asked.graph.map((scope) => findCovering(granted, scope) ?? scope);
  const uncovered = new Set(findUncovered(asked.mailbox, granted));
  const remaining = covered.filter((scope) => !uncovered.has(scope));
  const hasMailboxScope = remaining.some((scope) => !SIGN_IN_SCOPES.includes(scope));
  return distinct(hasMailboxScope ? [covered, remaining] : [covered]);
}

function distinct(candidates: string[][]): string[][] {
  const seen = new Set<string>();
  return candidates.filter((scopes) => {
    const key = scopes.join(" ");
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
