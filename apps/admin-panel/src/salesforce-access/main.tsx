import { createRoot } from "react-dom/client";
import { ProductGate } from "../product-gate.tsx";
import { SalesforceAccessApp } from "./salesforce-access-app.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("The page has no #root to draw into.");
createRoot(root).render(
  <ProductGate>
    <SalesforceAccessApp />
  </ProductGate>,
);
