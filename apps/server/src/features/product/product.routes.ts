import { getProduct } from "@outrigger/api-contract";
import type { FastifyInstance } from "fastify";
import type { FeatureContext } from "../../http/feature-context.ts";
import { registerPublicEndpoint } from "../../http/register-endpoint.ts";

/** How the product is called here. */
export function registerProduct(app: FastifyInstance, { config }: FeatureContext): void {
  registerPublicEndpoint(app, getProduct, async () => config.product);
}
