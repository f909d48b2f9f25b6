import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Four pages, one set of assets: the panel at `/admin/*`, the pages behind the links at `/approval` and `/salesforce-access`, and at `/remedies` the change that an administrator signed in for. */
export default defineConfig({
  base: "/admin/",
  plugins: [react()],
  build: {
    // The pages' policy allows no inline code: neither the polyfill nor data URLs.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      input: ["index.html", "approval.html", "remedies.html", "salesforce-access.html"].map(here),
    },
  },
});
