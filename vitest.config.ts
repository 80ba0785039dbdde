import { defineConfig } from "vitest/config";

/** Two projects: what runs in one process or in its own children, and what needs the whole stack. */
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
