import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Three pages, one set of assets: the panel at `/admin/*`, the administrator's approval page at `/approval`, and at `/remedies` the change that an administrator signed in for. */
/** Three pages, one set of assets: the panel at `/admin/*`, and the pages behind the links at `/approval` and `/salesforce-access`. */
export default defineConfig({
  base: "/admin/",
  plugins: [react()],
  build: {
    // The pages' policy allows no inline code: neither the polyfill nor data URLs.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: { input: [here("index.html"), here("approval.html"), here("remedies.html")] },
    rolldownOptions: { input: [here("index.html"), here("approval.html"), here("salesforce-access.html")] },
  },
});
