import { createRoot } from "react-dom/client";
import { Router } from "wouter";
import { ProductGate } from "../product-gate.tsx";
import { AdminApp } from "./admin-app.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("The page has no #root to draw into.");
createRoot(root).render(
  <ProductGate>
    <Router base="/admin">
      <AdminApp />
    </Router>
  </ProductGate>,
);
