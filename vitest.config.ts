import { defineConfig } from "vitest/config";

/** What runs in one process or in its own children, the indexer with its databases, and what needs the whole stack. */
export default defineConfig({
  test: {
    // Two cores are the smallest machine that must pass.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "unit",
          include: ["{packages/*,gateway,agent,cli,programs,scripts,bench,web}/**/*.test.ts"],
          exclude: ["**/node_modules/**"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "indexer",
          include: ["indexer/**/*.test.ts"],
          exclude: ["**/node_modules/**"],
          // Each starts a chain, a database and Ponder, which alone fills a core.
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
