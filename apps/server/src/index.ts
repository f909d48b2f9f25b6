/** The door of the server, for tests that run it inside their own process. */
export { buildApp } from "./app.ts";
export { parseConfig, type Config } from "./config.ts";
export { createFeatureContext, type FeatureParts } from "./create-feature-context.ts";
export { registerJobs } from "./features/register-features.ts";
export type { Clock, FeatureContext } from "./http/feature-context.ts";
