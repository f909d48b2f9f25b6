import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          setupFiles: ["tools/seed-properties.ts"],
          include: ["packages/**/*.test.ts", "apps/**/*.test.ts", "tools/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/*.integration.test.ts"],
        },
      },
      {
        test: {
          name: "integration",
          setupFiles: ["tools/seed-properties.ts"],
          globalSetup: ["packages/storage/src/testing/start-test-postgres.ts"],
          include: ["packages/**/*.integration.test.ts", "apps/**/*.integration.test.ts"],
          exclude: ["**/node_modules/**"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          globalSetup: ["packages/storage/src/testing/start-test-postgres.ts", "e2e/system/setup-browser.ts"],
          include: ["e2e/specs/**/*.spec.ts"],
          // Each file runs two processes and a browser of its own: more at once only slows all of them.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
