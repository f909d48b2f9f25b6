import { getProduct, type Product } from "@outrigger/api-contract";
import { callEndpoint, ProductProvider } from "@outrigger/ui";
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { createQueryClient } from "./create-query-client.ts";

/** What every page stands on: the query cache, the theme and the product's names. */
export function ProductGate({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <NamedProduct>{children}</NamedProduct>
    </QueryClientProvider>
  );
}

function NamedProduct({ children }: { children: ReactNode }) {
  const product = useQuery({
    queryKey: ["product"],
    queryFn: ({ signal }) => callEndpoint(getProduct, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: productFromPage,
  });
  return <ProductProvider product={product.data ?? productFromPage()}>{children}</ProductProvider>;
}

/** The server writes the name into the page itself, so that the first paint already carries it. */
function productFromPage(): Product {
  const name =
    document.querySelector('meta[name="application-name"]')?.getAttribute("content") ?? document.title;
  return { productName: name, shortName: name, companyName: name };
}
