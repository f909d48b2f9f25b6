import { getProduct, type Product } from "@outrigger/api-contract";
import { callEndpoint, ErrorState, ProductProvider } from "@outrigger/ui";
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { createRoot } from "react-dom/client";
import { App, PaneSkeleton } from "./app.tsx";
import { createQueryClient } from "./create-query-client.ts";
import { useHostTheme } from "./host-context.ts";
import { openOfficeHost } from "./office-host/index.ts";
import "./page.css";

const namesToCome: Product = { productName: "", shortName: "", companyName: "" };

function Page() {
  const host = useQuery({
    queryKey: ["host"],
    queryFn: async () => (await openOfficeHost()) ?? null,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const product = useQuery({
    queryKey: ["product"],
    queryFn: () => callEndpoint(getProduct),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const theme = useHostTheme(host.data ?? undefined);
  const productName = product.data?.productName;
  useEffect(() => {
    if (productName !== undefined) document.title = productName;
  }, [productName]);
  return (
    <ProductProvider product={product.data ?? namesToCome} hostTheme={theme} language={host.data?.language}>
      {product.isError ? (
        <ErrorState error={product.error} onRetry={() => void product.refetch()} />
      ) : product.data && host.data !== undefined ? (
        <App host={host.data ?? undefined} />
      ) : (
        <PaneSkeleton />
      )}
    </ProductProvider>
  );
}

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <QueryClientProvider client={createQueryClient()}>
      <Page />
    </QueryClientProvider>,
  );
}
