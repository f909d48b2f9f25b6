import { directoryRoutes } from "./directory-routes.ts";
import type { GraphRoute } from "./graph-request.ts";
import { mailRoutes } from "./mail-routes.ts";

/** Every route of the sandbox's Graph; `$batch` stands apart, as it calls these. */
export const graphRoutes: readonly GraphRoute[] = [...directoryRoutes, ...mailRoutes];
