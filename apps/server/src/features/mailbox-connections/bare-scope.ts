export const GRAPH_RESOURCE = "https://graph.microsoft.com";

/** Entra writes Graph's scopes with or without their resource. */
export function bareScope(scope: string): string {
  return scope.startsWith(`${GRAPH_RESOURCE}/`) ? scope.slice(GRAPH_RESOURCE.length + 1) : scope;
}
