import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

/** How the product is called here; every screen, help page and mail takes its names from this. */
export const productSchema = z.object({
  productName: z.string(),
  shortName: z.string(),
  companyName: z.string(),
});
export type Product = z.infer<typeof productSchema>;

export const getProduct = defineEndpoint({
  method: "GET",
  path: "/api/product",
  access: "public",
  output: productSchema,
});
