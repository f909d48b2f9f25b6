import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { firstLoadBudget } from "./first-load-budget.ts";

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Two pages: the task pane and the page on which every dialog flow ends. Figures: docs/decisions/0002-sidebar-runtime.md. */
export default defineConfig({
  base: "/sidebar/",
  plugins: [firstLoadBudget()],
  resolve: {
    alias: [
      { find: /^react\/jsx-(dev-)?runtime$/, replacement: "preact/jsx-runtime" },
      { find: /^react-dom\/client$/, replacement: "preact/compat/client" },
      { find: /^react-dom$/, replacement: "preact/compat" },
      { find: /^react$/, replacement: "preact/compat" },
    ],
  },
  build: {
    // The pages' policy allows no inline code: neither the polyfill nor data URLs.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: [here("index.html"), here("dialog.html")],
      // Packages that change nothing when loaded; without the hint the whole contract and icon set would stay.
      treeshake: {
        moduleSideEffects: (id) => !/packages\/(api-contract|ui)\/|@fluentui\/react-icons/.test(id),
      },
      // "use client" means nothing in a bundle for browsers alone.
      onLog: (level, log, handle) => {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") handle(level, log);
      },
    },
  },
});
